//! Hearings, from the schedule to the published outcome.

pub mod cancel;
pub mod check;
pub mod link;
pub mod list;
pub mod minutes;
pub mod outcome;
pub mod postpone;
pub mod publish;
pub mod schedule;
pub mod show;
