//! A picture that does not move: a key frame every few seconds.

use std::time::Duration;

/// Between two stills.
const EVERY: Duration = Duration::from_secs(4);
/// Those that the line did not carry, one after another, make the next wait twice as long, up to 32 s.
const MOST_LOST: u8 = 3;

/// A still under way, and when the next is due.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Still {
    /// Timestamp of the frame that goes out.
    frame: Option<u32>,
    next: Duration,
    /// Those before it that were thrown away.
    lost: u8,
}

impl Still {
    pub fn is_due(&self, now: Duration) -> bool {
        now >= self.next
    }

    /// Whether this frame goes out.
    pub fn is(&self, timestamp: u32) -> bool {
        self.frame == Some(timestamp)
    }

    /// Whether a packet of a key frame begins the next.
    pub fn begins(&mut self, now: Duration, timestamp: u32) -> bool {
        let begins = self.is_due(now) && !self.is(timestamp);
        if begins {
            let lost = if self.frame.is_some() { 0 } else { self.lost };
            *self = Self { frame: Some(timestamp), next: now + EVERY, lost };
        }
        begins
    }

    /// What there was of it found no room, or waited too long.
    pub fn lose(&mut self, now: Duration) {
        let lost = (self.lost + 1).min(MOST_LOST);
        *self = Self { frame: None, next: now + EVERY * (1 << lost), lost };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When stills began, in seconds, where a source sends a key frame each second and those from here to there are thrown away.
    fn begun(lost: std::ops::Range<u64>) -> Vec<u64> {
        let (mut still, mut begun) = (Still::default(), Vec::new());
        for second in 0..100 {
            let now = Duration::from_secs(second);
            if still.begins(now, second as u32) {
                begun.push(second);
                assert!(still.is(second as u32) && !still.begins(now, second as u32), "of two packets");
                if lost.contains(&second) {
                    still.lose(now);
                }
            }
        }
        begun
    }

    #[test]
    fn a_still_comes_every_four_seconds() {
        assert_eq!(begun(0..0), (0..100).step_by(4).collect::<Vec<_>>());
    }

    #[test]
    fn one_that_does_not_come_through_is_tried_ever_more_seldom() {
        assert_eq!(begun(0..60), [0, 8, 24, 56, 88, 92, 96]);
    }
}
