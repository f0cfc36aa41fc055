//! What happens to a datagram on a participant's own line, both ways: nothing, unless a test says otherwise.

use std::fmt;
use std::time::{Duration, Instant};

/// Which way a datagram goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// What becomes of a datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Passes,
    Lost,
    /// Passes then.
    At(Instant),
}

/// A line with its faults. Richer ones are put in by implementing this.
pub trait Link: Send + fmt::Debug {
    fn fate(&mut self, now: Instant, direction: Direction, bytes: usize) -> Fate;
}

/// Random loss, a fixed delay and jitter on top of it, the same each way; seeded.
#[derive(Debug, Clone)]
pub struct Faulty {
    /// 0 to 1.
    loss: f64,
    delay: Duration,
    jitter: Duration,
    seed: u64,
}

impl Faulty {
    #[must_use]
    pub fn new(loss: f64, delay: Duration, jitter: Duration, seed: u64) -> Self {
        Self { loss, delay, jitter, seed: seed.wrapping_mul(2).wrapping_add(1) }
    }

    /// From 0 to below 1 (SplitMix64: good enough for loss, and the same every time).
    fn draw(&mut self) -> f64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl Link for Faulty {
    fn fate(&mut self, now: Instant, _: Direction, _: usize) -> Fate {
        if self.draw() < self.loss {
            return Fate::Lost;
        }
        let late = self.delay + self.jitter.mul_f64(self.draw());
        if late.is_zero() { Fate::Passes } else { Fate::At(now + late) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_are_lost_as_was_asked_for_and_the_same_ones_each_time() {
        let now = Instant::now();
        let run = |seed| {
            let mut link = Faulty::new(0.1, Duration::ZERO, Duration::ZERO, seed);
            (0..10_000).map(|_| link.fate(now, Direction::Up, 1000) == Fate::Lost).collect::<Vec<_>>()
        };
        let lost = run(1).iter().filter(|lost| **lost).count();
        assert!((900..1100).contains(&lost), "{lost} of 10000");
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn delay_and_jitter_add_up() {
        let now = Instant::now();
        let ms = Duration::from_millis;
        let mut link = Faulty::new(0.0, ms(300), ms(50), 7);
        for _ in 0..1000 {
            let Fate::At(then) = link.fate(now, Direction::Down, 1000) else { panic!("it is delayed") };
            assert!((ms(300)..ms(350)).contains(&(then - now)));
        }
    }
}
