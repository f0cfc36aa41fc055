//! The hash chain over the event log: each event's hash covers the one before it.

use super::{
    administration::Deed,
    event::{Actor, ChainedEvent, Event},
};
use sha2::{Digest, Sha256};

/// Hash before the first event of a chain.
pub const GENESIS: [u8; 32] = [0; 32];

/// Hash of `event` as number `number` of its chain after `previous`.
///
/// SHA-256 over every field in the order of [`Event`], each preceded by its length in bytes
/// (64-bit big endian), so that no two different events have the same bytes.
#[must_use]
pub fn hash(previous: &[u8; 32], number: u64, event: &Event) -> [u8; 32] {
    let mut bytes = Canonical(Sha256::new());
    bytes.field(previous);
    bytes.field(&number.to_be_bytes());
    bytes.field(event.id.0.as_bytes());
    bytes.field(&event.at.0.to_be_bytes());
    bytes.field(event.chain.as_str().as_bytes());
    bytes.field(event.petition.0.as_bytes());
    bytes.optional(event.hearing.as_ref().map(|id| id.0.as_bytes().as_slice()));
    bytes.actor(&event.actor);
    bytes.field(event.kind.as_str().as_bytes());
    bytes.optional(event.reason.as_deref().map(str::as_bytes));
    bytes.optional(event.due_before.map(|t| t.0.to_be_bytes()).as_ref().map(<[u8; 8]>::as_slice));
    bytes.optional(event.due_after.map(|t| t.0.to_be_bytes()).as_ref().map(<[u8; 8]>::as_slice));
    bytes.field(&(event.details.len() as u64).to_be_bytes());
    for (name, value) in &event.details {
        bytes.field(name.as_bytes());
        bytes.field(value.as_bytes());
    }
    bytes.0.finalize().into()
}

/// Hash of `deed` after `previous`, in the same way. The administration log keeps no chain: it is made where it is asked for.
#[must_use]
pub fn deed_hash(previous: &[u8; 32], deed: &Deed) -> [u8; 32] {
    let mut bytes = Canonical(Sha256::new());
    bytes.field(previous);
    bytes.field(deed.id.0.as_bytes());
    bytes.field(&deed.at.0.to_be_bytes());
    bytes.optional(deed.by.as_ref().map(|id| id.0.as_bytes().as_slice()));
    bytes.field(deed.division.as_bytes());
    bytes.field(deed.kind.as_str().as_bytes());
    bytes.field(deed.about.as_bytes());
    bytes.0.finalize().into()
}

/// Where a chain is broken, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {number} of the chain {how}")]
pub struct Broken {
    pub number: u64,
    pub how: &'static str,
}

/// Checks a slice of one chain that follows event `after` with hash `previous` (0 and [`GENESIS`] at its
/// start). Gives back the last number and hash, to check the next slice by or to hold against the head.
///
/// # Errors
/// The first event that is out of place, was changed, or does not follow the one before it.
pub fn verify(after: u64, previous: [u8; 32], slice: &[ChainedEvent]) -> Result<(u64, [u8; 32]), Broken> {
    slice.iter().try_fold((after, previous), |(number, previous), chained| {
        let number = number + 1;
        let broken = |how| Err(Broken { number, how });
        if chained.number != number {
            broken("is missing")
        } else if chained.previous != previous {
            broken("does not follow the one before it")
        } else if slice.first().is_some_and(|first| first.event.chain != chained.event.chain) {
            broken("belongs to another chain")
        } else if chained.hash != hash(&previous, number, &chained.event) {
            broken("was changed")
        } else {
            Ok((number, chained.hash))
        }
    })
}

struct Canonical(Sha256);

impl Canonical {
    fn field(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    fn optional(&mut self, bytes: Option<&[u8]>) {
        self.field(&[u8::from(bytes.is_some())]);
        if let Some(bytes) = bytes {
            self.field(bytes);
        }
    }

    fn actor(&mut self, actor: &Actor) {
        match actor {
            Actor::Staff { staff, agency } => {
                self.field(b"staff");
                self.field(staff.0.as_bytes());
                self.field(agency.0.as_bytes());
            }
            Actor::Seat(seat) => {
                self.field(b"seat");
                self.field(seat.0.as_bytes());
            }
            Actor::Petitioner => self.field(b"petitioner"),
            Actor::System => self.field(b"system"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        event::EventKind,
        ids::{AgencyId, EventId, HearingId, PetitionId, SeatId, StaffId},
    };
    use uuid::Uuid;

    fn event() -> Event {
        Event {
            id: EventId(Uuid::from_u128(1)),
            at: Timestamp(1_795_395_600_000),
            chain: "620103".parse().unwrap(),
            petition: PetitionId(Uuid::from_u128(2)),
            hearing: None,
            actor: Actor::System,
            kind: EventKind::PetitionAccepted,
            reason: None,
            due_before: None,
            due_after: None,
            details: vec![("ab".to_owned(), "c".to_owned())],
        }
    }

    fn chain(length: u64) -> Vec<ChainedEvent> {
        let mut previous = GENESIS;
        (1..=length)
            .map(|number| {
                let event = Event { id: EventId(Uuid::from_u128(number.into())), ..event() };
                let hash = hash(&previous, number, &event);
                let chained = ChainedEvent { number, event, previous, hash };
                previous = hash;
                chained
            })
            .collect()
    }

    #[test]
    fn no_two_different_events_have_the_same_hash() {
        let id = Uuid::from_u128(7);
        let time = Some(Timestamp(5));
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        let variants = [
            event(),
            Event { id: EventId(id), ..event() },
            Event { at: Timestamp(0), ..event() },
            Event { chain: "620102".parse().unwrap(), ..event() },
            Event { petition: PetitionId(id), ..event() },
            Event { hearing: Some(HearingId(id)), ..event() },
            Event { actor: Actor::Petitioner, ..event() },
            Event { actor: Actor::Seat(SeatId(id)), ..event() },
            Event { actor: Actor::Staff { staff: StaffId(id), agency: AgencyId(Uuid::nil()) }, ..event() },
            Event { actor: Actor::Staff { staff: StaffId(Uuid::nil()), agency: AgencyId(id) }, ..event() },
            Event { kind: EventKind::PetitionReplied, ..event() },
            Event { reason: Some(String::new()), ..event() },
            Event { due_before: time, ..event() },
            Event { due_after: time, ..event() },
            Event { details: pairs(&[("a", "bc")]), ..event() },
            Event { details: pairs(&[("ab", "c"), ("", "")]), ..event() },
            Event { details: Vec::new(), ..event() },
        ];
        let mut hashes: Vec<_> = variants.iter().map(|event| hash(&GENESIS, 1, event)).collect();
        hashes.push(hash(&GENESIS, 2, &event()));
        hashes.push(hash(&[1; 32], 1, &event()));
        let count = hashes.len();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
    }

    #[test]
    fn a_hash_stays_what_it_is() {
        let hex = crate::domain::hex(&hash(&GENESIS, 1, &event()));
        assert_eq!(
            hex, "81ab8498e42c1a33b1ea927fa7c7d91a689b9ad981a2fe81530dcd461236c55e",
            "chains already written would no longer verify"
        );
    }

    #[test]
    fn a_sound_chain_verifies_whole_and_in_slices() {
        let chain = chain(5);
        let end = Ok((5, chain[4].hash));
        assert_eq!(verify(0, GENESIS, &chain), end);
        let (after, previous) = verify(0, GENESIS, &chain[..2]).unwrap();
        assert_eq!(verify(after, previous, &chain[2..]), end);
        assert_eq!(verify(0, GENESIS, &[]), Ok((0, GENESIS)));
    }

    /// Damages a chain of five; the first bad number is named.
    #[track_caller]
    fn damaged(damage: impl FnOnce(&mut Vec<ChainedEvent>), number: u64, how: &'static str) {
        let mut chain = chain(5);
        damage(&mut chain);
        assert_eq!(verify(0, GENESIS, &chain), Err(Broken { number, how }));
    }

    #[test]
    fn the_first_bad_event_is_named() {
        damaged(|chain| chain[2].event.at = Timestamp(0), 3, "was changed");
        damaged(|chain| chain[2].hash = [0; 32], 3, "was changed");
        damaged(|chain| drop(chain.remove(2)), 3, "is missing");
        damaged(|chain| drop(chain.remove(0)), 1, "is missing");
        damaged(|chain| chain.swap(1, 2), 2, "is missing");
        damaged(|chain| chain[3].event.chain = "620102".parse().unwrap(), 4, "belongs to another chain");
        let rewritten = |chain: &mut Vec<ChainedEvent>| {
            chain[2].event.reason = Some("改写".to_owned());
            chain[2].hash = hash(&chain[2].previous, 3, &chain[2].event);
        };
        damaged(rewritten, 4, "does not follow the one before it");
    }
}
