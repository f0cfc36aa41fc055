//! The hash chain over the event log: each event's hash covers the one before it.

use super::event::{Actor, Event};
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
