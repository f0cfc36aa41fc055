//! Lists that forms choose from.

pub mod agencies;
pub mod divisions;
pub mod rooms;
pub mod staff;
