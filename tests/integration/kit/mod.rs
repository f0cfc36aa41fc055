//! What tests of several areas share.

pub mod database;
