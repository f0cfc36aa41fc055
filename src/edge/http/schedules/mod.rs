//! Rooms, leaders and people by day: what is taken, what is free, and as a file for other calendars.

pub mod file;
pub mod free;
pub mod taken;

use crate::{
    domain::rights::{Official, desk},
    edge::{problem::Problem, views::Day},
};
use time::Duration;

/// Longest stretch of one answer.
const LONGEST: Duration = Duration::days(31);

/// Who schedules hearings may ask, for one to 31 days; for others there are no schedules.
fn check_asked(me: &Official, from: Day, to: Day) -> Result<(), Problem> {
    if !desk(me).schedule {
        return Err(Problem::NotFound);
    }
    if to.0 < from.0 || to.0 - from.0 >= LONGEST {
        return Err(Problem::field("to", "One to 31 days"));
    }
    Ok(())
}
