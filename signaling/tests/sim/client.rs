//! What a page knows: `welcome`, then what changed.

use signaling::{
    grant::Grants,
    room::{Conn, Snapshot},
    wire::{ApartView, SeatId, SeatView, ServerMessage, Slot},
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    pub seats: BTreeMap<SeatId, SeatView>,
    pub floor: Option<SeatId>,
    pub apart: ApartView,
}

#[derive(Debug)]
pub struct Client {
    pub conn: Conn,
    pub shown: Shown,
    pub grants: Grants,
    pub slots: Vec<Slot>,
    pub speaking: Vec<SeatId>,
    pub waits_for: BTreeSet<u32>,
}

impl Shown {
    pub fn learn(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Seat { seat } => {
                self.seats.insert(seat.id, seat.clone());
            }
            ServerMessage::Floor { seat } => self.floor = *seat,
            ServerMessage::Apart { apart } => self.apart = apart.clone(),
            other => panic!("not for everybody: {other:?}"),
        }
    }
}

impl Client {
    pub fn welcomed(conn: Conn, snapshot: Snapshot) -> Self {
        Self {
            conn,
            shown: Shown {
                seats: snapshot.seats.into_iter().map(|seat| (seat.id, seat)).collect(),
                floor: snapshot.floor,
                apart: ApartView::default(),
            },
            grants: snapshot.grants,
            slots: Vec::new(),
            speaking: Vec::new(),
            waits_for: BTreeSet::new(),
        }
    }

    pub fn hear(&mut self, message: ServerMessage) {
        match message {
            ServerMessage::Done { re } | ServerMessage::Refused { re, .. } => {
                assert!(self.waits_for.remove(&re), "request {re} is answered twice");
            }
            ServerMessage::Grants { grants } => self.grants = grants,
            ServerMessage::Slots { slots } => self.slots = slots,
            ServerMessage::Speaking { seats } => self.speaking = seats,
            ServerMessage::CheckIn { .. } => {} // told as a story in `arrivals`
            other => self.shown.learn(&other),
        }
    }
}
