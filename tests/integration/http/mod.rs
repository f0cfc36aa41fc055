//! The REST API as a stranger sees it.

mod administration;
mod authorization;
pub mod cases;
mod documents;
mod door;
mod films;
mod hearings;
mod lifecycle;
mod lines;
mod logs;
mod metrics;
mod openapi_document;
mod origins;
mod petitions;
mod presiding;
mod query;
mod queue;
mod reception;
mod recordings;
mod requests;
mod schedules;
mod seats;
mod session;
mod statistics;
mod supervision;
mod talks;
mod uploads;
