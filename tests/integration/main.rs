#![expect(clippy::unwrap_used, reason = "helpers of tests panic like the tests they help")]

mod channels;
mod cli;
mod demo;
mod faults;
mod hostile;
mod http;
mod kit;
mod loadtest;
mod media;
mod rooms;
mod storage;
mod whip;
mod ws;
