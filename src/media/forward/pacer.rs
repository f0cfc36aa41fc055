//! Spreads what a receiver is sent over time, so that its line's queue does not do it.
//!
//! As a rule nothing is held back: [`Pacer::admit`] is arithmetic, and the caller sends at once. Of a burst the line
//! cannot take, such as a key frame, what waits is named, not kept: the packets lie in their sources' caches. Sound never
//! waits.

use super::rate::BitRate;
use std::collections::VecDeque;
use std::time::Duration;

/// Bytes may leave at this many hundredths of the estimate: a key frame must not take seconds.
const PACE: u64 = 250;
/// A line below this is narrow until it bears so much more: a repeated sound is not worth its bits there, and
/// headers cost as much as voices.
const NARROW: BitRate = BitRate::kbps(200);
pub const NO_LONGER_NARROW: BitRate = BitRate::kbps(280);
/// There bytes leave as fast as the line bears, sound counted: a key frame sent faster stands before the sound for a third of
/// a second, and costs a tenth of the estimate.
const NARROW_PACE: u64 = 100;
/// What may leave in one go: two packets, or as much as passes in this time, so that batches stay batches.
const BURST: Duration = Duration::from_millis(5);
const LEAST_BURST: u64 = 2400;
/// One packet: two take a tenth of a second of 160 kbit/s.
const NARROW_BURST: u64 = 600;
/// Sound, which is not held back, is paid for no longer than this when there was more of it than the line bears.
const MOST_DEBT: Duration = Duration::from_millis(500);
/// A byte, in millionths of a bit.
const BYTE: u64 = 8_000_000;
/// Bytes that may wait in each of the three queues, and packets: more small ones than this are none of pictures.
const ROOM: [usize; 3] = [24 * 1024, 56 * 1024, 48 * 1024];
const MOST_PACKETS: usize = 256;
/// Pictures older than this are of no use: a key frame or a lower layer is.
const STALE: [Duration; 3] =
    [Duration::from_millis(600), Duration::from_millis(400), Duration::from_millis(400)];
/// On a narrow line: a key frame of 8 KB takes as long where sound leaves 45 kbit/s. It must lie in its source's cache until
/// then.
pub const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// Queues in which nothing has waited for so long give their memory back.
const IDLE: Duration = Duration::from_secs(3);

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
pub struct Popped<T> {
    /// What it was pushed as.
    pub name: T,
    pub bytes: usize,
    pub urgency: Urgency,
}

#[derive(Debug, Clone, Copy)]
struct Waiting<T> {
    name: T,
    bytes: u16,
    since: Duration,
}

/// The pacer of one receiver, whose packets have names of `T`. A hundred and some bytes while the line is healthy.
#[derive(Debug)]
pub struct Pacer<T> {
    narrow: bool,
    pace: BitRate,
    /// What may leave in one go at that pace, in millionths of a bit.
    burst: u64,
    /// Bytes that have left beyond the pace, in millionths of a bit, so that no rounding pays for them.
    debt: u64,
    /// When `debt` was right, microseconds.
    counted: u64,
    /// Of retransmissions, the speaker's pictures, other pictures; the oldest first.
    queues: [VecDeque<Waiting<T>>; 3],
    /// Bytes that wait in each.
    waiting: [usize; 3],
    /// When something last had to wait.
    waited: Duration,
}

impl<T> Pacer<T> {
    pub fn new(now: Duration, estimate: BitRate) -> Self {
        let narrow = estimate < NARROW;
        let pace = pace(narrow, estimate);
        Self {
            narrow,
            pace,
            burst: burst(narrow, pace),
            debt: 0,
            counted: micros(now),
            queues: [const { VecDeque::new() }; 3],
            waiting: [0; 3],
            waited: now,
        }
    }

    /// The line bears so much now. To be told whenever it is asked for, every 100 ms or so.
    pub fn set_estimate(&mut self, now: Duration, estimate: BitRate) {
        self.settle(now);
        self.narrow = estimate < if self.narrow { NO_LONGER_NARROW } else { NARROW };
        self.pace = pace(self.narrow, estimate);
        self.burst = burst(self.narrow, self.pace);
        if self.is_empty() && now.saturating_sub(self.waited) > IDLE {
            self.queues = [const { VecDeque::new() }; 3];
        }
    }

    /// Whether the line is too slow to carry sound twice over, or in fifty packets a second.
    pub fn is_narrow(&self) -> bool {
        self.narrow
    }

    /// Whether a packet of so many bytes may leave.
    pub fn admit(&mut self, now: Duration, bytes: usize, urgency: Urgency) -> Admission {
        self.settle(now);
        let Some(queue) = queue_of(urgency) else {
            let most = self.pace.as_bps().saturating_mul(micros(MOST_DEBT)).max(self.debt);
            self.count(bytes);
            self.debt = self.debt.min(most);
            return Admission::Send;
        };
        let waits = self.queues[..=queue].iter().any(|packets| !packets.is_empty());
        if !waits && self.may_leave() {
            self.count(bytes);
            return Admission::Send;
        }
        if self.fits(queue, bytes) { Admission::Queue } else { Admission::Drop }
    }

    /// Has a packet wait that was admitted to the queue; `name` comes back for it. False if there is no room.
    pub fn push(&mut self, now: Duration, bytes: usize, urgency: Urgency, name: T) -> bool {
        let Some(queue) = queue_of(urgency).filter(|queue| self.fits(*queue, bytes)) else { return false };
        self.queues[queue].push_back(Waiting { name, bytes: bytes as u16, since: now });
        self.waiting[queue] += bytes;
        self.waited = now;
        true
    }

    /// The next packet that may leave now; it is counted. Call until `None`, then again at
    /// [`Pacer::deadline`].
    pub fn pop(&mut self, now: Duration) -> Option<Popped<T>> {
        self.settle(now);
        if !self.may_leave() {
            return None;
        }
        let queue = self.queues.iter().position(|packets| !packets.is_empty())?;
        let popped = self.take(queue)?;
        self.count(popped.bytes);
        Some(popped)
    }

    /// What [`Self::pop`] gave could not be sent: the pace is not charged for it.
    pub fn not_sent(&mut self, bytes: usize) {
        self.debt = self.debt.saturating_sub((bytes as u64).saturating_mul(BYTE));
    }

    /// Empties queues whose oldest packet is of no use any more, and calls with each packet dropped: whose
    /// picture it was needs a key frame, and fewer or smaller ones.
    pub fn drop_stale(&mut self, now: Duration, mut dropped: impl FnMut(Popped<T>)) {
        for (queue, stale) in STALE.into_iter().enumerate() {
            let stale = if self.narrow { stale.max(LONGEST_WAIT) } else { stale };
            if self.queues[queue].front().is_some_and(|oldest| now.saturating_sub(oldest.since) > stale) {
                while let Some(popped) = self.take(queue) {
                    dropped(popped);
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
        self.queues.iter().all(VecDeque::is_empty)
    }

    /// Bytes that wait.
    pub fn waiting(&self) -> usize {
        self.waiting.iter().sum()
    }

    fn fits(&self, queue: usize, bytes: usize) -> bool {
        bytes <= ROOM[queue] - self.waiting[queue] && self.queues[queue].len() < MOST_PACKETS
    }

    fn take(&mut self, queue: usize) -> Option<Popped<T>> {
        let Waiting { name, bytes, .. } = self.queues[queue].pop_front()?;
        let bytes = usize::from(bytes);
        self.waiting[queue] -= bytes;
        Some(Popped { name, bytes, urgency: QUEUED[queue] })
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

fn pace(narrow: bool, estimate: BitRate) -> BitRate {
    estimate.percent(if narrow { NARROW_PACE } else { PACE })
}

fn burst(narrow: bool, pace: BitRate) -> u64 {
    pace.bytes_in(BURST).max(if narrow { NARROW_BURST } else { LEAST_BURST }) * BYTE
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
