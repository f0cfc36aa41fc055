//! Rooms, leaders and people by day: what is taken, what is free, and as a file for other calendars.

pub mod file;
pub mod free;
pub mod taken;
