//! Seats that connect, drop, reconnect and leave.

use super::{
    HEARS_WITHOUT_WORD_MS, Room,
    io::{Conn, Fact, Output, Ruling, Verdict},
    seat::{Link, Place, Seat},
};
use crate::wire::{ByeReason, DisconnectReason, SeatId};

impl Room {
    pub(super) fn connected(&mut self, now: i64, id: SeatId, conn: Conn, peer: Option<u32>) {
        let Some(seat) = self.seat_mut(id) else { return };
        let closed = match seat.place {
            Place::Removed { .. } => Some(ByeReason::Removed),
            Place::Withdrawn { .. } => Some(ByeReason::Withdrawn),
            Place::Lobby | Place::Table => None,
        };
        if let Some(reason) = closed {
            self.out(Output::Bye { seat: id, conn, reason });
            return;
        }
        if seat.conn().is_some_and(|newer| newer >= conn) {
            self.out(Output::Bye { seat: id, conn, reason: ByeReason::Replaced });
            return;
        }
        seat.away = None;
        if let Some(held) = &mut seat.peer {
            held.ahead = None;
        }
        seat.lost_peer = None; // a page that was loaded again counts its peers anew
        let presides = seat.setup.presides && !seat.at_table();
        let beside = seat.is_noted_beside();
        match std::mem::replace(&mut seat.link, Link::Here { conn, since: now }) {
            Link::Here { conn: older, since } => {
                seat.link = Link::Here { conn, since };
                self.out(Output::Bye { seat: id, conn: older, reason: ByeReason::Replaced });
            }
            Link::Lost { .. } if !beside => self.out(Output::Note(Fact::Back { seat: id })),
            Link::Never | Link::Lost { .. } | Link::Left { .. } => {}
        }
        self.forget_peer_unless(id, peer);
        if presides {
            self.admit_by_own_right(id);
        }
        self.told.welcome(id, conn);
    }

    pub(super) fn disconnected(&mut self, now: i64, id: SeatId, conn: Conn, reason: DisconnectReason) {
        let Some(seat) = self.seat_mut(id) else { return };
        if seat.conn() != Some(conn) {
            return; // the seat has another connection by now, or left
        }
        seat.link = Link::Lost { since: now, reason };
        if !seat.place.is_closed() && !seat.is_noted_beside() {
            self.out(Output::Note(Fact::Dropped { seat: id, reason }));
        }
        // Media end with the page that is closed; their own goodbye is one datagram, and may be lost.
        if reason == DisconnectReason::UserLeft {
            self.forget_peer_unless(id, None);
        }
    }

    /// Goes away on purpose and gives up its place: coming back leads through the lobby. Of who sits beside another only
    /// the device goes.
    pub(super) fn leave(&mut self, now: i64, id: SeatId, conn: Conn) -> Ruling {
        self.leave_talk(id, Some(id));
        let stays = self.seat(id).is_some_and(|seat| self.is_carried(seat));
        let seat = self.known(id)?;
        if stays {
            seat.away = None;
            seat.link = Link::Lost { since: now, reason: DisconnectReason::UserLeft };
        } else {
            self.give_up(now, id);
        }
        self.forget_peer_unless(id, None);
        self.out(Output::Bye { seat: id, conn, reason: ByeReason::Left });
        Ok(Verdict::Later) // `bye` is the answer
    }

    /// Its place, and with it that of whoever is there by its camera alone.
    pub(super) fn give_up(&mut self, now: i64, id: SeatId) {
        let Some(seat) = self.seat_mut(id) else { return };
        let testified = seat.at_table() && seat.setup.apart.outside;
        seat.leave_table();
        seat.link = Link::Left { since: now };
        seat.away = None;
        self.decisions.seat_left(id);
        if testified {
            self.apart.sent_out(id);
        }
        self.out(Output::Note(Fact::Left { seat: id }));
        self.take_along(now, id);
    }

    /// Keeps its place, as it does when its connection is lost meanwhile.
    pub(super) fn go_out_of_sight(&mut self, now: i64, id: SeatId, away: bool) -> Ruling {
        let seat = self.known(id)?;
        seat.away = if away { seat.away.or(Some(now)) } else { None };
        Ok(Verdict::Done)
    }

    /// Who went out of sight with it does not come back with it.
    pub(super) fn device_ended(&mut self, id: SeatId) {
        if let Some(seat) = self.seat_mut(id) {
            seat.away = None;
        }
    }

    /// A page that does not hold this peer connection any more (reloaded, another device) makes a new one.
    pub(super) fn forget_peer_unless(&mut self, id: SeatId, held: Option<u32>) {
        let Some(seat) = self.seat_mut(id) else { return };
        if let Some(peer) = seat.peer.take_if(|peer| Some(peer.number) != held) {
            self.out(Output::HangUp { seat: id, peer: peer.number });
        }
    }

    pub(super) fn hang_up_unreachable(&mut self, now: i64) {
        let late = |seat: &&Seat| seat.unreachable_until().is_some_and(|until| until <= now);
        let unreachable: Vec<SeatId> = self.seats.iter().filter(late).map(|seat| seat.setup.id).collect();
        for id in unreachable {
            self.forget_peer_unless(id, None);
        }
    }
}

impl Seat {
    /// When the media of a seat without a connection ends: so long after it was lost, or after it was offered ahead.
    pub fn unreachable_until(&self) -> Option<i64> {
        let peer = self.peer.as_ref()?;
        let lost = match self.link {
            Link::Here { .. } => return None,
            Link::Lost { since, .. } => Some(since),
            Link::Never | Link::Left { .. } => None,
        };
        lost.max(peer.ahead).map(|since| since + HEARS_WITHOUT_WORD_MS)
    }
}
