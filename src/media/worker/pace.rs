//! How often the worker turns. Sending costs the kernel three times as much for a datagram that goes alone as for one of
//! eight to the same place, so a core that fills up gathers; an idle one answers at once.

use std::time::{Duration, Instant};

/// Share of the time the worker works, looked at this often.
const WINDOW: Duration = Duration::from_millis(20);
/// Below this share nothing is gathered: a hearing of three on an idle machine.
const IDLE: f32 = 0.02;
/// A packet may be held up by this for each full core of work ...
const SLOPE: f32 = 0.045;
/// ... up to half a core's: 3 ms, less what the machine adds.
const AT_HALF: f32 = 0.0027;
/// At 80 % of a core 10 ms may be added.
const STEEP: f32 = 0.020;
const MOST: f32 = 0.0088;

/// How busy one worker's core is, and when it may turn again.
#[derive(Debug)]
pub struct Pace {
    rested_at: Instant,
    /// What the last turn took.
    lately: Duration,
    window_began: Instant,
    worked: Duration,
    /// Smoothed over about four windows.
    share: f32,
}

impl Pace {
    pub fn new(now: Instant) -> Self {
        Self { rested_at: now, lately: Duration::ZERO, window_began: now, worked: Duration::ZERO, share: 0.0 }
    }

    /// When the last turn ended.
    pub fn rested_at(&self) -> Instant {
        self.rested_at
    }

    /// A turn took from `began` to `ended`.
    pub fn worked(&mut self, began: Instant, ended: Instant) {
        self.lately = ended.saturating_duration_since(began);
        self.worked += self.lately;
        self.rested_at = ended;
        let window = ended.saturating_duration_since(self.window_began);
        if window >= WINDOW {
            let share = (self.worked.as_secs_f32() / window.as_secs_f32()).min(1.0);
            // After a long rest what was before does not count.
            let kept = if window > 4 * WINDOW { 0.0 } else { 0.75 };
            self.share = kept * self.share + (1.0 - kept) * share;
            (self.window_began, self.worked) = (ended, Duration::ZERO);
        }
    }

    /// Share of a core it works, lately.
    pub fn share(&self) -> f32 {
        self.share
    }

    /// What the last turn took.
    pub fn worked_lately(&self) -> Duration {
        self.lately
    }

    /// From one turn's beginning to the next. A packet that comes as one begins waits for the next, and for that one's
    /// work: so much longer than a period as the worker works of it.
    pub fn period(&self) -> Duration {
        if self.share < IDLE {
            return Duration::ZERO;
        }
        let steady = (self.share * SLOPE).min(AT_HALF);
        let hurried = (self.share - 0.5).max(0.0) * STEEP;
        Duration::from_secs_f32((steady + hurried).min(MOST) / (1.0 + self.share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Turns that take `work` out of every millisecond, for a second.
    #[track_caller]
    fn check(work: u64, from: u64, to: u64) {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..1000 {
            pace.worked(now, now + Duration::from_micros(work));
            now += Duration::from_millis(1);
        }
        let period = pace.period().as_micros() as u64;
        assert!((from..=to).contains(&period), "{period} µs at {work} ‰");
    }

    #[test]
    fn an_idle_core_answers_at_once() {
        check(10, 0, 0);
    }
    #[test]
    fn a_core_that_fills_up_gathers_longer() {
        check(30, 1250, 1350);
        check(50, 2100, 2200);
    }
    #[test]
    fn at_half_load_a_period_and_its_work_stay_under_three_milliseconds() {
        check(100, 2400, 2500);
        check(500, 1750, 1850);
    }
    #[test]
    fn a_full_core_holds_nothing_up_for_nine_milliseconds() {
        check(800, 4800, 4900);
        check(1000, 4350, 4450);
    }

    #[test]
    fn after_a_rest_the_load_before_it_is_forgotten() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..100 {
            pace.worked(now, now + Duration::from_micros(500));
            now += Duration::from_millis(1);
        }
        now += Duration::from_secs(1);
        pace.worked(now, now + Duration::from_micros(50));
        assert_eq!(pace.period(), Duration::ZERO);
    }
}
