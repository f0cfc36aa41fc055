//! Seat links and the devices that hold seats.

pub mod check_in;
pub mod code;
pub mod exchange;
pub(in crate::edge::http) mod link;
pub mod photo;
pub mod self_test;
pub mod show;
pub mod trial_line;
