//! Limits on tries without an account: ten at once, then one a minute. In memory; a restart forgives at
//! most ten tries, and codes have 10^14 values.

use crate::domain::{MINUTE_MS, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How many at once, and how many milliseconds until one more.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    pub burst: i64,
    pub refill_ms: i64,
}

/// A try too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// Seconds until the next.
    pub retry_after_s: u64,
}

/// Of tries.
const TRIES: Rate = Rate { burst: 10, refill_ms: MINUTE_MS };
/// Most keys kept. When full, those that have all their tries again are dropped; if there are none,
/// new keys wait.
const MAX_KEYS: usize = 100_000;

/// Leaky buckets by key. The clock is the caller's.
#[derive(Debug, Default)]
pub struct Throttle {
    /// Per key: when its last try will have been paid for (the "generic cell rate algorithm").
    paid_until: Mutex<HashMap<String, Timestamp>>,
}

impl Throttle {
    /// Takes a try under `key`.
    ///
    /// # Errors
    /// It is too early for one more.
    pub fn take(&self, key: &str, now: Timestamp) -> Result<(), TooMany> {
        self.take_at(key, TRIES, now)
    }

    /// The same at another rate; a key has one.
    ///
    /// # Errors
    /// It is too early for one more.
    pub fn take_at(&self, key: &str, rate: Rate, now: Timestamp) -> Result<(), TooMany> {
        let mut buckets = self.paid_until.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_KEYS && !buckets.contains_key(key) {
            buckets.retain(|_, until| *until > now);
            if buckets.len() >= MAX_KEYS {
                return Err(TooMany { retry_after_s: 60 });
            }
        }
        let from = buckets.get(key).copied().filter(|until| *until > now).unwrap_or(now);
        let until = from.plus_millis(rate.refill_ms);
        let wait = until.0 - now.0 - rate.burst * rate.refill_ms;
        if wait > 0 {
            return Err(TooMany { retry_after_s: u64::try_from(wait).unwrap_or_default().div_ceil(1000) });
        }
        buckets.insert(key.to_owned(), until);
        Ok(())
    }

    /// Gives a try back: it was a right one.
    pub fn give_back(&self, key: &str) {
        self.give_back_at(key, TRIES);
    }

    /// The same of a try taken at another rate.
    pub fn give_back_at(&self, key: &str, rate: Rate) {
        let mut buckets = self.paid_until.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = buckets.get_mut(key) {
            *until = until.plus_millis(-rate.refill_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_then_one_a_minute() {
        let throttle = Throttle::default();
        let at = |seconds: i64| Timestamp(seconds * 1000);
        let wait = |retry_after_s| Err(TooMany { retry_after_s });
        assert!((0..10).all(|_| throttle.take("a", at(0)).is_ok()));
        assert_eq!(throttle.take("a", at(0)), wait(60));
        assert_eq!(throttle.take("a", at(59)), wait(1));
        assert_eq!(throttle.take("a", at(60)), Ok(()));
        assert_eq!(throttle.take("a", at(60)), wait(60));
        assert_eq!(throttle.take("b", at(60)), Ok(()));
    }

    #[test]
    fn right_tries_cost_nothing() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            throttle.take("a", Timestamp(0)).unwrap();
            throttle.give_back("a");
        }
    }
}
