//! Spreads what a receiver is sent over time, so that its line's queue does not do it.
//!
//! As a rule nothing is held back: [`Pacer::admit`] is arithmetic, and the caller sends at once. Only a burst the
//! line cannot take, such as a key frame, is copied into queues that are made then. Sound never waits.

mod fifo;

use super::rate::BitRate;
use fifo::Fifo;
use std::time::Duration;

/// Bytes may leave at this many hundredths of the estimate: a key frame must not take seconds.
const PACE: u64 = 250;
/// What may leave in one go: two packets, or as much as passes in this time, so that batches stay batches.
const BURST: Duration = Duration::from_millis(5);
const LEAST_BURST: u64 = 2400;
/// A byte, in millionths of a bit.
const BYTE: u64 = 8_000_000;
/// Bytes of the three queues, 128 KiB together, made at the first need.
const ROOM: [usize; 3] = [24 * 1024, 56 * 1024, 48 * 1024];
/// Pictures older than this are of no use: a key frame or a lower layer is.
const STALE: [Duration; 3] =
    [Duration::from_millis(600), Duration::from_millis(400), Duration::from_millis(400)];
/// Queues not needed for so long are given back.
const UNUSED: Duration = Duration::from_secs(3);

/// What a packet carries, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Counted, never held back.
    Sound,
    Retransmission,
    /// Of the one who speaks or presides, or what is shown to all.
    Speaker,
    Picture,
    /// Of a probe: sent at the pace the probe asks for, only counted here.
    Padding,
}

/// What may wait, a queue each.
const QUEUED: [Urgency; 3] = [Urgency::Retransmission, Urgency::Speaker, Urgency::Picture];

/// What to do with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Admission {
    /// Send it now; it is counted.
    Send,
    /// [`Pacer::push`] it.
    Queue,
    /// There is no room even in the queue: the frame is lost.
    Drop,
}

/// A packet whose time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Popped<'a> {
    pub bytes: &'a [u8],
    /// What was given with it.
    pub token: u64,
    pub urgency: Urgency,
}

/// The pacer of one receiver. A hundred and some bytes while the line is healthy.
#[derive(Debug)]
pub struct Pacer {
    pace: BitRate,
    /// What may leave in one go at that pace, in millionths of a bit.
    burst: u64,
    /// Bytes that have left beyond the pace, in millionths of a bit, so that no rounding pays for them.
    debt: u64,
    /// When `debt` was right, microseconds.
    counted: u64,
    /// Of retransmissions, the speaker's pictures, other pictures.
    queues: [Option<Fifo>; 3],
    used: Duration,
}

impl Pacer {
    pub fn new(now: Duration, estimate: BitRate) -> Self {
        let pace = estimate.percent(PACE);
        Self {
            pace,
            burst: burst(pace),
            debt: 0,
            counted: micros(now),
            queues: [const { None }; 3],
            used: now,
        }
    }

    /// The line bears so much now. To be told whenever it is asked for, every 100 ms or so; gives unused
    /// memory back.
    pub fn set_estimate(&mut self, now: Duration, estimate: BitRate) {
        self.settle(now);
        self.pace = estimate.percent(PACE);
        self.burst = burst(self.pace);
        if now.saturating_sub(self.used) > UNUSED && self.is_empty() {
            self.queues = [const { None }; 3];
        }
    }

    /// Whether a packet of so many bytes may leave.
    pub fn admit(&mut self, now: Duration, bytes: usize, urgency: Urgency) -> Admission {
        self.settle(now);
        let Some(queue) = queue_of(urgency) else {
            self.count(bytes);
            return Admission::Send;
        };
        let waits = self.queues[..=queue].iter().flatten().any(|fifo| !fifo.is_empty());
        if !waits && self.may_leave() {
            self.count(bytes);
            return Admission::Send;
        }
        let fits = match &self.queues[queue] {
            Some(fifo) => fifo.fits(bytes),
            None => bytes <= ROOM[queue],
        };
        if fits { Admission::Queue } else { Admission::Drop }
    }

    /// Keeps a packet that was admitted to the queue; `token` comes back with it. False if there is no room.
    /// Numbers that run over all packets (transport-wide, SRTP) are given when it is popped.
    pub fn push(&mut self, now: Duration, bytes: &[u8], urgency: Urgency, token: u64) -> bool {
        let Some(queue) = queue_of(urgency) else { return false };
        self.used = now;
        let fifo = self.queues[queue].get_or_insert_with(|| Fifo::new(ROOM[queue]));
        fifo.push(now, bytes, token)
    }

    /// The next packet that may leave now; it is counted. Call until `None`, then again at
    /// [`Pacer::deadline`].
    pub fn pop(&mut self, now: Duration) -> Option<Popped<'_>> {
        self.settle(now);
        if !self.may_leave() {
            return None;
        }
        let queue = self.queues.iter().position(|fifo| fifo.as_ref().is_some_and(|fifo| !fifo.is_empty()))?;
        self.used = now;
        let (bytes, token) = self.queues[queue].as_mut()?.pop()?;
        self.debt = self.debt.saturating_add(bytes.len() as u64 * BYTE);
        Some(Popped { bytes, token, urgency: QUEUED[queue] })
    }

    /// Empties queues whose oldest packet is of no use any more, and calls with each packet dropped: whose
    /// picture it was needs a key frame, and fewer or smaller ones.
    pub fn drop_stale(&mut self, now: Duration, mut dropped: impl FnMut(Urgency, u64)) {
        for (queue, urgency) in QUEUED.into_iter().enumerate() {
            let Some(fifo) = &mut self.queues[queue] else { continue };
            if fifo.oldest().is_some_and(|since| now.saturating_sub(since) > STALE[queue]) {
                while let Some((_, token)) = fifo.pop() {
                    dropped(urgency, token);
                }
            }
        }
    }

    /// When [`Pacer::pop`] has something; `None` while nothing waits.
    pub fn deadline(&self) -> Option<Duration> {
        let over = self.debt.saturating_sub(self.burst - 1);
        let wait = over.div_ceil(self.pace.as_bps().max(1));
        (!self.is_empty()).then(|| Duration::from_micros(self.counted.saturating_add(wait)))
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.queues.iter().flatten().all(Fifo::is_empty)
    }

    /// Bytes that wait.
    pub fn waiting(&self) -> usize {
        self.queues.iter().flatten().map(Fifo::bytes).sum()
    }

    fn may_leave(&self) -> bool {
        self.debt < self.burst
    }

    fn count(&mut self, bytes: usize) {
        self.debt = self.debt.saturating_add((bytes as u64).saturating_mul(BYTE));
    }

    /// What the pace has paid off since.
    fn settle(&mut self, now: Duration) {
        let passed = micros(now).saturating_sub(self.counted);
        self.debt = self.debt.saturating_sub(self.pace.as_bps().saturating_mul(passed));
        self.counted += passed;
    }
}

fn burst(pace: BitRate) -> u64 {
    pace.bytes_in(BURST).max(LEAST_BURST) * BYTE
}

/// In 64 bits, for it runs once a packet and receiver: half a million years are enough.
fn micros(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1_000_000).saturating_add(time.subsec_micros().into())
}

fn queue_of(urgency: Urgency) -> Option<usize> {
    QUEUED.iter().position(|queued| *queued == urgency)
}

#[cfg(test)]
mod tests;
