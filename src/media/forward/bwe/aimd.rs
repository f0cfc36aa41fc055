//! Additive increase, multiplicative decrease (draft-ietf-rmcat-gcc-02 §5.5).

use super::trend::Usage;
use std::time::Duration;

/// A queue that stands this long is too much, whatever its slope.
const STANDING: Duration = Duration::from_millis(150);
/// A line on which packets stand this long is full, even if little was sent.
pub const FULL: Duration = Duration::from_millis(80);
/// The queue counts as gone.
pub const DRAINED: Duration = Duration::from_millis(40);
/// Waiting for it to drain ends here: perhaps the line is just longer than it was.
const LONGEST_HOLD: Duration = Duration::from_secs(4);
/// A queue that has not shrunk after this long, though less is sent, is none: the way has become longer.
const DRAINS_IN: Duration = Duration::from_secs(2);
const UNSHRUNK: f64 = 0.95;
/// Of what arrives, sent after a drop: less the longer the queue (down to the second after a second of it).
const DROP: f64 = 0.85;
const DEEP_DROP: f64 = 0.45;
/// Growth per second, far from and near to where the line was last full.
const FAST: f64 = 0.08;
const SLOW: f64 = 0.04;
/// How near is near.
const NEAR: f64 = 0.15;
/// Least growth per second, bits per second.
const LEAST_GROWTH: f64 = 4_000.0;
/// The estimate may be so much above what was really delivered.
const UNPROVEN: f64 = 1.3;
const UNPROVEN_MORE: f64 = 10_000.0;

/// What a feedback said, as far as the rate depends on it.
#[derive(Debug, Clone, Copy)]
pub struct Signal {
    pub usage: Usage,
    pub standing: Duration,
    /// What must be sent for as much to arrive as did, bits per second.
    pub delivered: Option<f64>,
    /// Less is sent than might be.
    pub idle: bool,
    /// Losses forbid growth.
    pub lossy: bool,
    pub round_trip: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Growing,
    /// Growing again when the queue is gone. It was last seen congested `at`; since it `began` to be watched it has
    /// stood so long at the `most`.
    Draining {
        began: Duration,
        at: Duration,
        most: Duration,
    },
}

/// What a feedback led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Growth, or none.
    Calm,
    Dropped,
    /// What looked like a queue is the length of the way: measure it anew.
    LongerWay,
}

/// The rate, bits per second.
#[derive(Debug)]
pub struct Aimd {
    rate: f64,
    state: State,
    /// What the line bore when it was last full.
    capacity: Option<f64>,
    updated: Duration,
    dropped: Option<Duration>,
}

impl Aimd {
    pub fn new(now: Duration, rate: f64) -> Self {
        Self { rate, state: State::Growing, capacity: None, updated: now, dropped: None }
    }

    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Whether it drops, or waits after a drop.
    pub fn is_draining(&self) -> bool {
        self.state != State::Growing
    }

    /// Proven otherwise: by a probe, by losses.
    pub fn set(&mut self, rate: f64) {
        if self.capacity.is_some_and(|capacity| rate > capacity * (1.0 + NEAR)) {
            self.capacity = None;
        }
        self.rate = rate;
    }

    /// Begins anew: after a black-out the line may be another, and what it bore when it was last full says nothing.
    pub fn restart(&mut self, now: Duration, rate: f64) {
        *self = Self::new(now, rate);
    }

    /// Takes in a feedback.
    pub fn update(&mut self, now: Duration, signal: &Signal) -> Outcome {
        let elapsed = now.saturating_sub(self.updated).as_secs_f64().min(1.0);
        self.updated = now;
        if signal.usage == Usage::Over || signal.standing > STANDING {
            return self.congested(now, signal);
        }
        if let State::Draining { at, .. } = self.state {
            let waited = now.saturating_sub(at);
            if signal.standing > DRAINED && waited < LONGEST_HOLD || waited < signal.round_trip {
                return Outcome::Calm;
            }
            self.state = State::Growing;
            self.rate = self.rate.max(self.capacity.unwrap_or_default() * DROP);
        }
        if !signal.lossy && signal.usage == Usage::Normal {
            self.grow(elapsed, signal.delivered.unwrap_or_default());
        }
        Outcome::Calm
    }

    fn congested(&mut self, now: Duration, signal: &Signal) -> Outcome {
        let (mut began, mut most) = match self.state {
            State::Growing => (now, signal.standing),
            State::Draining { began, most, .. } => (began, most.max(signal.standing)),
        };
        if now.saturating_sub(began) > DRAINS_IN + signal.round_trip {
            if signal.usage != Usage::Over && signal.standing > most.mul_f64(UNSHRUNK) {
                self.state = State::Growing;
                return Outcome::LongerWay;
            }
            (began, most) = (now, signal.standing);
        }
        self.state = State::Draining { began, at: now, most };
        let pause = signal.round_trip + Duration::from_millis(150); // until a drop can have shown
        if self.dropped.is_some_and(|dropped| now.saturating_sub(dropped) < pause) {
            return Outcome::Calm;
        }
        self.dropped = Some(now);
        self.fall(signal);
        Outcome::Dropped
    }

    fn fall(&mut self, signal: &Signal) {
        let full = !signal.idle || signal.standing > FULL;
        let Some(delivered) = signal.delivered.filter(|_| full) else {
            self.rate *= DROP;
            return;
        };
        let deep = signal.standing.saturating_sub(FULL).as_secs_f64().min(1.0);
        self.rate = self.rate.min(delivered * (DROP - (DROP - DEEP_DROP) * deep));
        let known = self.capacity.filter(|known| (known - delivered).abs() < known * 0.3);
        self.capacity = Some(known.map_or(delivered, |known| known + 0.3 * (delivered - known)));
    }

    fn grow(&mut self, elapsed: f64, delivered: f64) {
        let near = self.capacity.is_some_and(|capacity| (self.rate - capacity).abs() < capacity * NEAR);
        let growth = (self.rate * if near { SLOW } else { FAST }).max(LEAST_GROWTH);
        let most = delivered * UNPROVEN + UNPROVEN_MORE;
        if self.rate < most {
            self.set((self.rate + growth * elapsed).min(most));
        }
    }
}
