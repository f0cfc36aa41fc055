//! Whether a queue grows on the line: the slope of the delay, against a threshold that learns how much the line
//! trembles by itself (draft-ietf-rmcat-gcc-02 §5.4, with a fitted line instead of the Kalman filter).

use super::groups::Delta;

/// Groups the line is fitted to.
const WINDOW: usize = 20;
/// Weight of the past in the smoothed delay.
const SMOOTHING: f64 = 0.9;
/// Brings the slope into the range of milliseconds the threshold is about.
const GAIN: f64 = 4.0;
/// Groups after which the slope counts fully.
const MOST_DELTAS: u32 = 60;
/// Milliseconds.
const FIRST_THRESHOLD: f64 = 12.5;
const THRESHOLDS: (f64, f64) = (6.0, 600.0);
/// How fast the threshold follows up and down, per millisecond (§5.4: K_u, K_d).
const FOLLOW_UP: f64 = 0.0087;
const FOLLOW_DOWN: f64 = 0.039;
/// A slope this far beyond the threshold is no trembling: the threshold does not follow it.
const SPIKE: f64 = 15.0;
/// Milliseconds the slope must stay beyond the threshold.
const SUSTAINED: f64 = 10.0;

/// What the slope says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Usage {
    /// A queue shrinks.
    Under,
    #[default]
    Normal,
    /// A queue grows.
    Over,
}

/// The filter. Times in milliseconds.
#[derive(Debug)]
pub struct Trend {
    /// (arrival, smoothed delay), the last ones at `deltas % WINDOW`.
    points: [(f64, f64); WINDOW],
    deltas: u32,
    first: f64,
    delay: f64,
    smoothed: f64,
    threshold: f64,
    /// When the threshold last followed.
    followed: Option<f64>,
    slope: f64,
    over_for: f64,
    over_count: u32,
    usage: Usage,
}

impl Trend {
    pub fn new() -> Self {
        Self {
            points: [(0.0, 0.0); WINDOW],
            deltas: 0,
            first: 0.0,
            delay: 0.0,
            smoothed: 0.0,
            threshold: FIRST_THRESHOLD,
            followed: None,
            slope: 0.0,
            over_for: 0.0,
            over_count: 0,
            usage: Usage::Normal,
        }
    }

    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// Begins afresh, with what was learnt of the line's trembling.
    pub fn restart(&mut self) {
        *self = Self { threshold: self.threshold, ..Self::new() };
    }

    pub fn update(&mut self, delta: Delta) {
        if self.deltas == 0 {
            self.first = delta.at;
        }
        self.delay += delta.arrived - delta.sent;
        self.smoothed = SMOOTHING * self.smoothed + (1.0 - SMOOTHING) * self.delay;
        self.points[self.deltas as usize % WINDOW] = (delta.at - self.first, self.smoothed);
        self.deltas = if self.deltas == u32::MAX { WINDOW as u32 } else { self.deltas + 1 };
        let slope = if self.deltas as usize >= WINDOW { self.fit().unwrap_or(self.slope) } else { 0.0 };
        self.judge(slope, delta);
    }

    /// Least squares over the window.
    fn fit(&self) -> Option<f64> {
        let count = WINDOW as f64;
        let (x, y) = self.points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
        let (x, y) = (x / count, y / count);
        let (above, below) = self.points.iter().fold((0.0, 0.0), |(above, below), point| {
            (above + (point.0 - x) * (point.1 - y), below + (point.0 - x) * (point.0 - x))
        });
        (below > 0.0).then(|| above / below)
    }

    fn judge(&mut self, slope: f64, delta: Delta) {
        let weighed = f64::from(self.deltas.min(MOST_DELTAS)) * slope * GAIN;
        if weighed > self.threshold {
            self.over_for = if self.over_count == 0 { delta.sent / 2.0 } else { self.over_for + delta.sent };
            self.over_count += 1;
            if self.over_for > SUSTAINED && self.over_count > 1 && slope >= self.slope {
                self.over_for = 0.0;
                self.over_count = 0;
                self.usage = Usage::Over;
            }
        } else {
            self.over_for = 0.0;
            self.over_count = 0;
            self.usage = if weighed < -self.threshold { Usage::Under } else { Usage::Normal };
        }
        self.slope = slope;
        self.follow(weighed.abs(), delta.at);
    }

    fn follow(&mut self, weighed: f64, at: f64) {
        let elapsed = (at - self.followed.unwrap_or(at)).clamp(0.0, 100.0);
        self.followed = Some(at);
        if weighed > self.threshold + SPIKE {
            return;
        }
        let rate = if weighed < self.threshold { FOLLOW_DOWN } else { FOLLOW_UP };
        let threshold = self.threshold + rate * (weighed - self.threshold) * elapsed;
        self.threshold = threshold.clamp(THRESHOLDS.0, THRESHOLDS.1);
    }
}
