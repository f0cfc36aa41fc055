//! The sockets of a room: who is connected, and what is handed to each.

use crate::domain::Timestamp;
use signaling::{
    room::Conn,
    session::LOST_AFTER_MS,
    wire::{ByeReason, SeatId, ServerMessage},
};
use std::{collections::HashMap, net::IpAddr};
use tokio::sync::mpsc::{self, error::TrySendError};

/// Most messages a connection may lag behind before it is cut off; it resumes with a fresh `welcome`.
pub const OUTBOX: usize = 256;

/// By what a seat is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A page's WebSocket, where it comes from, and the peer connection it still holds. It outlives its media.
    Page { from: Option<IpAddr>, holds: Option<u32> },
    /// A device without a page (an encoder, a player, a gateway): it is there as long as its media is.
    Device { from: Option<IpAddr> },
}

impl Line {
    /// Which side of the network it comes from decides which of our addresses it is told.
    fn from(self) -> Option<IpAddr> {
        let (Self::Page { from, .. } | Self::Device { from }) = self;
        from
    }
}

/// Who is connected to a room, and by what.
#[derive(Debug, Default)]
pub struct Connections {
    open: HashMap<SeatId, Open>,
    /// Connections that fell too far behind: cut off, and to be reported as lost.
    fallen: Vec<(SeatId, Conn)>,
    last: u64,
    /// From when on a seat may have been out of reach, the last time.
    silent: HashMap<SeatId, Timestamp>,
}

/// A connection that lasted less brought nothing over: what waited for it waited on. Milliseconds.
const STEADY_MS: i64 = 10_000;

#[derive(Debug)]
struct Open {
    conn: Conn,
    line: Line,
    since: Timestamp,
    outbox: mpsc::Sender<ServerMessage>,
}

impl Connections {
    /// Numbers a new connection. It is the seat's one from [`Connections::open`] on.
    pub fn number(&mut self) -> Conn {
        self.last += 1;
        Conn(self.last)
    }

    pub fn open(
        &mut self,
        seat: SeatId,
        conn: Conn,
        line: Line,
        outbox: mpsc::Sender<ServerMessage>,
        now: Timestamp,
    ) {
        // An earlier connection of the seat was said goodbye to; dropping its outbox closes it.
        if let Some(earlier) = self.open.insert(seat, Open { conn, line, since: now, outbox }) {
            self.ended(seat, earlier.since, now);
            let _ = earlier.outbox.try_send(bye(ByeReason::Replaced));
        }
    }

    /// A network goes without a word, and is found gone so much later.
    fn ended(&mut self, seat: SeatId, since: Timestamp, now: Timestamp) {
        if now.0 - since.0 >= STEADY_MS {
            let unheard = i64::try_from(LOST_AFTER_MS).unwrap_or(i64::MAX);
            self.silent.insert(seat, now.plus_millis(-unheard));
        }
    }

    /// From when on what the seat says now may have waited for its connection; the beginning of time where this room never
    /// saw it leave.
    pub fn silent_since(&self, seat: SeatId) -> Timestamp {
        self.silent.get(&seat).copied().unwrap_or(Timestamp(i64::MIN))
    }

    pub fn is_current(&self, seat: SeatId, conn: Conn) -> bool {
        self.current(seat) == Some(conn)
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Hands a message over. A connection whose outbox is full is cut off: it comes back with a fresh
    /// `welcome`, and nobody waits for it meanwhile.
    pub fn send(&mut self, seat: SeatId, message: ServerMessage) {
        let Some(Open { conn, outbox, .. }) = self.open.get(&seat) else { return };
        if let Err(TrySendError::Full(_)) = outbox.try_send(message) {
            self.fallen.push((seat, *conn));
            self.open.remove(&seat);
        }
    }

    pub fn send_all(&mut self, message: &ServerMessage) {
        let seats: Vec<SeatId> = self.open.keys().copied().collect();
        for seat in seats {
            self.send(seat, message.clone());
        }
    }

    /// Says goodbye and closes.
    pub fn close(&mut self, seat: SeatId, conn: Conn, reason: ByeReason) {
        if self.is_current(seat, conn) {
            self.send(seat, bye(reason));
            self.open.remove(&seat);
        }
    }

    pub fn close_all(&mut self, reason: ByeReason) {
        self.send_all(&bye(reason));
        self.open.clear();
    }

    /// Where the seat's client comes from, as far as that is known.
    pub fn comes_from(&self, seat: SeatId) -> Option<IpAddr> {
        self.open.get(&seat)?.line.from()
    }

    /// The seat's connection now.
    pub fn current(&self, seat: SeatId) -> Option<Conn> {
        self.open.get(&seat).map(|open| open.conn)
    }

    /// The seat's connection now, if it is a device's.
    pub fn device(&self, seat: SeatId) -> Option<Conn> {
        self.open.get(&seat).filter(|open| matches!(open.line, Line::Device { .. })).map(|open| open.conn)
    }

    /// Forgets a connection whose socket is gone.
    pub fn gone(&mut self, seat: SeatId, conn: Conn, now: Timestamp) {
        if self.is_current(seat, conn)
            && let Some(open) = self.open.remove(&seat)
        {
            self.ended(seat, open.since, now);
        }
    }

    pub fn take_fallen(&mut self) -> Vec<(SeatId, Conn)> {
        std::mem::take(&mut self.fallen)
    }
}

fn bye(reason: ByeReason) -> ServerMessage {
    ServerMessage::Bye { reason, detail: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SEAT: SeatId = SeatId(Uuid::from_u128(1));
    const PAGE: Line = Line::Page { from: None, holds: None };
    const NOW: Timestamp = Timestamp(1_795_395_600_000);

    #[test]
    fn a_connection_that_falls_behind_is_cut_off_and_reported() {
        let mut connections = Connections::default();
        let conn = connections.number();
        let (outbox, mut inbox) = mpsc::channel(1);
        connections.open(SEAT, conn, PAGE, outbox, NOW);
        connections.send(SEAT, ServerMessage::Beat {});
        connections.send(SEAT, ServerMessage::Beat {});
        assert_eq!(connections.take_fallen(), [(SEAT, conn)]);
        assert!(connections.is_empty());
        assert_eq!(inbox.try_recv(), Ok(ServerMessage::Beat {}));
        assert_eq!(inbox.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
    }

    #[test]
    fn a_second_device_replaces_the_first() {
        let mut connections = Connections::default();
        let (first, second) = (connections.number(), connections.number());
        let (outbox, mut inbox) = mpsc::channel(4);
        connections.open(SEAT, first, PAGE, outbox, NOW);
        connections.open(SEAT, second, PAGE, mpsc::channel(4).0, NOW);
        assert_eq!(inbox.try_recv(), Ok(bye(ByeReason::Replaced)));
        connections.gone(SEAT, first, NOW);
        assert!(connections.is_current(SEAT, second));
    }

    #[test]
    fn a_seat_was_out_of_reach_since_a_little_before_it_was_missed_and_flapping_changes_nothing() {
        let mut connections = Connections::default();
        let at = |seconds: i64| NOW.plus_millis(seconds * 1000);
        for (from, until, silent_since) in [(0, 600, 594), (700, 705, 594), (720, 900, 894)] {
            let conn = connections.number();
            connections.open(SEAT, conn, PAGE, mpsc::channel(4).0, at(from));
            connections.gone(SEAT, conn, at(until));
            assert_eq!(connections.silent_since(SEAT), at(silent_since), "gone at {until}");
        }
    }
}
