//! One clock for all participants of the process: times in packets are counted from when it was first read.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

static BEGAN: OnceLock<Instant> = OnceLock::new();

/// Nanoseconds since the process first asked.
#[must_use]
pub fn nanos(now: Instant) -> u64 {
    now.saturating_duration_since(*BEGAN.get_or_init(|| now)).as_nanos() as u64
}

/// How long ago `nanos` was; `None` for what was not written by this process.
#[must_use]
pub fn since(now: Instant, at: u64) -> Option<Duration> {
    nanos(now).checked_sub(at).map(Duration::from_nanos)
}

/// The wall clock as NTP writes it (RFC 5905 §6), for sender reports. The relay compares it with itself only,
/// so that any fixed beginning will do.
#[must_use]
pub fn ntp(now: Instant) -> u64 {
    const SOME_DAY: u64 = 3_900_000_000;
    let nanos = nanos(now);
    let (seconds, rest) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
    ((SOME_DAY + seconds) << 32) | ((rest << 32) / 1_000_000_000)
}
