//! `lianjie-loadtest`.

fn main() {}
