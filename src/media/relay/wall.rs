//! The wall clock derived from the monotonic clock, so that packets do not read it.

use crate::media::record::tap::LED_BACK;
use std::time::{Duration, Instant};

/// Between two looks at the clock itself.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A clock this far ahead was set, or the machine slept: it is followed at once. Set back it is followed at once only by
/// more than [`LED_BACK`]: by less, what is recorded would stand still until the time came round again. Microseconds.
const SET: i64 = 100_000;
/// By how much one look moves it on otherwise: as quick as clocks are slewed, and too slow to be heard. Microseconds.
const NUDGE: i64 = 1_000;
/// By how much one look leads it back: half of the shortest packet of sound that browsers send, so that times of packets
/// always go on. What is recorded is ahead of everything else meanwhile. Microseconds.
const LEAD_BACK: i64 = 5_000;

#[derive(Debug)]
pub(super) struct Wall {
    at: Instant,
    /// UTC microseconds then.
    micros: i64,
}

impl Wall {
    /// `millis`: UTC milliseconds `now`.
    pub fn new(now: Instant, millis: i64) -> Self {
        Self { at: now, micros: millis.saturating_mul(1000) }
    }

    pub fn look_due(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.at) >= LOOK_EVERY
    }

    /// The clock says so `now`.
    pub fn look(&mut self, now: Instant, millis: i64) {
        let told = self.micros(now);
        let off = millis.saturating_mul(1000).saturating_sub(told);
        let set = !(-LED_BACK * 1000..=SET).contains(&off);
        let step = if set { off } else { off.clamp(-LEAD_BACK, NUDGE) };
        (self.at, self.micros) = (now, told.saturating_add(step));
    }

    /// UTC milliseconds.
    pub fn millis(&self, at: Instant) -> i64 {
        self.micros(at).div_euclid(1000)
    }

    /// As NTP writes it (RFC 5905 §6): seconds since 1900 and their fraction.
    pub fn ntp(&self, at: Instant) -> u64 {
        let micros = u64::try_from(self.micros(at)).unwrap_or_default();
        let (seconds, rest) = (micros / 1_000_000 + 2_208_988_800, micros % 1_000_000);
        (seconds << 32) | ((rest << 32) / 1_000_000)
    }

    fn micros(&self, at: Instant) -> i64 {
        match at.checked_duration_since(self.at) {
            Some(since) => self.micros.saturating_add(since.as_micros() as i64),
            None => self.micros.saturating_sub(self.at.duration_since(at).as_micros() as i64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: i64 = 1_800_000_000_000;

    /// The clock at each second of the monotonic one, and what is told then.
    #[track_caller]
    fn check(said: &[i64], told: &[i64]) {
        let start = Instant::now();
        let mut wall = Wall::new(start, BEGAN);
        let seconds = (1..).map(|second| start + Duration::from_secs(second));
        let followed = said.iter().zip(seconds).map(|(said, now)| {
            assert!(wall.look_due(now));
            wall.look(now, BEGAN + said);
            wall.millis(now) - BEGAN
        });
        assert_eq!(followed.collect::<Vec<_>>(), told);
    }

    #[test]
    fn a_clock_that_is_set_is_followed_at_once() {
        check(&[1_000, 5_000, 6_000], &[1_000, 5_000, 6_000]);
        check(&[1_000, -3_600_000, -3_599_000], &[1_000, -3_600_000, -3_599_000]);
    }

    #[test]
    fn a_clock_that_is_set_back_by_seconds_is_led_back_slowly() {
        check(&[1_000, -8_000, -7_000, -6_000], &[1_000, 1_995, 2_990, 3_985]);
        check(&[1_000, -8_000, 2_995, 8_000], &[1_000, 1_995, 2_995, 8_000]);
    }

    /// All that is led back slowly, and a packet of sound each 10 ms meanwhile.
    #[test]
    fn times_go_on_while_a_clock_is_led_back_and_it_is_right_within_seventy_minutes() {
        let start = Instant::now();
        let mut wall = Wall::new(start, BEGAN);
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut before = wall.millis(start);
        for ms in (10..70 * 60 * 1_000).step_by(10) {
            if wall.look_due(at(ms)) {
                wall.look(at(ms), BEGAN + ms as i64 - LED_BACK);
            }
            let now = wall.millis(at(ms));
            assert!(now > before, "{ms}: {now} after {before}");
            before = now;
        }
        assert!(before <= BEGAN + 70 * 60 * 1_000 - LED_BACK, "{before}");
    }

    #[test]
    fn a_look_that_came_late_moves_it_by_less_than_anybody_hears() {
        check(&[1_040, 2_000, 3_000], &[1_001, 2_000, 3_000]);
        check(&[1_001, 2_002, 3_003], &[1_001, 2_002, 3_003]);
    }

    #[test]
    fn ntp_counts_from_1900() {
        let start = Instant::now();
        let wall = Wall::new(start, 1_500);
        assert_eq!(wall.ntp(start), (2_208_988_801 << 32) | (1 << 31));
        assert_eq!(wall.millis(start), 1_500);
    }
}
