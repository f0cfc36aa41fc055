//! What number and query code open.

pub mod attach;
pub mod door;
pub mod status;
mod view;
pub mod withdraw;
