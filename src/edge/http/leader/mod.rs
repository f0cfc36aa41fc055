//! What a leader sees of their own sessions.

pub mod desk;
pub mod promises;
