//! What number and query code open.

pub mod accept;
mod act;
pub mod attach;
pub mod door;
pub mod evaluate;
pub mod hearing_request;
pub mod notice;
pub mod review;
pub mod status;
mod view;
pub mod withdraw;
