//! The last flight of a DTLS handshake, kept for retransmission (RFC 6347 §4.2.4).
//!
//! The engine forgets its own timer as soon as any record of a handshake comes, also one it has seen: a peer that
//! repeats itself because our flight was lost would then never get it. So the clock is here, and where the engine
//! has nothing to repeat the very datagrams go out again. To who got them they are duplicates, which a network makes too.

use bytes::BytesMut;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Pauses before a flight is said again double from the first to the longest. Begun below the round trip of many lines, for a
/// flight is 1 KiB and a lost one is waiting; and not doubled further, for what loses in bursts loses the next ones too.
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_millis(400);
/// Given up after 9.5 s: the page begins anew after 10.
const MOST: u32 = 24;
/// The engine repeats itself so often, with numbers of their own on its records; then it gives up.
const FRESH: u32 = 7;
/// Before the other end has proven that it is there, a check of its address pays for so many repetitions: the check proves
/// who asks, not that its source is its own (ICE-lite never asks back), and who sits there may not want 25 hellos.
const PAID: u32 = 5;

/// The last flight that was sent, and the clock by which it is sent again.
#[derive(Debug, Default)]
pub struct Flight {
    last: Vec<BytesMut>,
    outgoing: VecDeque<BytesMut>,
    repeats: u32,
    due: Option<Instant>,
    paid: u32,
}

impl Flight {
    /// A new flight, or the same once more in the engine's words.
    pub fn say(&mut self, datagrams: Vec<BytesMut>) {
        if !datagrams.is_empty() {
            self.outgoing.extend(datagrams.iter().cloned());
            self.last = datagrams;
        }
    }

    /// It is the first time that this is said.
    pub fn begin(&mut self, now: Instant) {
        (self.repeats, self.due) = (0, pause(now, 0));
    }

    /// The other end asked to be spoken to.
    pub fn pay(&mut self) {
        self.paid = PAID;
    }

    /// Whether one more is paid for.
    pub fn spend(&mut self) -> bool {
        let left = self.paid.checked_sub(1);
        self.paid = left.unwrap_or_default();
        left.is_some()
    }

    /// The same datagrams once more.
    pub fn repeat(&mut self) {
        self.outgoing.extend(self.last.iter().cloned());
    }

    /// The pause is over: whether there is another one after it.
    pub fn go_on(&mut self, now: Instant) -> bool {
        self.repeats += 1;
        self.due = pause(now, self.repeats);
        self.due.is_some()
    }

    /// Whether the engine may say it once more.
    pub fn may_be_fresh(&self) -> bool {
        self.repeats <= FRESH
    }

    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The next datagram to send.
    pub fn poll(&mut self) -> Option<BytesMut> {
        self.outgoing.pop_front()
    }

    /// It was heard.
    pub fn end(&mut self) {
        (self.last, self.due) = (Vec::new(), None);
    }
}

fn pause(now: Instant, repeats: u32) -> Option<Instant> {
    (repeats <= MOST).then(|| now + LONGEST.min(FIRST * (1 << repeats.min(4))))
}
