//! Times, counted so that percentiles are right to three in a hundred.

use std::time::Duration;

/// Buckets in each doubling.
const FINE: usize = 32;
/// Microseconds up to about 18 minutes.
const BUCKETS: usize = FINE * 26;

/// A histogram of durations with fixed memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl std::fmt::Debug for Histogram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Histogram({} values)", self.total)
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![0; BUCKETS], total: 0 }
    }
}

impl Histogram {
    pub fn record(&mut self, value: Duration) {
        self.counts[bucket(value.as_micros() as u64)] += 1;
        self.total += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.total += other.total;
    }

    #[must_use]
    pub fn count(&self) -> u64 {
        self.total
    }

    /// The value below which `share` of all lie (0.99 for p99); zero if there are none.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Duration {
        let rank = (share * self.total as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return Duration::from_micros(upper(bucket));
            }
        }
        Duration::ZERO
    }

    /// [`Self::quantile`] in milliseconds.
    #[must_use]
    pub fn millis(&self, share: f64) -> f64 {
        self.quantile(share).as_secs_f64() * 1000.0
    }
}

/// Exact below [`FINE`], then so many buckets a doubling.
fn bucket(value: u64) -> usize {
    let doublings = (u64::BITS - (value / FINE as u64).leading_zeros()) as usize;
    let within = (value >> doublings.saturating_sub(1)) as usize;
    let place = if doublings == 0 { within } else { doublings * FINE + (within - FINE) };
    place.min(BUCKETS - 1)
}

/// The largest value in a bucket.
fn upper(bucket: usize) -> u64 {
    let (doublings, within) = (bucket / FINE, (bucket % FINE) as u64);
    if doublings == 0 { within } else { ((FINE as u64 + within + 1) << (doublings - 1)) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_a_bucket_no_wider_than_three_in_a_hundred() {
        for value in (0..100_000).chain([1 << 20, (1 << 25) + 12_345, 1 << 29]) {
            let top = upper(bucket(value));
            assert!(top >= value, "{value} is in a bucket up to {top}");
            assert!((top - value) as f64 <= value as f64 / 31.0, "{value} is in a bucket up to {top}");
        }
    }

    #[test]
    fn percentiles_are_those_of_the_values() {
        let mut all = Histogram::default();
        let mut half = Histogram::default();
        for ms in 1..=1000 {
            let into = if ms % 2 == 0 { &mut all } else { &mut half };
            into.record(Duration::from_millis(ms));
        }
        all.add(&half);
        for (share, ms) in [(0.5, 500.0), (0.99, 990.0), (1.0, 1000.0)] {
            let found = all.millis(share);
            assert!((found - ms).abs() < ms / 25.0, "p{share}: {found} for {ms}");
        }
        assert_eq!(Histogram::default().quantile(0.5), Duration::ZERO);
    }
}
