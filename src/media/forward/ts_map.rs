//! Timestamps that go on over switches of source.

use std::time::Duration;

/// Shifts the timestamps of a source so that they follow those of the source before it by the time that
/// passed between them.
#[derive(Debug, Clone)]
pub struct TsMap {
    /// Ticks per second: 90,000 for video, 48,000 for Opus.
    rate: u32,
    start: u32,
    /// Added to the source's timestamps; `None` until a source's first packet.
    offset: Option<u32>,
    /// The newest timestamp sent, and when.
    newest: Option<(u32, Duration)>,
    /// A moment of the source's media clock: its last sender report, or else its newest packet.
    reported: Option<(u32, Duration)>,
}

impl TsMap {
    /// `start` is the first timestamp sent.
    pub fn new(rate: u32, start: u32) -> Self {
        Self { rate, start, offset: None, newest: None, reported: None }
    }

    /// The timestamp to send. Silence of the source (DTX, a paused camera) stays as long as it was.
    pub fn map(&mut self, now: Duration, timestamp: u32) -> u32 {
        let offset = match self.offset {
            Some(offset) => offset,
            None => self.start_now(now).wrapping_sub(timestamp),
        };
        self.offset = Some(offset);
        let mapped = timestamp.wrapping_add(offset);
        if self.newest.is_none_or(|(newest, _)| is_newer(mapped, newest)) {
            self.newest = Some((mapped, now));
        }
        mapped
    }

    /// Another source follows.
    pub fn switch(&mut self) {
        self.offset = None;
        self.reported = None;
    }

    /// A sender report of the source came in; `timestamp` is its RTP timestamp.
    pub fn note_report(&mut self, now: Duration, timestamp: u32) {
        self.reported = Some((timestamp, now));
    }

    /// The newest timestamp sent, or the first to be sent.
    pub fn newest(&self) -> u32 {
        self.newest.map_or(self.start, |(timestamp, _)| timestamp)
    }

    /// The media clock at `now` as the receiver counts it, for our own sender reports. Taken from the source's
    /// reports, because those of one publisher's sound and picture agree with each other (lip sync).
    pub fn at(&self, now: Duration) -> Option<u32> {
        let (timestamp, since) = match (self.reported, self.offset) {
            (Some((timestamp, since)), Some(offset)) => (timestamp.wrapping_add(offset), since),
            _ => self.newest?,
        };
        Some(timestamp.wrapping_add(self.ticks(now.saturating_sub(since))))
    }

    /// Where a source begins: at least a tick after what was sent, or receivers take two frames for one.
    fn start_now(&self, now: Duration) -> u32 {
        self.newest.map_or(self.start, |(newest, sent)| {
            newest.wrapping_add(self.ticks(now.saturating_sub(sent)).max(1))
        })
    }

    fn ticks(&self, time: Duration) -> u32 {
        (time.as_micros() * u128::from(self.rate) / 1_000_000) as u32
    }
}

/// RFC 1982 for 32 bits.
fn is_newer(a: u32, b: u32) -> bool {
    a != b && a.wrapping_sub(b) < 0x8000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Video of 90 ticks per millisecond, first sent as 1000. Feeds (ms, timestamp); `None` is a switch.
    #[track_caller]
    fn check(incoming: &[Option<(u64, u32)>], sent: &[u32]) {
        let mut map = TsMap::new(90_000, 1000);
        let mut out = Vec::new();
        for step in incoming {
            match step {
                None => map.switch(),
                Some((ms, timestamp)) => out.push(map.map(Duration::from_millis(*ms), *timestamp)),
            }
        }
        assert_eq!(out, sent);
    }

    #[test]
    fn one_source_keeps_its_distances_whenever_it_arrives() {
        check(&[Some((0, 500)), Some((90, 3500)), Some((91, 6500))], &[1000, 4000, 7000]);
    }

    #[test]
    fn another_source_follows_by_the_time_that_passed() {
        check(&[Some((0, 500)), None, Some((100, 77)), Some((133, 3077))], &[1000, 10_000, 13_000]);
    }

    #[test]
    fn another_source_at_the_same_moment_is_another_frame() {
        check(&[Some((5, 500)), None, Some((5, 500))], &[1000, 1001]);
    }

    #[test]
    fn a_late_packet_does_not_set_the_clock_back() {
        check(
            &[Some((0, 9000)), Some((50, 0)), None, Some((100, 5))],
            &[1000, 1000u32.wrapping_sub(9000), 10_000],
        );
    }

    #[test]
    fn a_long_silence_stays_as_long_as_it_was() {
        check(&[Some((0, 0)), Some((60_000, 5_400_000))], &[1000, 5_401_000]);
    }

    #[test]
    fn timestamps_wrap() {
        check(&[Some((0, u32::MAX)), Some((1, 89))], &[1000, 1090]);
    }

    #[test]
    fn the_media_clock_follows_the_sources_reports() {
        let mut map = TsMap::new(90_000, 1000);
        let at = Duration::from_millis;
        assert_eq!(map.at(at(0)), None);
        map.map(at(0), 500);
        assert_eq!(map.at(at(10)), Some(1900)); // no report yet: its newest packet
        map.note_report(at(20), 500 + 1700);
        assert_eq!(map.at(at(30)), Some(1000 + 1700 + 900));
        map.switch();
        assert_eq!(map.at(at(10)), Some(1900)); // the old source's report says nothing of the new one
    }
}
