//! How steps up of a slot went, and how long the next one waits for it.

use crate::media::forward::rate::BitRate;
use std::time::Duration;

/// Between two steps up of a slot: a layer that was wrong must have shown itself in the estimate.
pub(super) const PATIENCE: Duration = Duration::from_millis(1500);
/// What the line takes back within this time was wrong; the next step up then waits twice as long, up to 24 s.
const WRONG: Duration = Duration::from_secs(10);
const MOST_SETBACKS: u8 = 4;
/// So many key frames one after another that did not leave in time are chance. Those of a page that has one size may never fit.
const CHANCE: u8 = 2;

/// How steps up went; [`Default`] for a slot that shows something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory {
    pub(super) raised: Option<Duration>,
    /// What all pictures took then.
    pub(super) took: BitRate,
    /// Steps up that the line did not bear, one after another.
    pub(super) setbacks: u8,
    /// Of those, pictures that could not be sent in time.
    pub(super) thrown: u8,
}

impl Memory {
    /// A step up, after which all pictures take so much.
    pub(super) fn stepped_up(&mut self, now: Duration, took: BitRate) {
        (self.raised, self.took) = (Some(now), took);
    }

    /// A picture that has moved for long enough was not begun in vain.
    pub(super) fn moves(&mut self, now: Duration) {
        if !self.raised_within(now, WRONG) {
            self.thrown = 0;
        }
    }

    /// What was chosen could not be sent in time: the next step up waits as after one that was wrong.
    pub fn failed(&mut self, now: Duration) {
        self.raised = Some(now);
        self.setbacks = self.setbacks.saturating_add(1).min(MOST_SETBACKS);
        self.thrown = self.thrown.saturating_add(1).min(MOST_SETBACKS);
    }

    /// Whether it was begun in vain so often, and so lately, that it had better wait.
    pub(super) fn rests(&self, now: Duration) -> bool {
        let rest = PATIENCE * (1 << self.thrown.min(MOST_SETBACKS));
        self.thrown >= CHANCE && self.raised_within(now, rest)
    }

    fn raised_within(&self, now: Duration, time: Duration) -> bool {
        self.raised.is_some_and(|raised| now.saturating_sub(raised) < time)
    }

    pub(super) fn forbids(&self, now: Duration, plenty: bool) -> bool {
        let setbacks = if plenty { 0 } else { self.setbacks.min(MOST_SETBACKS) };
        self.raised_within(now, PATIENCE * (1 << setbacks))
    }

    /// A line that still bears what was sent when the step was taken proved nothing against it: another took the rank, or its
    /// picture takes more.
    pub(super) fn lowered(&mut self, now: Duration, budget: BitRate) {
        if !self.raised_within(now, WRONG) {
            self.setbacks = 0;
        } else if budget < self.took {
            self.setbacks = self.setbacks.saturating_add(1).min(MOST_SETBACKS);
        }
    }
}
