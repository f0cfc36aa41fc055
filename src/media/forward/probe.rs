//! When to probe a line for more, and how much.
//!
//! A relay sends what publishers send: to find out that a line bears the next layer, something must be sent in
//! its place for a moment. A probe is a cluster of packets at the rate to be proven; media sent meanwhile count, the
//! rest is padding.

use super::bwe::{ClusterId, Line};
use super::rate::BitRate;
use std::time::Duration;

/// How long a cluster lasts on a line that does not tremble, and at most on one that does.
const CLUSTER: Duration = Duration::from_millis(50);
const LONGEST_CLUSTER: Duration = Duration::from_millis(200);
/// On a line that bears no more than is known, a cluster is in the way for so long at most.
const BEARABLE: Duration = Duration::from_millis(150);
/// Fewer packets than this prove nothing.
const LEAST_PACKETS: u64 = 5;
/// Of padding. A slow line gets small ones, so that sound does not wait behind them.
const PACKETS: (u64, u64) = (200, 1200);
/// The first probes, in hundredths of the start's estimate.
const FIRST: u64 = 300;
const SECOND: u64 = 600;
const FIRST_PROBES: u8 = 2;
/// Of what was probed, and of what was known before, so much must be proven for the next step to follow at once.
const SUCCESS: u64 = 70;
const GAIN: u64 = 115;
/// A step goes to at most twice what is known.
const STEP: u64 = 200;
/// After a drop, so much of what there was is tried, up to three times what is left.
const RECOVERY: u64 = 85;
const BOLD_STEP: u64 = 300;
/// A drop older than this is how things are now.
const RECENT: Duration = Duration::from_secs(10);
/// The line must have been calm for so long before a probe after a drop.
const CALM: Duration = Duration::from_millis(1000);
/// Between a probe that failed and the next, doubling.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// On a line this slow a probe is heard in the sound; it is tried more seldom.
const SLOW: BitRate = BitRate::kbps(120);
const LONGEST_SLOW_PAUSE: Duration = Duration::from_secs(30);
/// An estimate grown by so much since the last failure says that the line is another.
const GROWN: u64 = 125;
/// Beyond a round trip, until a result must be there.
const RESULT: Duration = Duration::from_millis(700);

/// A cluster to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    pub cluster: ClusterId,
    /// The rate to be proven.
    pub rate: BitRate,
    /// Bytes in all, media included.
    pub bytes: u64,
    /// Size of a padding packet, headers included.
    pub packet: u64,
    /// One such packet per interval makes the rate.
    pub interval: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Waiting for the first feedback.
    Starting,
    Idle,
    Sending {
        probe: Probe,
        began: Duration,
        sent: u64,
    },
    /// Sent; the result is due by then and a round trip.
    Awaiting {
        probe: Probe,
        until: Duration,
    },
}

/// Decides about probes of one line. A hundred and some bytes.
#[derive(Debug)]
pub struct Prober {
    state: State,
    next: ClusterId,
    /// How many of the first probes were sent.
    first: u8,
    /// Not before.
    earliest: Duration,
    pause: Duration,
    /// The estimate when the last probe began.
    before: BitRate,
    failed_at: BitRate,
    /// The drop that was already tried to be made good.
    recovered: Option<Duration>,
}

impl Default for Prober {
    fn default() -> Self {
        Self {
            state: State::Starting,
            next: ClusterId::FIRST,
            first: 0,
            earliest: Duration::ZERO,
            pause: FIRST_PAUSE,
            before: BitRate::ZERO,
            failed_at: BitRate::ZERO,
            recovered: None,
        }
    }
}

impl Prober {
    /// For a line of which something is known: it is not asked at once for many times as much.
    pub fn patient() -> Self {
        Self { first: FIRST_PROBES, ..Self::default() }
    }

    /// To be called every 100 ms or after each feedback: whether a cluster begins now. `wanted` is what would
    /// be sent if the line bore it. The caller then asks [`Prober::due`] whenever it sends, and at
    /// [`Prober::deadline`].
    pub fn tick(&mut self, now: Duration, line: &Line, wanted: BitRate) -> Option<Probe> {
        let line_known = line.round_trip.is_some();
        match self.state {
            State::Sending { probe, began, .. } if now.saturating_sub(began) > 2 * LONGEST_CLUSTER => {
                self.state = State::Awaiting { probe, until: now + RESULT };
            }
            State::Awaiting { probe, until } => self.take_result(now, probe, until, line),
            State::Starting if line_known => self.state = State::Idle,
            State::Starting | State::Idle | State::Sending { .. } => {}
        }
        if self.state != State::Idle || line.troubled {
            return None;
        }
        let rate = self.wish(now, line, wanted)?;
        Some(self.begin(now, rate, line))
    }

    /// Bytes of padding to be sent at once, as one packet. Ask again after telling [`Prober::sent`] of it; if no
    /// padding can be sent, stop asking.
    pub fn due(&self, now: Duration) -> Option<usize> {
        let State::Sending { probe, began, sent } = self.state else { return None };
        let due = probe.rate.bytes_in(now.saturating_sub(began)) + probe.packet;
        (sent < probe.bytes.min(due)).then_some(probe.packet as usize)
    }

    /// When [`Prober::due`] has something to say.
    pub fn deadline(&self) -> Option<Duration> {
        let State::Sending { probe, began, sent } = self.state else { return None };
        // Rounded up: a microsecond too early there would be nothing to say yet, and whoever asks again at once
        // would ask for ever.
        let waits = probe.rate.time_of((sent + 1).saturating_sub(probe.packet)) + Duration::from_micros(1);
        Some(began + waits)
    }

    /// Every packet that leaves is told here, media too: the cluster it counts to, for
    /// [`super::bwe::Bandwidth::sent`].
    pub fn sent(&mut self, now: Duration, bytes: usize) -> Option<ClusterId> {
        let State::Sending { probe, sent, .. } = &mut self.state else { return None };
        let probe = *probe;
        *sent += bytes as u64;
        if *sent >= probe.bytes {
            self.state = State::Awaiting { probe, until: now + RESULT };
        }
        Some(probe.cluster)
    }

    fn take_result(&mut self, now: Duration, probe: Probe, until: Duration, line: &Line) {
        let result = line.probed.filter(|probed| probed.cluster == probe.cluster);
        let until = until + line.round_trip.unwrap_or_default();
        match result.and_then(|probed| probed.rate) {
            Some(rate) if rate >= probe.rate.percent(SUCCESS).max(self.before.percent(GAIN)) => {
                self.pause = FIRST_PAUSE;
                self.earliest = now;
            }
            Some(_) => self.fail(now, line, self.pause),
            None if result.is_none() && now < until => return,
            None => self.fail(now, line, self.pause / 4), // nothing was learnt: its packets were lost, or the feedback
        }
        self.state = State::Idle;
    }

    fn fail(&mut self, now: Duration, line: &Line, pause: Duration) {
        self.earliest = now + pause;
        let longest = if line.estimate < SLOW { LONGEST_SLOW_PAUSE } else { LONGEST_PAUSE };
        self.pause = (2 * self.pause).min(longest);
        self.failed_at = line.estimate;
        self.first = FIRST_PROBES;
    }

    /// The rate to be tried now.
    fn wish(&mut self, now: Duration, line: &Line, wanted: BitRate) -> Option<BitRate> {
        if self.first < FIRST_PROBES {
            self.first += 1;
            let scale = if self.first == 1 { FIRST } else { SECOND };
            return Some(super::bwe::START.percent(scale)).filter(|rate| *rate > line.estimate);
        }
        if line.estimate > self.failed_at.percent(GROWN) {
            self.earliest = self.earliest.min(now);
            self.pause = FIRST_PAUSE;
            self.failed_at = line.estimate;
        }
        if wanted <= line.estimate {
            return None;
        }
        let dropped = line.dropped.filter(|dropped| {
            let since = now.saturating_sub(dropped.at);
            self.recovered != Some(dropped.at) && (CALM..RECENT).contains(&since)
        });
        if let Some(dropped) = dropped {
            self.recovered = Some(dropped.at);
            let before = dropped.from.percent(RECOVERY).min(wanted).min(line.estimate.percent(BOLD_STEP));
            if before > line.estimate.percent(110) {
                return Some(before);
            }
        }
        (now >= self.earliest).then(|| wanted.min(line.estimate.percent(STEP)))
    }

    fn begin(&mut self, now: Duration, rate: BitRate, line: &Line) -> Probe {
        let packet = rate.bytes_in(Duration::from_millis(8)).clamp(PACKETS.0, PACKETS.1);
        let lasts = (CLUSTER + 2 * line.jitter).min(LONGEST_CLUSTER);
        let bytes = rate.bytes_in(lasts).min(line.estimate.bytes_in(BEARABLE)).max(LEAST_PACKETS * packet);
        let probe = Probe { cluster: self.next, rate, bytes, packet, interval: rate.time_of(packet) };
        self.next = self.next.next();
        self.before = line.estimate;
        self.state = State::Sending { probe, began: now, sent: 0 };
        probe
    }
}

#[cfg(test)]
mod tests;
