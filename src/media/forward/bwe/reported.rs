//! What a line bears whose receiver does not tell when packets came: a player, or an older browser. It says how many were lost
//! and when it had heard from us (RFC 3550 §6.4.1), and perhaps what it thinks that the line bears (REMB,
//! draft-alvestrand-rmcat-remb-03).
//!
//! Such a line is not probed: all that is asked for is sent until something speaks against it, and never more.

use super::loss::{Loss, Verdict};
use super::queue::Queue;
use super::{LEAST, MOST, ROUND_TRIP};
use crate::media::forward::meter::Meter;
use crate::media::forward::rate::BitRate;
use std::time::Duration;

/// Of what could be sent; who sends less fills no line.
const IDLE: f64 = 0.7;
/// Of what arrives, sent when too much was lost or a queue stood, so that it empties.
const SHRINK: f64 = 0.85;
/// Round trips so much longer than the shortest, in two reports, are a queue: a delay that swings does not swing so far.
const QUEUE: Duration = Duration::from_millis(300);
const REPORTS_APART: Duration = Duration::from_millis(400);
const SURE: u8 = 2;
/// A queue that stood after so many falls in a row is none: the way has become longer.
const IN_VAIN: u8 = 2;
/// Growth per second, and the least of it, bits per second.
const GROWTH: f64 = 0.08;
const LEAST_GROWTH: f64 = 4_000.0;
/// After a fall it does not grow for so long, twice as long after each that growth led to, until a minute was calm.
const FIRST_REST: Duration = Duration::from_secs(4);
const LONGEST_REST: Duration = Duration::from_secs(64);
const CALM: Duration = Duration::from_secs(60);
/// And a round trip: until what was sent before has been told of.
const SETTLES: Duration = Duration::from_millis(500);

/// The estimate of such a line. Takes 400 bytes.
#[derive(Debug)]
pub struct Reported {
    /// None while nothing spoke against all that is asked for.
    limit: Option<f64>,
    sent: Meter,
    loss: Loss,
    queue: Queue,
    round_trip: Option<Duration>,
    /// When a round trip was last judged, and how many in a row were too long.
    judged: Duration,
    long: u8,
    /// Falls for a queue that stands still.
    vain: u8,
    /// What it last said the line bears.
    said: Option<BitRate>,
    ticked: Duration,
    /// Before then nothing told counts, and there is no growth.
    settled: Duration,
    rested: Duration,
    rest: Duration,
    fell: Duration,
    /// It grew since it fell.
    grew: bool,
}

impl Default for Reported {
    fn default() -> Self {
        Self {
            limit: None,
            sent: Meter::default(),
            loss: Loss::new(Duration::ZERO),
            queue: Queue::new(),
            round_trip: None,
            judged: Duration::ZERO,
            long: 0,
            vain: 0,
            said: None,
            ticked: Duration::ZERO,
            settled: Duration::ZERO,
            rested: Duration::ZERO,
            rest: FIRST_REST,
            fell: Duration::ZERO,
            grew: false,
        }
    }
}

impl Reported {
    /// For a line of which something is known.
    pub fn starting(rate: BitRate) -> Self {
        Self { limit: Some(rate.max(LEAST).as_f64()), ..Self::default() }
    }

    pub fn sent(&mut self, now: Duration, bytes: usize) {
        self.sent.add(now, bytes);
    }

    /// A report on one stream: packets since the one before it, how many of them were lost, and how long the way is.
    pub fn report(&mut self, now: Duration, packets: u32, lost: u32, round_trip: Option<Duration>) {
        if let Some(sample) = round_trip {
            self.round_trip = Some(self.round_trip.map_or(sample, |mean| (mean * 7 + sample) / 8));
            self.queue.note(now, i64::try_from(sample.as_micros()).unwrap_or(i64::MAX));
            self.judge_way(now);
        }
        if now < self.settled {
            return;
        }
        let lost = lost.min(packets);
        self.loss.tally(packets - lost, lost);
    }

    /// It says that the line bears so much. Of one that is not full that is no more than half as much again as came.
    pub fn said(&mut self, bears: BitRate) {
        self.said = Some(bears);
    }

    /// To be called ten times a second: so much would be sent if the line bore it, and pictures take so much of what is.
    pub fn tick(&mut self, now: Duration, asked: BitRate, pictures: BitRate) {
        let elapsed = now.saturating_sub(self.ticked).as_secs_f64().min(1.0);
        self.ticked = now;
        let (sent, asked) = (self.sent.rate(now).as_f64(), asked.as_f64());
        let idle = sent < IDLE * self.limit.unwrap_or(asked).min(asked);
        // Where there is only sound there is nothing that it could have instead.
        let shown = pictures > BitRate::ZERO;
        let verdict = self.loss.judge(now, idle || !shown, 0);
        let said = self.said.take().map(BitRate::as_f64);
        let said = said.filter(|bears| shown && *bears < SHRINK * sent);
        if verdict == Verdict::Shrink && shown {
            let arrives = 1.0 - self.loss.shrunk_at().unwrap_or_default();
            self.fall(now, SHRINK * sent * arrives / (1.0 - self.loss.inherent()), asked);
        } else if self.long >= SURE && shown {
            self.stood(now, SHRINK * sent, asked);
        } else if let Some(bears) = said {
            self.fall(now, bears, asked);
        } else if now >= self.rested && self.long == 0 && !self.loss.is_lossy() {
            self.grow(elapsed, asked, idle);
        }
    }

    /// What the line bears; [`MOST`] while nothing is known against it.
    pub fn estimate(&self) -> BitRate {
        self.limit.map_or(MOST, BitRate::from_f64)
    }

    /// Whether it bears less than all.
    pub fn is_limited(&self) -> bool {
        self.limit.is_some()
    }

    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    fn judge_way(&mut self, now: Duration) {
        if now < self.settled || now.saturating_sub(self.judged) < REPORTS_APART {
            return;
        }
        self.judged = now;
        if self.queue.standing() > QUEUE {
            self.long = (self.long + 1).min(SURE);
        } else {
            (self.long, self.vain) = (0, 0);
        }
    }

    fn stood(&mut self, now: Duration, rate: f64, asked: f64) {
        if self.vain < IN_VAIN {
            self.vain += 1;
            self.fall(now, rate, asked);
        } else {
            self.queue.rebase();
            (self.long, self.vain) = (0, 0);
        }
    }

    fn fall(&mut self, now: Duration, rate: f64, asked: f64) {
        let before = self.limit.unwrap_or(asked);
        self.limit = Some(rate.min(before).clamp(LEAST.as_f64(), MOST.as_f64()));
        if now.saturating_sub(self.fell) > CALM {
            self.rest = FIRST_REST;
        } else if self.grew {
            self.rest = (2 * self.rest).min(LONGEST_REST);
        }
        (self.fell, self.grew, self.long) = (now, false, 0);
        self.rested = now + self.rest;
        self.settled = now + SETTLES + 2 * self.round_trip.unwrap_or(ROUND_TRIP);
    }

    /// What carries all that is asked for, and was sent it, has no limit.
    fn grow(&mut self, elapsed: f64, asked: f64, idle: bool) {
        let Some(limit) = self.limit else { return };
        if limit < asked {
            self.limit = Some((limit + (limit * GROWTH).max(LEAST_GROWTH) * elapsed).min(asked));
            self.grew = true;
        } else if !idle {
            self.limit = None;
        }
    }
}
