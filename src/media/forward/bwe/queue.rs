//! How long packets stand in a queue on the line: the least delay of the last moment against the least of the
//! last while. The slope forgets a queue that stays; this does not.

use std::time::Duration;

/// A moment: longer than a jitter, shorter than a queue one would not feel.
const MOMENT: Duration = Duration::from_millis(250);
/// Moments over which it is learnt how far the delay swings within one: four seconds.
const LEARNT_OVER: f64 = 16.0;
/// So many times as far it still swings by itself, but never farther than that.
const BY_ITSELF: f64 = 1.5;
const WIDEST: f64 = 150_000.0;
/// A while. Another route (Wi-Fi to 4G) may be longer for good; after this it is the new measure.
const WHILE: Duration = Duration::from_secs(10);

/// The least value of the last one to two windows.
#[derive(Debug)]
struct Least {
    window: Duration,
    began: Duration,
    current: Option<i64>,
    previous: Option<i64>,
}

impl Least {
    fn new(window: Duration) -> Self {
        Self { window, began: Duration::ZERO, current: None, previous: None }
    }

    fn note(&mut self, now: Duration, value: i64) {
        let age = now.saturating_sub(self.began);
        if age >= self.window {
            self.previous = self.current.filter(|_| age < 2 * self.window);
            self.current = None;
            self.began = now;
        }
        self.current = Some(self.current.map_or(value, |least| least.min(value)));
    }

    fn value(&self) -> Option<i64> {
        let (Some(a), Some(b)) = (self.current, self.previous) else { return self.current.or(self.previous) };
        Some(a.min(b))
    }
}

/// How far delays swing within a moment.
#[derive(Debug, Default)]
struct Swing {
    began: Duration,
    span: Option<(i64, i64)>,
    usual: f64,
}

impl Swing {
    fn note(&mut self, now: Duration, delay: i64) {
        let (least, most) = self.span.unwrap_or((delay, delay));
        self.span = Some((least.min(delay), most.max(delay)));
        if now.saturating_sub(self.began) >= MOMENT {
            // No farther than it is ever believed to swing: one stall teaches no more than that.
            let span = (most.saturating_sub(least) as f64).min(WIDEST);
            self.usual += (span - self.usual) / LEARNT_OVER;
            (self.began, self.span) = (now, None);
        }
    }
}

/// Delays are of two clocks that are not set alike: only their differences mean something.
#[derive(Debug)]
pub struct Queue {
    recent: Least,
    base: Least,
    last: Option<i64>,
    /// Least and most delay since the moment began, and how far they lie apart as a rule, microseconds.
    swing: Swing,
    /// Mean difference of neighbours, microseconds (RFC 3550 §6.4.1).
    jitter: f64,
}

impl Queue {
    pub fn new() -> Self {
        Self {
            recent: Least::new(MOMENT),
            base: Least::new(WHILE),
            last: None,
            swing: Swing::default(),
            jitter: 0.0,
        }
    }

    /// A packet took so many microseconds.
    pub fn note(&mut self, now: Duration, delay: i64) {
        self.recent.note(now, delay);
        self.base.note(now, delay);
        self.swing.note(now, delay);
        let differs = delay.saturating_sub(self.last.replace(delay).unwrap_or(delay)).unsigned_abs();
        self.jitter += (differs.min(1_000_000) as f64 - self.jitter) / 16.0;
    }

    /// Time every packet of the last moment has stood somewhere.
    pub fn standing(&self) -> Duration {
        let (Some(recent), Some(base)) = (self.recent.value(), self.base.value()) else {
            return Duration::ZERO;
        };
        Duration::from_micros(u64::try_from(recent.saturating_sub(base)).unwrap_or(0))
    }

    /// Whether the last packet took longer than the line makes one take by itself: a delay that swings to and fro has
    /// slopes, and no queue.
    pub fn is_unusual(&self) -> bool {
        let (Some(last), Some(base)) = (self.last, self.base.value()) else { return true };
        last.saturating_sub(base) as f64 > (self.swing.usual * BY_ITSELF).min(WIDEST)
    }

    /// By how much packets sent one after another differ.
    pub fn jitter(&self) -> Duration {
        Duration::from_micros(self.jitter as u64)
    }

    /// The way is as long as it seems now.
    pub fn rebase(&mut self) {
        self.base = Least { window: WHILE, ..std::mem::replace(&mut self.recent, Least::new(MOMENT)) };
    }

    /// The line is another one.
    pub fn clear(&mut self) {
        *self = Self::new();
    }
}
