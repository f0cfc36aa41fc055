//! Seat links and the devices that hold seats.

pub mod exchange;
pub mod show;
