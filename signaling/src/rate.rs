//! A token bucket that limits how often a client may do something.

/// A bucket of tokens that refills steadily: `burst` at once, `per_minute` in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    burst: u32,
    per_minute: u32,
    /// In 1/60000 of a token, so that a millisecond adds a whole number of them.
    level: u64,
    /// Milliseconds of the steady clock.
    filled_at: u64,
}

/// Parts of a token: one per millisecond of a minute.
const PARTS: u64 = 60_000;

impl Bucket {
    /// Full. Times are milliseconds of any steady clock.
    #[must_use]
    pub fn new(now: u64, burst: u32, per_minute: u32) -> Self {
        Self { burst, per_minute, level: u64::from(burst) * PARTS, filled_at: now }
    }

    /// Takes a token, if there is one.
    pub fn take(&mut self, now: u64) -> bool {
        let passed = now.saturating_sub(self.filled_at);
        self.filled_at = now.max(self.filled_at);
        let gained = passed.saturating_mul(u64::from(self.per_minute));
        self.level = self.level.saturating_add(gained).min(u64::from(self.burst) * PARTS);
        let enough = self.level >= PARTS;
        if enough {
            self.level -= PARTS;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of `asked` requests at each of `times` pass.
    #[track_caller]
    fn check(mut bucket: Bucket, asked: u32, times: &[u64], passed: &[usize]) {
        let pass = |now: &u64| (0..asked).filter(|_| bucket.take(*now)).count();
        assert_eq!(times.iter().map(pass).collect::<Vec<_>>(), passed);
    }

    #[test]
    fn a_burst_passes_then_the_steady_rate() {
        check(Bucket::new(0, 60, 100), 70, &[0, 599, 600, 60_000], &[60, 0, 1, 60]);
    }

    #[test]
    fn a_clock_that_steps_back_gives_nothing() {
        check(Bucket::new(1000, 2, 60), 3, &[1000, 0, 1000, 2000], &[2, 0, 0, 1]);
    }
}
