//! The leader's desk.

pub mod desk;
pub mod promises;
