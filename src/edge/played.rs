//! Who is playing a recording just now: a person's playing of a hearing is one event, not one for each piece.

use crate::domain::{
    Timestamp,
    ids::{HearingId, StaffId},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Whoever asks for nothing for so long has stopped; the next piece is another time. Milliseconds.
const PAUSE: i64 = 15 * 60 * 1000;

#[derive(Debug, Clone, Default)]
pub struct Played(Arc<Mutex<HashMap<(StaffId, HearingId), Timestamp>>>);

impl Played {
    /// Whether this is a part of a playing that is on record; it goes on.
    pub fn goes_on(&self, staff: StaffId, hearing: HearingId, now: Timestamp) -> bool {
        let mut played = self.lock();
        played.retain(|_, last| now.0 - last.0 < PAUSE);
        played.get_mut(&(staff, hearing)).map(|last| *last = now).is_some()
    }

    /// It is on record.
    pub fn began(&self, staff: StaffId, hearing: HearingId, now: Timestamp) {
        self.lock().insert((staff, hearing), now);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(StaffId, HearingId), Timestamp>> {
        // A map of times has no half-changed state to fear.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_playing_ends_with_a_long_pause() {
        let (played, staff, hearing) = (Played::default(), StaffId(Uuid::nil()), HearingId(Uuid::nil()));
        assert!(!played.goes_on(staff, hearing, Timestamp(0)));
        played.began(staff, hearing, Timestamp(0));
        assert!(played.goes_on(staff, hearing, Timestamp(PAUSE - 1)));
        assert!(played.goes_on(staff, hearing, Timestamp(2 * PAUSE - 2)));
        assert!(!played.goes_on(staff, hearing, Timestamp(3 * PAUSE)));
    }
}
