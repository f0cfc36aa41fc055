//! What tests of several areas share.

pub mod database;
pub mod participant;
pub mod server;
pub mod town;
