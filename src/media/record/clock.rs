//! When a packet's content was taken, on the hearing's clock: RTP timestamps placed by the sender reports that came
//! with them (RFC 3550 §6.4.1), so that a seat's sound and picture stay together.

/// A report that places the clock further off than this begins it afresh: another clock, or a machine that slept.
/// Milliseconds.
const TORN: i64 = 500;
/// By how much one report moves the clock at most: less than anybody sees. Milliseconds.
const NUDGE: i64 = 10;
/// Nothing was taken longer than this before it came: TCP and the buffers of a mobile network deliver what they held back
/// for many seconds, and hardly ever for longer. Whoever sends timestamps or reports that say otherwise cannot scatter a
/// recording over half a day. Milliseconds.
pub const LONGEST_WAY: i64 = 15_000;
/// Timestamps that leap by more than this, to either side, do not say how long a packet was on its way: the encoder began
/// anew, or paused. Such a packet was taken at most this long before it came. Milliseconds.
const LEAP: i64 = 2_000;

/// One stream's clock.
#[derive(Debug)]
pub struct StreamClock {
    /// Ticks per millisecond.
    rate: i64,
    /// Timestamp and tick of the packet before.
    before: Option<(u32, i64)>,
    /// UTC milliseconds of tick 0.
    offset: i64,
    report: Option<u32>,
}

impl StreamClock {
    #[must_use]
    pub const fn new(ticks_per_millisecond: i64) -> Self {
        Self { rate: ticks_per_millisecond, before: None, offset: 0, report: None }
    }

    /// UTC milliseconds of a packet's timestamp. `report`: the last one's timestamp and when it came.
    pub fn at(&mut self, timestamp: u32, arrived: i64, report: Option<(u32, i64)>) -> i64 {
        let (ticks, step) = match self.before {
            None => {
                self.offset = arrived;
                (0, 0)
            }
            Some((before, ticks)) => (ticks + ahead(timestamp, before), ahead(timestamp, before)),
        };
        self.before = Some((timestamp, ticks));
        if let Some((reported, came)) = report.filter(|(reported, _)| self.report != Some(*reported)) {
            self.report = Some(reported);
            let wanted = came - (ticks + ahead(reported, timestamp)) / self.rate;
            let off = wanted - self.offset;
            self.offset += if off.abs() > TORN { off } else { off.clamp(-NUDGE, NUDGE) };
        }
        // Nothing was taken after it came: then the first packet, or a report, was late.
        let latest = arrived - ticks / self.rate;
        let longest_way = if (step / self.rate).abs() > LEAP { LEAP } else { LONGEST_WAY };
        self.offset = self.offset.clamp(latest - longest_way, latest);
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

    /// A TCP connection that stood still for six seconds delivers all it held at once.
    #[test]
    fn speech_that_was_held_back_keeps_its_times() {
        let mut clock = StreamClock::new(48);
        for n in 0..600 {
            let taken = 1_000 + i64::from(n) * 20;
            let arrived = if (100..400).contains(&n) { 1_000 + 400 * 20 } else { taken };
            assert_eq!(clock.at(n * 960, arrived, None), taken, "packet {n}");
        }
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
        const HOURS: u32 = 48 * 1_000 * 60 * 60 * 11;
        let mut clock = StreamClock::new(48);
        assert_eq!(clock.at(HOURS, 1_000, None), 1_000);
        assert_eq!(clock.at(960, 1_020, None), 1_020 - LEAP, "timestamps that begin lower");
        for n in 1..10 {
            let arrived = 1_020 + i64::from(n) * 20;
            let at = clock.at(n * 960 + HOURS * (n % 2), arrived, Some((n * 960, arrived - 40_000_000)));
            assert!((arrived - LONGEST_WAY..=arrived).contains(&at), "{n}: {at}");
        }
    }
}
