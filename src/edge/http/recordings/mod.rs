//! Recordings of a hearing: what there is, and the bytes.

pub mod file;
pub mod list;
