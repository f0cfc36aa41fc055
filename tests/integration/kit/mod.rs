//! What tests of several areas share.

pub mod database;
mod migrated;
pub mod participant;
pub mod server;
pub mod town;
pub mod wait;
