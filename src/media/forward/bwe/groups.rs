//! Packets sent together travel together: what counts is how much farther apart two such groups arrive than
//! they were sent (draft-ietf-rmcat-gcc-02 §5.1, §5.2).

use std::time::Duration;

/// What is sent within this time is one group: a frame leaves in one burst.
const BURST: Duration = Duration::from_millis(5);
/// A line that delivers in bursts (Wi-Fi, 4G) would look like a queue that comes and goes.
const ARRIVAL_BURST_MICROS: i64 = 5_000;
/// But no longer than this, or a growing queue would hide in one endless burst.
const LONGEST_BURST_MICROS: i64 = 100_000;
/// So many groups that go back in time mean that the receiver's clock has jumped.
const MOST_BACKWARDS: u8 = 3;

/// One group against the one before, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delta {
    pub sent: f64,
    pub arrived: f64,
    /// When the group had arrived, by the receiver's clock.
    pub at: f64,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    first_sent: Duration,
    last_sent: Duration,
    first_arrived: i64,
    last_arrived: i64,
}

/// Gathers packets, given in the order they were sent, into groups.
#[derive(Debug, Default)]
pub struct Groups {
    current: Option<Group>,
    previous: Option<Group>,
    backwards: u8,
}

impl Groups {
    /// `arrived` in microseconds of the receiver's clock. A delta if the packet ends a group.
    pub fn packet(&mut self, sent: Duration, arrived: i64) -> Option<Delta> {
        let group =
            Group { first_sent: sent, last_sent: sent, first_arrived: arrived, last_arrived: arrived };
        let Some(current) = &mut self.current else {
            self.current = Some(group);
            return None;
        };
        if sent < current.first_sent {
            return None; // told late
        }
        if current.takes(sent, arrived) {
            current.last_sent = current.last_sent.max(sent);
            current.last_arrived = current.last_arrived.max(arrived);
            return None;
        }
        let ended = *current;
        self.current = Some(group);
        let before = self.previous.replace(ended)?;
        self.compare(before, ended)
    }

    /// What follows has nothing to do with what came before.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn compare(&mut self, before: Group, ended: Group) -> Option<Delta> {
        let arrived = ended.last_arrived.saturating_sub(before.last_arrived);
        if arrived < 0 {
            self.backwards += 1;
            if self.backwards >= MOST_BACKWARDS {
                self.clear();
            }
            return None;
        }
        self.backwards = 0;
        let sent = ended.last_sent.saturating_sub(before.last_sent);
        Some(Delta {
            sent: sent.as_secs_f64() * 1e3,
            arrived: arrived as f64 / 1e3,
            at: ended.last_arrived as f64 / 1e3,
        })
    }
}

impl Group {
    fn takes(&self, sent: Duration, arrived: i64) -> bool {
        if sent.saturating_sub(self.first_sent) <= BURST {
            return true;
        }
        let since = arrived.saturating_sub(self.last_arrived);
        let queued = i128::from(since) < sent.saturating_sub(self.last_sent).as_micros().cast_signed();
        let length = arrived.saturating_sub(self.first_arrived);
        queued && since <= ARRIVAL_BURST_MICROS && length < LONGEST_BURST_MICROS
    }
}
