//! What number and query code open.

pub mod attach;
mod door;
pub mod evaluate;
pub mod notice;
pub mod door;
pub mod status;
mod view;
pub mod withdraw;
