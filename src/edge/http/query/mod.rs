//! What number and query code open.

pub mod attach;
pub mod status;
pub mod withdraw;
