//! Who is playing a recording just now: a person's playing of a hearing is one event, not one for each piece.

use crate::domain::{
    Timestamp,
    ids::{HearingId, StaffId},
};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{Mutex, MutexGuard};

/// Whoever asks for nothing for so long has stopped; the next piece is another time. Milliseconds.
const PAUSE: i64 = 15 * 60 * 1000;

/// Locked while a playing is put on record: a player opens all files at once, and is one playing.
#[derive(Debug, Clone, Default)]
pub struct Played(Arc<Mutex<Playing>>);

impl Played {
    pub async fn lock(&self) -> MutexGuard<'_, Playing> {
        self.0.lock().await
    }
}

/// When whoever is playing asked last.
#[derive(Debug, Default)]
pub struct Playing(HashMap<(StaffId, HearingId), Timestamp>);

impl Playing {
    /// Whether this is a part of a playing that is on record; it goes on.
    pub fn goes_on(&mut self, staff: StaffId, hearing: HearingId, now: Timestamp) -> bool {
        self.0.retain(|_, last| now.0 - last.0 < PAUSE);
        self.0.get_mut(&(staff, hearing)).map(|last| *last = now).is_some()
    }

    /// It is on record.
    pub fn began(&mut self, staff: StaffId, hearing: HearingId, now: Timestamp) {
        self.0.insert((staff, hearing), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_playing_ends_with_a_long_pause() {
        let (mut played, staff, hearing) = (Playing::default(), StaffId(Uuid::nil()), HearingId(Uuid::nil()));
        assert!(!played.goes_on(staff, hearing, Timestamp(0)));
        played.began(staff, hearing, Timestamp(0));
        assert!(played.goes_on(staff, hearing, Timestamp(PAUSE - 1)));
        assert!(played.goes_on(staff, hearing, Timestamp(2 * PAUSE - 2)));
        assert!(!played.goes_on(staff, hearing, Timestamp(3 * PAUSE)));
    }
}
