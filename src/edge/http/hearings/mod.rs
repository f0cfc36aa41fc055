//! Hearings, from the schedule to the published outcome.

pub mod cancel;
pub mod check;
mod detail;
pub mod device_token;
mod facts;
pub mod items;
pub mod lines;
pub mod link;
pub mod list;
pub mod minutes;
pub mod outcome;
pub mod package;
pub mod paper_signature;
pub mod postpone;
pub mod presiding;
pub mod proxy_signature;
pub mod publish;
pub mod quality;
pub mod row;
pub mod schedule;
pub mod show;
pub mod signing;
pub mod signing_code;
mod taking;
pub mod talks;
pub mod undelivered;
