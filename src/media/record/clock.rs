//! When a packet's content was taken, on the hearing's clock: RTP timestamps placed by the sender reports that came
//! with them (RFC 3550 §6.4.1), so that a seat's sound and picture stay together.

/// A report that places the clock further off than this begins it afresh: another clock, or a machine that slept.
/// Milliseconds.
const TORN: i64 = 500;
/// By how much one report moves the clock at most: less than anybody sees. Milliseconds.
const NUDGE: i64 = 10;
/// Nothing was taken longer than this before it came: no network holds a packet back for longer and still delivers it.
/// Whoever sends timestamps or reports that say otherwise cannot scatter a recording over half a day. Milliseconds.
pub const LONGEST_WAY: i64 = 2_000;

/// One stream's clock.
#[derive(Debug)]
pub struct StreamClock {
    /// Ticks per millisecond.
    rate: i64,
    newest: Option<(u32, i64)>,
    /// UTC milliseconds of tick 0.
    offset: i64,
    report: Option<u32>,
}

impl StreamClock {
    #[must_use]
    pub const fn new(ticks_per_millisecond: i64) -> Self {
        Self { rate: ticks_per_millisecond, newest: None, offset: 0, report: None }
    }

    /// UTC milliseconds of a packet's timestamp. `report`: the last one's timestamp and when it came.
    pub fn at(&mut self, timestamp: u32, arrived: i64, report: Option<(u32, i64)>) -> i64 {
        let ticks = match self.newest {
            None => {
                self.offset = arrived;
                0
            }
            Some((newest, ticks)) => ticks + ahead(timestamp, newest),
        };
        if self.newest.is_none_or(|(_, newest)| ticks >= newest) {
            self.newest = Some((timestamp, ticks));
        }
        if let Some((reported, came)) = report.filter(|(reported, _)| self.report != Some(*reported)) {
            self.report = Some(reported);
            let wanted = came - (ticks + ahead(reported, timestamp)) / self.rate;
            let off = wanted - self.offset;
            self.offset += if off.abs() > TORN { off } else { off.clamp(-NUDGE, NUDGE) };
        }
        // Nothing was taken after it came: then the first packet, or a report, was late.
        let latest = arrived - ticks / self.rate;
        self.offset = self.offset.clamp(latest - LONGEST_WAY, latest);
        self.offset + ticks / self.rate
    }
}

fn ahead(timestamp: u32, of: u32) -> i64 {
    i64::from(timestamp.wrapping_sub(of).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_follow_the_timestamps_not_the_arrivals() {
        let mut clock = StreamClock::new(48);
        let begin = u32::MAX - 500; // wraps on the way
        let at = |n: u32| begin.wrapping_add(n * 960);
        let times: Vec<_> = [(0, 1000), (1, 1090), (3, 1091), (2, 1092)]
            .map(|(n, arrived)| clock.at(at(n), arrived, None))
            .into();
        assert_eq!(times, [1000, 1020, 1060, 1040]);
    }

    #[test]
    fn a_report_moves_the_clock_by_a_little() {
        let mut clock = StreamClock::new(90);
        assert_eq!(clock.at(0, 1000, None), 1000);
        assert_eq!(clock.at(9_000, 1100, Some((9_000, 1060))), 1090);
        assert_eq!(clock.at(18_000, 1200, Some((9_000, 1060))), 1190, "the same report counts once");
        assert_eq!(clock.at(27_000, 1300, Some((27_000, 1305))), 1300);
    }

    #[test]
    fn nothing_was_taken_after_it_came() {
        let mut clock = StreamClock::new(48);
        let late = [(0, 1300), (960, 1301), (14_400, 1305), (15_360, 1320)];
        let times = late.map(|(timestamp, arrived)| clock.at(timestamp, arrived, None));
        assert_eq!(times, [1300, 1301, 1305, 1320]);
    }

    #[test]
    fn a_clock_that_jumped_is_followed_at_once() {
        let mut clock = StreamClock::new(90);
        clock.at(0, 1000, None);
        assert_eq!(clock.at(900_000, 61_000, Some((900_000, 61_000))), 61_000);
    }

    /// An encoder that began anew lower down, and a page that leaps on purpose.
    #[test]
    fn nothing_was_taken_long_before_it_came() {
        const LEAP: u32 = 48 * 1_000 * 60 * 60 * 11;
        let mut clock = StreamClock::new(48);
        assert_eq!(clock.at(LEAP, 1_000, None), 1_000);
        assert_eq!(clock.at(960, 1_020, None), 1_020 - LONGEST_WAY, "timestamps that begin lower");
        for n in 1..10 {
            let arrived = 1_020 + i64::from(n) * 20;
            let at = clock.at(n * 960 + LEAP * (n % 2), arrived, Some((n * 960, arrived - 40_000_000)));
            assert!((arrived - LONGEST_WAY..=arrived).contains(&at), "{n}: {at}");
        }
    }
}
