//! Files handed in with petitions.

pub mod download;
