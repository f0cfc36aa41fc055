//! Where a source reaches: its own place, and of an interpreter's sound who asked for it.

use super::super::{Room, io::Source};
use crate::wire::{SeatId, SourceKind, TalkId};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody's place and every interpreter's listeners, at one moment.
pub(in crate::room) struct Reach {
    /// Of each seat in a private talk; the others are at the table, or have no rights to hear anything.
    talks: BTreeMap<SeatId, TalkId>,
    /// Who hears each interpreter that does not speak aloud.
    whispers: BTreeMap<SeatId, BTreeSet<SeatId>>,
}

impl Room {
    pub(in crate::room) fn reach(&self) -> Reach {
        let whispers = self.seats.iter().filter(|seat| seat.talk.is_none() && !self.is_aloud(seat));
        Reach {
            talks: self.seats.iter().filter_map(|seat| Some((seat.setup.id, seat.talk?))).collect(),
            whispers: whispers
                .map(|seat| (seat.setup.id, self.listeners(seat.setup.id).into_iter().collect()))
                .collect(),
        }
    }
}

impl Reach {
    /// Whether `source` may come to `receiver`, as far as places go; grants come on top.
    pub fn lets(&self, source: Source, receiver: SeatId) -> bool {
        let heard = match (source.kind, self.whispers.get(&source.seat)) {
            (SourceKind::Microphone, Some(listeners)) => {
                source.seat == receiver || listeners.contains(&receiver)
            }
            _ => true,
        };
        heard && self.talks.get(&source.seat) == self.talks.get(&receiver)
    }
}
