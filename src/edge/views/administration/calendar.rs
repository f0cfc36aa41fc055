//! The holiday calendar: what is in force, what was, and what another would change.

use crate::{
    administration::calendar::Preview,
    domain::{
        Timestamp,
        petition::{Calendar, DayChange},
    },
    edge::views::{Day, DayKindText},
    storage::CalendarVersion,
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The holiday calendar in force and those that were.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarView {
    /// 0: as the program brings it along.
    pub number: u32,
    /// As events name it.
    pub version: String,
    /// Years with a notice; in all others the days by law are off.
    pub years: Vec<i32>,
    /// A year whose notice should be loaded by now and is not.
    pub missing: Option<i32>,
    pub days: Vec<CalendarDay>,
    /// Newest first.
    pub versions: Vec<CalendarVersionView>,
    /// Whether it is the reader's to replace: a system administrator's with none above them.
    pub may_load: bool,
}

impl CalendarView {
    pub fn of(
        calendar: &Calendar,
        versions: Vec<CalendarVersionView>,
        may_load: bool,
        now: Timestamp,
    ) -> Self {
        let day = |(day, kind)| CalendarDay { day: Day(day), kind: DayKindText(kind) };
        Self {
            number: calendar.number(),
            version: calendar.version(),
            years: calendar.years().collect(),
            missing: calendar.misses(now.local_date()),
            days: calendar.days().into_iter().map(day).collect(),
            versions,
            may_load,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    pub day: Day,
    pub kind: DayKindText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarVersionView {
    pub number: u32,
    pub version: String,
    pub loaded_at: i64,
    /// None: on the command line.
    pub loaded_by_name: Option<String>,
    pub source: String,
    /// Open clocks stand by it.
    pub recomputed: bool,
}

impl CalendarVersionView {
    pub fn of(version: CalendarVersion, loaded_by_name: Option<String>) -> Self {
        Self {
            number: version.calendar.number(),
            version: version.calendar.version(),
            loaded_at: version.loaded_at.0,
            loaded_by_name,
            source: version.source,
            recomputed: version.recomputed_at.is_some(),
        }
    }
}

/// What loading it would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarPreview {
    /// Give it back when loading.
    pub base: u32,
    pub source: Option<String>,
    pub days: Vec<CalendarChange>,
    /// With at least one due time that moves.
    pub petitions: usize,
    pub clocks_later: usize,
    pub clocks_earlier: usize,
}

impl CalendarPreview {
    pub fn of(preview: Preview) -> Self {
        let later = preview.clocks.iter().filter(|(_, before, after)| after.due > before.due).count();
        let change = |change: DayChange| CalendarChange {
            day: Day(change.day),
            before: change.before.into(),
            after: change.after.into(),
        };
        Self {
            base: preview.calendar.number() - 1,
            source: preview.source,
            days: preview.days.into_iter().map(change).collect(),
            petitions: preview.clocks.iter().map(|(id, ..)| id).collect::<BTreeSet<_>>().len(),
            clocks_later: later,
            clocks_earlier: preview.clocks.len() - later,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarChange {
    pub day: Day,
    pub before: DayKindText,
    pub after: DayKindText,
}
