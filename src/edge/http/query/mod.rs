//! What number and query code open.

pub mod accept;
mod act;
pub mod attach;
mod door;
pub mod evaluate;
pub mod notice;
pub mod door;
pub mod review;
pub mod status;
mod view;
pub mod withdraw;
