//! A slice of the county's event chain. Events of other matters between ours are named by number and hash only:
//! they are nobody's business who holds this package.

use crate::domain::{
    Timestamp, chain,
    event::{Actor, ChainedEvent, Event, EventKind},
    ids::{AgencyId, EventId, HearingId, PetitionId, SeatId, StaffId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub const NAME: &str = "events.json";

/// From the hearing's first event to its last, without gaps.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    pub chain: String,
    /// Hash of the event before the first.
    pub before: String,
    /// Number and hash of the last.
    pub last: u64,
    pub after: String,
    pub events: Vec<Link>,
}

/// One of ours in full, or one of others by its hash.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Link {
    Ours(Box<Told>),
    Withheld { number: u64, hash: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub number: u64,
    pub id: Uuid,
    pub at: i64,
    pub petition: Uuid,
    pub hearing: Option<Uuid>,
    pub actor: ActorTold,
    pub kind: String,
    pub reason: Option<String>,
    pub due_before: Option<i64>,
    pub due_after: Option<i64>,
    pub details: Vec<(String, String)>,
    pub previous: String,
    pub hash: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActorTold {
    Staff { staff: Uuid, agency: Uuid },
    Seat { seat: Uuid },
    Petitioner {},
    System {},
}

impl Slice {
    /// `None` without an event. `events` are of one chain, by number; those `of_hearing` are told in full.
    #[must_use]
    pub fn of(events: &[ChainedEvent], of_hearing: HearingId) -> Option<Self> {
        let (first, last) = (events.first()?, events.last()?);
        let link = |event: &ChainedEvent| {
            if event.event.hearing == Some(of_hearing) {
                Link::Ours(Box::new(Told::of(event)))
            } else {
                Link::Withheld { number: event.number, hash: hex::encode(event.hash) }
            }
        };
        Some(Self {
            chain: first.event.chain.as_str().to_owned(),
            before: hex::encode(first.previous),
            last: last.number,
            after: hex::encode(last.hash),
            events: events.iter().map(link).collect(),
        })
    }

    /// Walks the slice; how many are told in full and how many withheld.
    ///
    /// # Errors
    /// A sentence: the first event that does not follow, was changed or cannot be read.
    pub fn walk(&self) -> Result<(usize, usize), String> {
        let (mut previous, mut number, mut withheld) = (self.before.clone(), None, 0);
        for link in &self.events {
            let (at, hash) = match link {
                Link::Ours(told) => (told.number, &told.hash),
                Link::Withheld { number, hash } => (*number, hash),
            };
            if number.is_some_and(|before: u64| before.checked_add(1) != Some(at)) {
                return Err(format!("event {at} does not come after event {}", number.unwrap_or(0)));
            }
            match link {
                Link::Ours(told) => told.check(&previous, &self.chain)?,
                Link::Withheld { .. } => withheld += 1,
            }
            (previous, number) = (hash.clone(), Some(at));
        }
        if number != Some(self.last) || previous != self.after {
            return Err("the slice does not end where it says it ends".to_owned());
        }
        Ok((self.events.len() - withheld, withheld))
    }

    /// Where the hearing stood by the last of our events that moved it.
    #[must_use]
    pub fn last_stage(&self) -> Option<&str> {
        const MOVES: [EventKind; 2] = [EventKind::HearingStage, EventKind::HearingOutcomeIssued];
        let last = self.ours().rfind(|told| MOVES.iter().any(|kind| told.kind == kind.as_str()))?;
        last.details.iter().find(|(name, _)| name == "to").map(|(_, stage)| stage.as_str())
    }

    /// The details of each of our events of `kind`.
    pub fn told<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a [(String, String)]> {
        self.all_of(kind).map(|told| told.details.as_slice())
    }

    /// Each of our events of `kind`.
    pub fn all_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Told> {
        self.ours().filter(move |told| told.kind == kind)
    }

    fn ours(&self) -> impl DoubleEndedIterator<Item = &Told> {
        self.events.iter().filter_map(|link| match link {
            Link::Ours(told) => Some(&**told),
            Link::Withheld { .. } => None,
        })
    }

    /// Values of the detail `name` of our events of `kind`.
    pub fn details<'a>(&'a self, kind: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.told(kind).flatten();
        named.filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

impl Told {
    fn of(chained: &ChainedEvent) -> Self {
        let event = &chained.event;
        Self {
            number: chained.number,
            id: event.id.0,
            at: event.at.0,
            petition: event.petition.0,
            hearing: event.hearing.map(|id| id.0),
            actor: match event.actor {
                Actor::Staff { staff, agency } => ActorTold::Staff { staff: staff.0, agency: agency.0 },
                Actor::Seat(seat) => ActorTold::Seat { seat: seat.0 },
                Actor::Petitioner => ActorTold::Petitioner {},
                Actor::System => ActorTold::System {},
            },
            kind: event.kind.to_string(),
            reason: event.reason.clone(),
            due_before: event.due_before.map(|at| at.0),
            due_after: event.due_after.map(|at| at.0),
            details: event.details.clone(),
            previous: hex::encode(chained.previous),
            hash: hex::encode(chained.hash),
        }
    }

    fn check(&self, previous: &str, chain: &str) -> Result<(), String> {
        let number = self.number;
        if self.previous != previous {
            return Err(format!("event {number} does not follow the one before it"));
        }
        let unreadable = |what: &str| format!("event {number} cannot be read: {what}");
        let mut before = [0; 32];
        hex::decode_to_slice(previous, &mut before).map_err(|_| unreadable("hash"))?;
        let event = self.event(chain).map_err(|what| unreadable(&what))?;
        let hash = hex::encode(chain::hash(&before, number, &event));
        if hash == self.hash { Ok(()) } else { Err(format!("event {number} was changed")) }
    }

    fn event(&self, chain: &str) -> Result<Event, String> {
        Ok(Event {
            id: EventId(self.id),
            at: Timestamp(self.at),
            chain: chain.parse().map_err(|_| "chain".to_owned())?,
            petition: PetitionId(self.petition),
            hearing: self.hearing.map(HearingId),
            actor: match self.actor {
                ActorTold::Staff { staff, agency } => {
                    Actor::Staff { staff: StaffId(staff), agency: AgencyId(agency) }
                }
                ActorTold::Seat { seat } => Actor::Seat(SeatId(seat)),
                ActorTold::Petitioner {} => Actor::Petitioner,
                ActorTold::System {} => Actor::System,
            },
            kind: self.kind.parse().map_err(|_| format!("kind `{}`", self.kind))?,
            reason: self.reason.clone(),
            due_before: self.due_before.map(Timestamp),
            due_after: self.due_after.map(Timestamp),
            details: self.details.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_after_the_last_number_there_is() {
        let withheld = |number| Link::Withheld { number, hash: String::new() };
        let (chain, before, after) = Default::default();
        let events = vec![withheld(u64::MAX), withheld(0)];
        let slice = Slice { chain, before, last: 0, after, events };
        assert!(slice.walk().unwrap_err().contains("does not come after"));
    }
}
