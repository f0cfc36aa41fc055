//! One direction of a link: what becomes of each packet that is given to it, and when it comes out.
//!
//! A packet passes the firewall, waits for the narrow place, may be lost on the air, and is then delayed. Times
//! are counted from any beginning, the same throughout.

use serde::Serialize;
use std::time::Duration;

use crate::chance::{Chance, Purpose};
use crate::conditions::{Conditions, Loss};
use crate::packet::Traffic;

/// A packet that is overtaken comes so much later than it would have: three packets of a voice.
const HELD_BACK: Duration = Duration::from_millis(60);
/// The delay wanders from one value to the next in this time; neighbours share their delay, as on the air.
const WANDERS_EVERY: Duration = Duration::from_millis(50);

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Lost(Cause),
    Arrives(Duration),
    ArrivesTwice(Duration, Duration),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Firewall,
    BlackOut,
    QueueFull,
    Air,
}

/// What became of all packets so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub arrived: u64,
    pub firewall: u64,
    pub black_out: u64,
    pub queue_full: u64,
    pub air: u64,
}

#[derive(Debug, Clone)]
pub struct Link {
    conditions: Conditions,
    chance: Chance,
    counts: Counts,
    packets: u64,
    in_burst: bool,
    /// When the narrow place has let through everything before.
    free_at: Duration,
    /// The latest arrival of a packet that kept its place.
    latest: Duration,
    dark_until: Duration,
}

impl Link {
    #[must_use]
    pub fn new(conditions: Conditions, seed: u64) -> Self {
        Self {
            conditions,
            chance: Chance::new(seed),
            counts: Counts::default(),
            packets: 0,
            in_burst: false,
            free_at: Duration::ZERO,
            latest: Duration::ZERO,
            dark_until: Duration::ZERO,
        }
    }

    /// Other conditions for packets to come. Those under way keep their fate.
    pub fn set(&mut self, conditions: Conditions) {
        self.conditions = conditions;
        self.free_at = Duration::ZERO;
    }

    /// Loses everything until then.
    pub fn black_out(&mut self, until: Duration) {
        self.dark_until = until;
    }

    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Decides on the next packet.
    pub fn send(&mut self, now: Duration, bytes: usize, traffic: Traffic) -> Fate {
        self.packets += 1;
        let fate = self.decide(now, bytes, traffic);
        let counts = &mut self.counts;
        *match fate {
            Fate::Lost(Cause::Firewall) => &mut counts.firewall,
            Fate::Lost(Cause::BlackOut) => &mut counts.black_out,
            Fate::Lost(Cause::QueueFull) => &mut counts.queue_full,
            Fate::Lost(Cause::Air) => &mut counts.air,
            Fate::Arrives(_) | Fate::ArrivesTwice(..) => &mut counts.arrived,
        } += 1;
        fate
    }

    fn decide(&mut self, now: Duration, bytes: usize, traffic: Traffic) -> Fate {
        let lost_on_air = self.next_is_lost(); // asked of every packet, so that others do not shift the bursts
        if !self.conditions.pass.admits(traffic) {
            return Fate::Lost(Cause::Firewall);
        }
        if now < self.dark_until {
            return Fate::Lost(Cause::BlackOut);
        }
        let Some(sent) = self.queue(now, bytes) else { return Fate::Lost(Cause::QueueFull) };
        if lost_on_air {
            return Fate::Lost(Cause::Air);
        }
        let arrival = self.arrival(sent);
        if self.happens(Purpose::Duplicate, self.conditions.duplicate) {
            Fate::ArrivesTwice(arrival, arrival)
        } else {
            Fate::Arrives(arrival)
        }
    }

    /// When the packet's last bit is through the narrow place; `None` if it would have to wait too long for that.
    fn queue(&mut self, now: Duration, bytes: usize) -> Option<Duration> {
        let Some(kbit) = self.conditions.rate_kbit else { return Some(now) };
        let begins = now.max(self.free_at);
        if begins - now > Duration::from_millis(self.conditions.queue_ms.into()) {
            return None;
        }
        let micros = (bytes as u64 * 8 * 1000) / u64::from(kbit.max(1));
        self.free_at = begins + Duration::from_micros(micros);
        Some(self.free_at)
    }

    fn next_is_lost(&mut self) -> bool {
        let draw = self.chance.draw(Purpose::Loss, self.packets);
        match self.conditions.loss {
            Loss::None => false,
            Loss::Random(share) => draw < share,
            Loss::Bursts { share, length } => {
                // The share of time in the bad state is enter / (enter + leave), a stay there 1 / leave long.
                let leave = 1.0 / length.max(1.0);
                let enter = leave * share / (1.0 - share).max(f64::EPSILON);
                self.in_burst = if self.in_burst { draw >= leave || enter >= 1.0 } else { draw < enter };
                self.in_burst
            }
        }
    }

    fn arrival(&mut self, sent: Duration) -> Duration {
        let delay = Duration::from_millis(self.conditions.delay_ms.into());
        let jitter = Duration::from_millis(self.conditions.jitter_ms.into()).as_secs_f64();
        let wanders = Duration::from_secs_f64(jitter * (1.0 + self.wandering(sent)));
        let due = (sent + delay + wanders).saturating_sub(Duration::from_secs_f64(jitter)).max(sent);
        if self.happens(Purpose::Reorder, self.conditions.reorder) {
            return due.max(self.latest) + HELD_BACK;
        }
        self.latest = due.max(self.latest);
        self.latest
    }

    /// Where between -1 and 1 the delay is at a time: straight lines between points drawn at even distances.
    fn wandering(&self, at: Duration) -> f64 {
        let steps = at.as_secs_f64() / WANDERS_EVERY.as_secs_f64();
        let point = |number: f64| 2.0 * self.chance.draw(Purpose::Jitter, number as u64) - 1.0;
        let (from, to) = (point(steps.floor()), point(steps.floor() + 1.0));
        from + (to - from) * steps.fract()
    }

    fn happens(&self, purpose: Purpose, share: f64) -> bool {
        self.chance.draw(purpose, self.packets) < share
    }
}

#[cfg(test)]
mod tests;
