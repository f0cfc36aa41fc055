//! Chooses the simulcast layer to record: the largest that flows, changed only at a key frame.

use std::time::{Duration, Instant};

use crate::media::forward::leg::StreamId;

/// Between two looks at what flows.
pub(super) const LOOKS_EVERY: Duration = Duration::from_secs(1);
/// A key frame at least so often: one can begin to watch there, and what was damaged is whole again.
pub(super) const KEY_FRAME_EVERY: Duration = Duration::from_secs(10);
/// The recorded layer stopped if nothing of it came for so long.
const STOPPED: Duration = Duration::from_secs(1);

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Write,
    Leave,
}

/// The layer that one source is recorded by, and when to look for a larger one.
#[derive(Debug, Default)]
pub struct Pick {
    current: Option<StreamId>,
    /// The largest that flowed at the last look.
    largest: Option<StreamId>,
    came: Option<Instant>,
    key_frame: Option<Instant>,
    looked: Option<Instant>,
}

impl Pick {
    /// Whether to look at what flows.
    pub fn look_due(&mut self, now: Instant) -> bool {
        let due = self.looked.is_none_or(|looked| now.saturating_duration_since(looked) >= LOOKS_EVERY);
        if due {
            self.looked = Some(now);
        }
        due
    }

    /// Nothing is written: nothing that came could be begun with, or not since the layer that was recorded stopped.
    pub fn is_stopped(&self, now: Instant) -> bool {
        self.came.is_none_or(|came| now.saturating_duration_since(came) > STOPPED)
    }

    /// `largest` is what flows; the stream to ask for a key frame, if one is needed.
    pub fn look(&mut self, now: Instant, largest: Option<StreamId>) -> Option<StreamId> {
        self.largest = largest.or(self.largest);
        let old = |at: Option<Instant>, age| at.is_none_or(|at| now.saturating_duration_since(at) >= age);
        let wanted = self.largest != self.current || old(self.key_frame, KEY_FRAME_EVERY);
        self.largest.filter(|_| wanted)
    }

    pub fn packet(&mut self, now: Instant, stream: StreamId, key_frame: bool) -> Choice {
        let takes = self.current == Some(stream) || self.largest == Some(stream) || self.is_stopped(now);
        if key_frame && takes {
            self.current = Some(stream);
            self.key_frame = Some(now);
        }
        if self.current != Some(stream) {
            return Choice::Leave;
        }
        self.came = Some(now);
        Choice::Write
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: StreamId = StreamId(1);
    const LARGE: StreamId = StreamId(2);

    #[test]
    fn a_larger_layer_is_taken_at_its_key_frame() {
        let (mut pick, now) = (Pick::default(), Instant::now());
        let at = |ms| now + Duration::from_millis(ms);
        assert_eq!(pick.packet(at(0), SMALL, false), Choice::Leave);
        assert_eq!(pick.look(at(0), Some(SMALL)), Some(SMALL));
        assert_eq!(pick.packet(at(100), SMALL, true), Choice::Write);
        assert_eq!(pick.look(at(1000), Some(LARGE)), Some(LARGE));
        assert_eq!(pick.packet(at(1000), LARGE, false), Choice::Leave);
        assert_eq!(pick.packet(at(1010), SMALL, false), Choice::Write);
        assert_eq!(pick.packet(at(1020), LARGE, true), Choice::Write);
        assert_eq!(pick.packet(at(1030), SMALL, false), Choice::Leave);
        assert_eq!(pick.packet(at(1040), SMALL, true), Choice::Leave);
    }

    #[test]
    fn when_the_large_one_stops_the_small_one_goes_on() {
        let (mut pick, now) = (Pick::default(), Instant::now());
        let at = |ms| now + Duration::from_millis(ms);
        pick.look(at(0), Some(LARGE));
        assert_eq!(pick.packet(at(0), LARGE, true), Choice::Write);
        assert_eq!(pick.packet(at(900), SMALL, true), Choice::Leave);
        assert_eq!(pick.packet(at(1100), SMALL, true), Choice::Write);
    }

    /// A seat that is taken over keeps its choice; who sits there now may send nothing that one could begin with.
    #[test]
    fn who_takes_over_and_sends_no_key_frame_has_nothing_written() {
        let (mut pick, now) = (Pick::default(), Instant::now());
        let at = |ms| now + Duration::from_millis(ms);
        assert!(pick.is_stopped(at(0)), "nothing was begun with");
        assert_eq!(pick.packet(at(0), SMALL, true), Choice::Write);
        assert!(!pick.is_stopped(at(1000)));
        assert_eq!(pick.packet(at(2000), LARGE, false), Choice::Leave);
        assert!(pick.is_stopped(at(2000)));
        pick.look(at(2000), Some(LARGE));
        assert_eq!(pick.packet(at(2100), LARGE, true), Choice::Write);
        assert!(!pick.is_stopped(at(2100)));
    }

    #[test]
    fn a_key_frame_is_asked_for_every_ten_seconds() {
        let (mut pick, now) = (Pick::default(), Instant::now());
        pick.look(now, Some(LARGE));
        pick.packet(now, LARGE, true);
        assert_eq!(pick.look(now + Duration::from_secs(9), Some(LARGE)), None);
        assert_eq!(pick.look(now + Duration::from_secs(10), Some(LARGE)), Some(LARGE));
    }
}
