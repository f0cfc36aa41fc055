//! Recordings of a hearing: what there is, the bytes, what becomes of them.

pub mod archive;
pub mod export;
pub mod file;
pub mod keeping;
pub mod list;
