//! What one receiver's line bears, found out from transport-wide feedback on what was sent to it.
//!
//! Google congestion control in its shape (draft-ietf-rmcat-gcc-02): delay first ([`groups`], [`trend`], [`aimd`]),
//! losses as a bound ([`loss`]), probes to climb ([`clusters`]); with a measure of the standing queue ([`queue`])
//! and a line's own losses told from those we cause. What is done with the estimate is decided elsewhere.

mod aimd;
mod clusters;
mod groups;
mod history;
mod loss;
mod queue;
mod reported;
mod trend;

pub use clusters::Probed;
pub use reported::Reported;

use super::feedback::{Feedback, REFERENCE_TICKS, TICK};
use super::meter::Meter;
use super::rate::BitRate;
use aimd::{Aimd, Outcome, Signal};
use clusters::Clusters;
use groups::Groups;
use history::{History, Told};
use loss::{Loss, Verdict};
use queue::Queue;
use std::num::NonZeroU8;
use std::time::Duration;
use trend::{Trend, Usage};

/// Enough for a speaker's lowest layer and sound.
pub const START: BitRate = BitRate::kbps(300);
/// Opus at its lowest with its headers.
pub const LEAST: BitRate = BitRate::kbps(30);
/// No estimate is higher, whatever a line seems to bear.
pub const MOST: BitRate = BitRate::kbps(60_000);

/// The rate is judged over half a second: four frames of a low layer.
const RATE_BUCKET: Duration = Duration::from_micros(62_500);
/// Of the estimate; who sends less could send more.
const IDLE_PERCENT: u64 = 70;
/// Feedback comes every 50 to 250 ms; this long and a round trip without means that something is wrong.
const SILENCE: Duration = Duration::from_millis(500);
/// From then on nothing but sound is sent into the dark.
const BLACK_OUT: Duration = Duration::from_secs(2);
/// Of what arrives, sent when too much is lost: so much less that it shows whether it was ours.
const SHRINK: f64 = 0.85;
/// What waits for a connection is let go of within 0.8 s; what is missing for so long and a round trip will not come.
const LATE: Duration = Duration::from_millis(1500);
/// Before the first feedback.
const ROUND_TRIP: Duration = Duration::from_millis(200);
/// After a probe the slope means nothing until the line has calmed.
const PROBE_SETTLES: Duration = Duration::from_millis(100);

/// Names a probe cluster among those in flight. Packets of one are sent with the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterId(NonZeroU8);

impl ClusterId {
    pub const FIRST: Self = Self(NonZeroU8::MIN);

    /// The next of 255.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add(1).unwrap_or(NonZeroU8::MIN))
    }
}

/// A drop of the estimate: when it ended, and what the estimate was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dropped {
    pub at: Duration,
    pub from: BitRate,
}

/// What is known of the line, for whoever probes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub estimate: BitRate,
    /// A queue is growing, standing or draining, too much is lost, or nothing is heard: no time for probes.
    pub troubled: bool,
    /// `None` before the first feedback.
    pub round_trip: Option<Duration>,
    pub jitter: Duration,
    /// The last probe that was judged.
    pub probed: Option<Probed>,
    /// The last drop.
    pub dropped: Option<Dropped>,
}

/// Send-side estimator of one receiver's downlink. Takes 3 to 17 KB, as the line is long.
///
/// Call [`Bandwidth::sent`] for every packet with a transport-wide number, [`Bandwidth::feedback`] for every
/// feedback, [`Bandwidth::tick`] every 100 ms or so.
#[derive(Debug)]
pub struct Bandwidth {
    history: History,
    groups: Groups,
    trend: Trend,
    queue: Queue,
    aimd: Aimd,
    loss: Loss,
    clusters: Clusters,
    sent: Meter,
    arrived: Meter,
    clock: Clock,
    round_trip: Option<Duration>,
    /// When the first packet since the last feedback was sent.
    waiting: Option<Duration>,
    /// Until then the slope is not judged.
    calm_from: Duration,
    probed: Option<Probed>,
    dropped: Option<Dropped>,
    /// The estimate before the drop that is under way.
    falling_from: Option<f64>,
    black_out: bool,
    /// What is told missing may wait on our side yet.
    overtakes: bool,
}

impl Bandwidth {
    /// For a line of which so much is known: [`START`], which is the most, would drown one that bears less.
    pub fn starting(now: Duration, start: BitRate) -> Self {
        Self {
            history: History::new(),
            groups: Groups::default(),
            trend: Trend::new(),
            queue: Queue::new(),
            aimd: Aimd::new(now, start.clamp(LEAST, START).as_f64()),
            loss: Loss::new(now),
            clusters: Clusters::default(),
            sent: Meter::new(RATE_BUCKET),
            arrived: Meter::new(RATE_BUCKET),
            clock: Clock::default(),
            round_trip: None,
            waiting: None,
            calm_from: Duration::ZERO,
            probed: None,
            dropped: None,
            falling_from: None,
            black_out: false,
            overtakes: false,
        }
    }

    /// A packet leaves: its transport-wide number, its bytes with all headers, and the probe it belongs to.
    pub fn sent(&mut self, now: Duration, sequence: u16, bytes: usize, cluster: Option<ClusterId>) {
        self.history.sent(now, sequence, bytes, cluster);
        self.sent.add(now, bytes);
        self.waiting.get_or_insert(now);
        if let Some(cluster) = cluster {
            self.clusters.sent(now, cluster, bytes as u64);
        }
    }

    /// Whether sound overtakes pictures behind this, as on its way into a connection.
    pub fn overtakes(&mut self, overtakes: bool) {
        self.overtakes = overtakes;
    }

    /// The receiver has told.
    pub fn feedback(&mut self, now: Duration, feedback: &Feedback<'_>) {
        let origin = self.clock.extend(feedback.reference()).saturating_mul(REFERENCE_TICKS);
        let told_before = self.history.told();
        let untold = feedback.iter().next().map_or(0, |(base, _)| self.history.pass_over(base));
        let mut newest: Option<Duration> = None;
        let mut heard = false;
        let (mut sent, mut came) = (0, 0);
        for (sequence, arrival) in feedback {
            let Some(told) = self.history.tell(now, sequence, arrival.is_some()) else { continue };
            heard = true;
            sent += u64::from(told.bytes);
            let arrival = micros(origin.saturating_add(arrival.unwrap_or_default()));
            if let Some(cluster) = told.cluster {
                self.clusters.told(cluster, &told, arrival);
            }
            if told.arrived {
                came += u64::from(told.bytes);
                self.arrival(now, &told, arrival);
                newest = newest.max(Some(told.sent));
            }
        }
        if !heard {
            return;
        }
        if self.silent_for(now) > BLACK_OUT {
            self.end_black_out(now);
        }
        self.waiting = None;
        // They have fared as those that were told of: a line that collapses loses nearly all of both, long before the
        // share of what is lost has been measured.
        let untold = usize::try_from(untold * came / sent.max(1)).unwrap_or_default();
        self.arrived.add(on_clock(self.clock.latest), untold);
        if let Some(newest) = newest {
            let sample = now.saturating_sub(newest);
            self.round_trip = Some(self.round_trip.map_or(sample, |mean| (mean * 7 + sample) / 8));
        }
        // One feedback late: what a jitter held up has been told by then. What sound overtook takes longer.
        let patience =
            if self.overtakes { LATE + self.round_trip.unwrap_or(ROUND_TRIP) } else { Duration::ZERO };
        self.history.settle(now, told_before, patience, |number, arrived| self.loss.note(number, arrived));
        self.judge(now, newest.unwrap_or_default());
    }

    /// To be called every 100 ms or so: time passes, even if nothing is heard.
    pub fn tick(&mut self, now: Duration) {
        if self.silent_for(now) > BLACK_OUT && !self.black_out {
            self.black_out = true;
            self.begin_fall();
        }
        self.judge_probes(now, Duration::ZERO);
    }

    /// What the line bears now, headers included. Never less than [`LEAST`].
    pub fn estimate(&self, now: Duration) -> BitRate {
        let silence = self.silent_for(now);
        let patience = self.patience();
        let rate = BitRate::from_f64(self.aimd.rate());
        match silence {
            silence if silence >= BLACK_OUT.max(patience) => LEAST,
            silence if silence >= patience => rate.percent(50).max(LEAST),
            _ => rate,
        }
    }

    /// Smoothed; `None` before the first feedback.
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// How long packets stand in the line's queue.
    fn queueing(&self) -> Duration {
        self.queue.standing()
    }

    /// For [`super::probe::Prober`].
    pub fn line(&self, now: Duration) -> Line {
        let silent = self.silent_for(now) > self.patience();
        Line {
            estimate: self.estimate(now),
            troubled: self.aimd.is_draining()
                || self.queueing() > aimd::DRAINED
                || self.loss.is_lossy()
                || silent,
            round_trip: self.round_trip,
            jitter: self.queue.jitter(),
            probed: self.probed,
            dropped: self.dropped,
        }
    }

    fn arrival(&mut self, now: Duration, told: &Told, arrival: i64) {
        self.arrived.add(on_clock(arrival), told.bytes.into());
        let sent = i64::try_from(told.sent.as_micros()).unwrap_or(i64::MAX);
        self.queue.note(now, arrival.saturating_sub(sent));
        self.clock.latest = self.clock.latest.max(arrival);
        if told.cluster.is_none()
            && let Some(delta) = self.groups.packet(told.sent, arrival)
        {
            self.trend.update(delta);
        }
    }

    fn judge(&mut self, now: Duration, told_until: Duration) {
        self.judge_probes(now, told_until);
        let estimate = BitRate::from_f64(self.aimd.rate());
        let idle = self.sent.rate(now) < estimate.percent(IDLE_PERCENT);
        let probing = self.clusters.in_flight() || now < self.calm_from;
        let delivered = self.delivered();
        let signal = Signal {
            usage: self.usage(probing),
            standing: self.queue.standing(),
            delivered,
            idle,
            lossy: self.loss.is_lossy(),
            round_trip: self.round_trip.unwrap_or(ROUND_TRIP),
        };
        let before = self.aimd.rate();
        let outcome = self.aimd.update(now, &signal);
        if outcome == Outcome::LongerWay {
            self.queue.rebase();
        }
        let mut fell = outcome == Outcome::Dropped;
        if self.loss.judge(now, idle, self.history.next()) == Verdict::Shrink {
            let rate = delivered.unwrap_or(before) * SHRINK;
            self.aimd.set(self.aimd.rate().min(rate));
            fell = true;
        }
        self.aimd.set(self.aimd.rate().clamp(LEAST.as_f64(), MOST.as_f64()));
        if fell {
            self.falling_from.get_or_insert(before);
        } else if !self.aimd.is_draining() && !self.loss.is_lossy() {
            self.end_fall(now);
        }
    }

    /// What the slope says, as far as it is to be heard.
    fn usage(&self, probing: bool) -> Usage {
        match self.trend.usage() {
            _ if probing => Usage::Normal,
            Usage::Over if !self.queue.is_unusual() => Usage::Normal,
            usage => usage,
        }
    }

    fn judge_probes(&mut self, now: Duration, told_until: Duration) {
        let patience = SILENCE + self.round_trip.unwrap_or(ROUND_TRIP);
        while let Some(probed) = self.clusters.finished(now, told_until, patience, self.loss.inherent()) {
            self.probed = Some(probed);
            self.calm_from = now + PROBE_SETTLES;
            self.groups.clear();
            self.trend.restart();
            let proven = probed.rate.map_or(0.0, BitRate::as_f64).min(MOST.as_f64());
            if proven > self.aimd.rate() && !self.aimd.is_draining() {
                self.aimd.set(proven);
            }
        }
    }

    /// What must be sent for as much to arrive as did, in bits per second. While a queue stands, losses are its
    /// overflow, whatever was known of the line.
    fn delivered(&mut self) -> Option<f64> {
        let arrived = self.arrived.rate(on_clock(self.clock.latest)).as_f64();
        let full = self.queue.standing() > aimd::FULL;
        let inherent = if full { 0.0 } else { self.loss.inherent() };
        (arrived > 0.0).then(|| arrived / (1.0 - inherent))
    }

    /// Silence for so long is none of the line's length. How long it is shows with the first feedback only: by satellite, or
    /// by a phone at the edge of its cell, that takes a second.
    fn patience(&self) -> Duration {
        self.round_trip.map_or(BLACK_OUT, |round_trip| SILENCE + round_trip)
    }

    fn silent_for(&self, now: Duration) -> Duration {
        self.waiting.map_or(Duration::ZERO, |waiting| now.saturating_sub(waiting))
    }

    fn begin_fall(&mut self) {
        let rate = self.aimd.rate();
        self.falling_from.get_or_insert(rate);
    }

    fn end_fall(&mut self, now: Duration) {
        if let Some(from) = self.falling_from.take() {
            self.dropped = Some(Dropped { at: now, from: BitRate::from_f64(from) });
        }
    }

    /// Begins anew with half of what there was, and no more than at the start.
    fn end_black_out(&mut self, now: Duration) {
        self.begin_fall();
        self.black_out = false;
        self.groups.clear();
        self.trend.restart();
        self.queue.clear();
        self.arrived.clear();
        self.clusters.clear();
        self.loss.restart(now, self.history.next());
        let rate = (self.aimd.rate() / 2.0).min(START.as_f64()).max(LEAST.as_f64());
        self.aimd.restart(now, rate);
    }
}

/// The receiver's clock as far as feedback shows it.
#[derive(Debug, Default)]
struct Clock {
    /// Last reference time, extended, in its units.
    reference: Option<i64>,
    /// Latest arrival, microseconds.
    latest: i64,
}

impl Clock {
    /// Extends a reference time of 24 bits to the value nearest to the last.
    fn extend(&mut self, reference: u32) -> i64 {
        let last = *self.reference.get_or_insert(i64::from(reference));
        let ahead = ((reference.wrapping_sub(last as u32) << 8).cast_signed() >> 8).into();
        let extended = last.saturating_add(ahead);
        self.reference = Some(extended);
        extended
    }
}

fn micros(ticks: i64) -> i64 {
    ticks.saturating_mul(TICK.as_micros() as i64)
}

/// A moment of the receiver's clock as a time for a meter.
fn on_clock(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

#[cfg(test)]
mod tests;
