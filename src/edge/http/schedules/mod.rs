//! Rooms, leaders and people by day: what is taken, what is free, and as a file for other calendars.

pub mod file;
pub mod free;
pub mod taken;

use crate::{domain::Timestamp, edge::views::Day};

/// From 0:00 of `from` to 24:00 of `to`, in China.
fn span(from: Day, to: Day) -> (Timestamp, Timestamp) {
    const DAY_MS: i64 = 24 * 3_600_000;
    (Timestamp::end_of(from.0).plus_millis(1 - DAY_MS), Timestamp::end_of(to.0).plus_millis(1))
}
