//! What tests of several areas share.

pub mod database;
pub mod participant;
