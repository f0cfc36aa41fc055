//! Lianjie (联接): joint video hearings attached to the petition record.

pub mod access_log;
pub mod administration;
pub mod background;
pub mod channels;
pub mod cli;
pub mod clock_watch;
pub mod clocks;
pub mod config;
pub mod connection_quota;
pub mod demo;
pub mod documents;
pub mod domain;
pub mod edge;
pub mod evidence;
pub mod files;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod media;
pub mod mixing;
pub mod overdue;
pub mod reels;
pub mod rooms;
pub mod sealing;
pub mod server;
pub mod settings;
pub mod statistics;
pub mod storage;
pub mod telemetry;
pub mod world;
