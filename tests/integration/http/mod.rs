//! The REST API as a stranger sees it.

mod administration;
mod authorization;
pub mod cases;
mod documents;
mod door;
mod grid;
mod hearings;
mod lifecycle;
mod lines;
mod logs;
mod metrics;
mod openapi_document;
mod origins;
mod petitions;
mod query;
mod reception;
mod recordings;
mod seats;
mod session;
mod statistics;
mod story;
mod supervision;
mod uploads;
