//! The REST API as a stranger sees it.

mod administration;
mod authorization;
pub mod cases;
mod door;
mod hearings;
mod lines;
mod logs;
mod metrics;
mod openapi_document;
mod origins;
mod petitions;
mod query;
mod reception;
mod seats;
mod session;
mod uploads;
