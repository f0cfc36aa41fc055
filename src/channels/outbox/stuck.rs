//! Rows of the outbox that cannot be read or spread. Each is left where it is and looked at again later. Nothing waits for it but
//! what comes after it to the same webhook, which is told in order.

use crate::{
    domain::{MINUTE_MS, Timestamp},
    storage::{Queued, StoreError},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// So long a row is left alone: a later version that can read it may be started any time. Milliseconds.
const LEFT_ALONE_MS: i64 = 10 * MINUTE_MS;

/// By the row's id, until when it is left alone.
#[derive(Debug, Default)]
pub(super) struct Stuck(Mutex<BTreeMap<Uuid, Timestamp>>);

impl Stuck {
    /// How many rows to ask for, so that so many others are among them.
    pub(super) fn beyond(&self, limit: u32) -> u32 {
        limit.saturating_add(u32::try_from(self.rows().len()).unwrap_or(u32::MAX))
    }

    /// At most `limit` of the rows that can be worked on.
    pub(super) fn sound<T>(&self, rows: Vec<Queued<T>>, limit: u32, now: Timestamp) -> Vec<T> {
        let mut sound = Vec::new();
        for Queued { id, what, read } in rows.into_iter().filter(|row| !self.holds(row.id, now)) {
            match read {
                Ok(row) => sound.push(row),
                Err(error) => self.put(id, &what, &error, now),
            }
        }
        sound.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        sound
    }

    /// Says so, once in ten minutes.
    pub(super) fn put(&self, id: Uuid, what: &str, error: &StoreError, now: Timestamp) {
        tracing::error!(row = %id, what, %error, "A row of the outbox is left where it is; the others go on, but those after it to the same webhook");
        metrics::counter!("outbox_rows_unreadable_total").increment(1);
        let mut rows = self.rows();
        rows.retain(|_, until| now < *until);
        rows.insert(id, now.plus_millis(LEFT_ALONE_MS));
    }

    fn holds(&self, id: Uuid, now: Timestamp) -> bool {
        self.rows().get(&id).is_some_and(|until| now < *until)
    }

    fn rows(&self) -> MutexGuard<'_, BTreeMap<Uuid, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Queued<u128>> {
        let bad = || Err(StoreError::Corrupt { what: "kind of event", why: "of tomorrow".into() });
        let read = |n| if n < 3 { bad() } else { Ok(n) };
        let row = |n| Queued { id: Uuid::from_u128(n), what: "to webhook 1".into(), read: read(n) };
        (1..=5).map(row).collect()
    }

    #[test]
    fn bad_rows_at_the_head_are_left_alone_for_a_while_and_hold_nothing_back() {
        let (stuck, now) = (Stuck::default(), Timestamp(1_795_395_600_000));
        assert_eq!(stuck.beyond(2), 2);
        assert_eq!(stuck.sound(rows(), 2, now), [3, 4]);
        assert_eq!(stuck.beyond(2), 4, "else two bad ones would be all that is asked for");
        stuck.put(Uuid::from_u128(3), "petition.routed", &StoreError::Absent, now);
        assert_eq!(stuck.sound(rows(), 9, now), [4, 5], "it could be read, and not be spread");
        let later = now.plus_millis(LEFT_ALONE_MS);
        assert_eq!(stuck.sound(rows(), 9, later), [3, 4, 5], "it is looked at again");
    }
}
