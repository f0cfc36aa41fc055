//! Limits key frame requests to a publisher: many receivers want one at the same moment, and one is enough.

use std::time::Duration;

/// Least time between two requests. A key frame is five to ten times the size of another: more of them than
/// this and there is bandwidth for nothing else. Not a whole second: the wishes of all receivers are one request already,
/// and who joins where the last group is too long to repeat waits for this one.
pub const LEAST_INTERVAL: Duration = Duration::from_millis(500);
/// Unanswered requests are repeated ever more slowly up to this: a covered camera may send nothing for long.
const MOST_INTERVAL: Duration = Duration::from_secs(4);

/// Merges the wishes for a key frame of one source.
#[derive(Debug, Clone, Default)]
pub struct KeyframeBudget {
    wanted: bool,
    asked: Option<Duration>,
    /// Requests since the last key frame.
    unanswered: u32,
}

impl KeyframeBudget {
    /// A receiver needs one: a switch, a PLI or FIR, a packet given up.
    pub fn want(&mut self) {
        self.wanted = true;
    }

    /// A key frame's first packet came; all who wanted one are served.
    pub fn arrived(&mut self) {
        self.wanted = false;
        self.unanswered = 0;
    }

    /// Whether to ask now. It counts as asked.
    pub fn poll(&mut self, now: Duration) -> bool {
        let due = self.next_due().is_some_and(|due| due <= now);
        if due {
            self.asked = Some(now);
            self.unanswered += 1;
        }
        due
    }

    /// When [`KeyframeBudget::poll`] says yes.
    pub fn next_due(&self) -> Option<Duration> {
        let doubled = self.unanswered.saturating_sub(1).min(3);
        let interval = (LEAST_INTERVAL * (1 << doubled)).min(MOST_INTERVAL);
        self.wanted.then(|| self.asked.map_or(Duration::ZERO, |asked| asked + interval))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At these times a receiver wants a key frame, and the source sends one; polled every 100 ms.
    #[track_caller]
    fn check(wanted: &[u64], arrived: &[u64], asked: &[u64]) {
        let mut budget = KeyframeBudget::default();
        let mut out = Vec::new();
        for at in (0..10_000).step_by(100) {
            if arrived.contains(&at) {
                budget.arrived();
            }
            if wanted.contains(&at) {
                budget.want();
            }
            if budget.poll(Duration::from_millis(at)) {
                out.push(at);
            }
        }
        assert_eq!(out, asked);
    }

    #[test]
    fn the_first_wish_is_passed_on_at_once() {
        check(&[300], &[400], &[300]);
    }

    #[test]
    fn nobody_wants_nobody_asks() {
        check(&[], &[], &[]);
    }

    #[test]
    fn wishes_of_the_same_moment_are_one_request() {
        check(&[300, 400, 500], &[600], &[300]);
    }

    #[test]
    fn a_wish_soon_after_a_key_frame_waits_its_turn() {
        check(&[300, 500], &[400, 900], &[300, 800]);
    }

    #[test]
    fn an_unanswered_request_is_repeated_ever_more_slowly() {
        check(&[0], &[], &[0, 500, 1500, 3500, 7500]);
    }

    #[test]
    fn an_answer_makes_it_quick_again() {
        check(&[0, 4500], &[4000, 4900], &[0, 500, 1500, 3500, 4500]);
    }
}
