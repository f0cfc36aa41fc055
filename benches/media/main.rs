//! The media plane, measured.

fn main() {}
