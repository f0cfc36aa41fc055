//! Operations with number and query code.

pub mod accept;
pub(super) mod act;
pub mod attach;
pub mod door;
pub mod end_authority;
pub mod evaluate;
pub mod hearing_request;
pub mod notice;
pub mod review;
pub mod seat;
pub mod status;
mod told;
pub(super) mod view;
pub mod withdraw;
