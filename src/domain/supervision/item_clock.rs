//! Whose turn it is with an action item, and until when: its organ's, or the bureau's while it is declined.

use super::{ItemStepKind, Note};
use crate::domain::{
    Timestamp,
    hearing::{ActionItem, ActionItemState},
    petition::Calendar,
};
use time::{Date, Duration};

/// Working days in which the bureau sends back or lifts what was declined. Our choice: as many as a unit has to object
/// (art. 23).
const TO_DECIDE: u32 = 5;

/// As the steps that were taken leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemClock {
    /// Until when its organ does it in time. The days that the bureau took to send it back are not its organ's.
    pub last_day: Date,
    /// Its organ has declined it since: the bureau has the word, and nobody is late with it but the bureau.
    pub declined_at: Option<Timestamp>,
    /// Its organ owes it.
    owed: bool,
}

impl ItemClock {
    /// Of `item`, which was ordered at `ordered_at`, by the `notes` of its petition, oldest first.
    #[must_use]
    pub fn of(item: &ActionItem, ordered_at: Timestamp, notes: &[Note]) -> Self {
        let owed = matches!(item.state, ActionItemState::Ordered | ActionItemState::Accepted);
        let mut clock = Self { last_day: item.last_day(ordered_at), declined_at: None, owed };
        for note in notes.iter().filter(|note| note.item == item.id) {
            match (note.step, clock.declined_at) {
                (ItemStepKind::Decline, _) => clock.declined_at = Some(note.at),
                (ItemStepKind::SendBack, Some(declined_at)) => {
                    clock.last_day = clock.last_day.saturating_add(days_waited(declined_at, note.at));
                    clock.declined_at = None;
                }
                (ItemStepKind::Lift, _) => clock.declined_at = None,
                _ => {}
            }
        }
        clock
    }

    /// Its organ has neither done it by its last day nor said that it is not its own.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.owed && Timestamp::end_of(self.last_day) < now
    }

    /// Until when the bureau sends back or lifts what is declined.
    #[must_use]
    pub fn decide_by(&self, calendar: &Calendar) -> Option<Date> {
        calendar.working_day_after(self.declined_at?.local_date(), TO_DECIDE)
    }
}

/// Days from when an item was declined until it was sent back.
#[must_use]
pub fn days_waited(declined_at: Timestamp, sent_back_at: Timestamp) -> Duration {
    sent_back_at.local_date() - declined_at.local_date()
}
