//! Measures a bit rate over the last moments.

use super::rate::BitRate;
use std::time::Duration;

/// Buckets of a window: fine enough that an old one leaving is not felt as a jump.
const BUCKETS: usize = 8;
/// Soon after the start, the time there was counts as so much at least: a first packet is no rate.
const LEAST: Duration = Duration::from_millis(250);
/// A second of a layer or of sound: a key frame does not look like a change of rate for long.
pub const LAYER_BUCKET: Duration = Duration::from_millis(125);

/// A sliding window of eight buckets. 88 bytes, whatever passes.
#[derive(Debug, Clone)]
pub struct Meter {
    bucket: Duration,
    bytes: [u32; BUCKETS],
    /// Number of the newest bucket since the first.
    newest: u64,
    /// Where the first bucket began.
    began: Option<Duration>,
    /// Where the newest ends.
    until: Duration,
}

impl Default for Meter {
    /// Over one second.
    fn default() -> Self {
        Self::new(LAYER_BUCKET)
    }
}

impl Meter {
    /// A window of eight times `bucket`.
    pub fn new(bucket: Duration) -> Self {
        let bucket = bucket.max(Duration::from_micros(1));
        Self { bucket, bytes: [0; BUCKETS], newest: 0, began: None, until: Duration::ZERO }
    }

    /// Counts bytes that pass at `now`; what is late counts as passing now.
    pub fn add(&mut self, now: Duration, bytes: usize) {
        self.began.get_or_insert(now);
        self.turn(now);
        let at = (self.newest % BUCKETS as u64) as usize;
        self.bytes[at] = self.bytes[at].saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    /// The rate of the window; soon after the start, of the time there was, two buckets at least or a quarter of a second.
    pub fn rate(&mut self, now: Duration) -> BitRate {
        let Some(began) = self.began else { return BitRate::ZERO };
        self.turn(now);
        let full = self.bucket.saturating_mul(BUCKETS as u32 - 1);
        let into = now.saturating_sub(self.start_of_newest(began)).min(self.bucket);
        let time = (full + into).min(now.saturating_sub(began)).max((2 * self.bucket).min(LEAST));
        BitRate::of(self.bytes.iter().map(|bytes| u64::from(*bytes)).sum(), time)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::new(self.bucket);
    }

    fn start_of_newest(&self, began: Duration) -> Duration {
        began.saturating_add(Duration::from_nanos(nanos(self.bucket).saturating_mul(self.newest)))
    }

    /// Runs several times a packet, which falls into the newest bucket as a rule.
    fn turn(&mut self, now: Duration) {
        let Some(began) = self.began.filter(|_| now >= self.until) else { return };
        // In 64 bits: 584 years are enough.
        let newest = (nanos(now.saturating_sub(began)) / nanos(self.bucket)).max(self.newest);
        for number in (self.newest + 1..=newest).take(BUCKETS) {
            self.bytes[(number % BUCKETS as u64) as usize] = 0;
        }
        if newest - self.newest > BUCKETS as u64 {
            self.bytes = [0; BUCKETS];
        }
        self.newest = newest;
        self.until = self.start_of_newest(began).saturating_add(self.bucket);
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    /// Bytes every so many milliseconds over a span; the rate in kbit/s at its end and some time after.
    #[track_caller]
    fn check(bytes: usize, every: u64, span: u64, after: u64, kbps: std::ops::RangeInclusive<u64>) {
        let mut meter = Meter::default();
        for at in (0..span).step_by(every as usize) {
            meter.add(ms(at), bytes);
        }
        let rate = meter.rate(ms(span + after)).as_bps() / 1000;
        assert!(kbps.contains(&rate), "{rate} kbit/s instead of {kbps:?}");
    }

    #[test]
    fn a_steady_stream_reads_its_rate() {
        check(1250, 10, 5000, 0, 980..=1020);
        check(100, 20, 5000, 0, 39..=41);
    }

    #[test]
    fn the_rate_is_known_after_a_quarter_of_a_second() {
        check(1250, 10, 250, 0, 950..=1050);
    }

    #[test]
    fn what_has_stopped_fades_within_a_second() {
        check(1250, 10, 5000, 500, 400..=600);
        check(1250, 10, 5000, 1000, 0..=20);
        check(1250, 10, 5000, 100_000, 0..=0);
    }

    #[test]
    fn the_first_packet_is_not_taken_for_a_rate() {
        check(1200, 10, 1, 0, 0..=40);
    }

    proptest! {
        #[test]
        fn no_order_of_times_makes_it_fail(adds: Vec<(u64, u16)>, bucket in 0u64..2000) {
            let mut meter = Meter::new(Duration::from_micros(bucket));
            for (at, bytes) in adds {
                meter.add(Duration::from_nanos(at), bytes.into());
                meter.rate(Duration::from_nanos(at / 2));
            }
        }
    }
}
