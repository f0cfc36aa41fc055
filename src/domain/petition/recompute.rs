//! Recomputes running deadlines by a new holiday calendar. Each changed date has its event.

use super::{Calendar, Clock, DayUnit, Petition};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
};

impl Clock {
    /// This clock by `calendar`, if that moves its due time. Stopped clocks are history, and the ordered
    /// deadline is as somebody ordered it: neither moves. The last of calendar days stays, and is only rolled anew.
    #[must_use]
    pub fn recomputed(&self, calendar: &Calendar) -> Option<Self> {
        let term = self.kind.term().filter(|_| self.stopped_at.is_none())?;
        let mut anew = self.clone();
        match term.unit {
            DayUnit::Calendar => {
                anew.due = Timestamp::end_of(calendar.roll(self.raw_due.local_date(), term.roll));
            }
            DayUnit::Working => anew.reckon(calendar),
        }
        (anew != *self).then_some(anew)
    }
}

/// `petition` by `calendar`; none if none of its dates moves. The change names each clock that moved with
/// its day before and after, and the version of the calendar; its due times are those of the earliest duty that moved, and
/// beside them stands the day judged next, which may be one that was ordered.
#[must_use]
pub fn recompute(petition: &Petition, calendar: &Calendar) -> Option<(Petition, Change)> {
    let mut moved = petition.clone();
    let mut change = Change::new(EventKind::PetitionClocksRecomputed).with("calendar", calendar.version());
    let (mut any, mut first) = (false, None::<(Timestamp, Timestamp)>);
    for clock in &mut moved.clocks {
        let Some(now) = clock.recomputed(calendar) else { continue };
        let days = format!("{}..{}", clock.due.local_date(), now.due.local_date());
        change = change.with(clock.kind.as_str(), days);
        any = true;
        if now.counts() {
            let pair = (clock.due, now.due);
            first = Some(first.map_or(pair, |earliest| earliest.min(pair)));
        }
        *clock = now;
    }
    let (before, after) = first.unzip();
    let next = moved.next_judged().map(|clock| clock.due);
    any.then(|| (moved, change.due(before, after).beside(next)))
}

#[cfg(test)]
#[path = "recompute_tests.rs"]
mod tests;
