//! Limits on tries without an account: ten at once, then one a minute. In memory; a restart forgives at
//! most ten tries, and codes have 10^14 values.

use crate::domain::{MINUTE_MS, Timestamp};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
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
pub const TRIES: Rate = Rate { burst: 10, refill_ms: MINUTE_MS };
/// Most keys kept, some 4 MB. One more, and those go that would have all their tries again soonest: whoever is refused
/// stays so, and nobody new waits for strangers.
const MAX_KEYS: usize = 100_000;
/// How many go at once then, so that it is done seldom.
const MADE_ROOM_FOR: usize = MAX_KEYS / 10;
/// Fewer are not looked through for keys that have all their tries again.
const FEW_KEYS: usize = 1_000;

/// A digest: what is counted is often typed by strangers, as long as they like, and may be a phone's number.
type Key = [u8; 16];

/// Leaky buckets by key. The clock is the caller's.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<Buckets>);

#[derive(Debug, Default)]
struct Buckets {
    /// Per key: when its last try will have been paid for (the "generic cell rate algorithm").
    paid_until: HashMap<Key, Timestamp>,
    /// How many keys there are when they are next looked through.
    looked_through_at: usize,
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
        self.lock().take([(digest(key), rate)], now)
    }

    /// A try under each of `counted`, or under none of them.
    ///
    /// # Errors
    /// It is too early for one more under one of them; the wait is of the first.
    pub fn take_all(&self, counted: &[(String, Rate)], now: Timestamp) -> Result<(), TooMany> {
        self.lock().take(counted.iter().map(|(key, rate)| (digest(key), *rate)), now)
    }

    /// Gives a try back: it was a right one.
    pub fn give_back(&self, key: &str) {
        self.give_back_at(key, TRIES);
    }

    /// The same of a try taken at another rate.
    pub fn give_back_at(&self, key: &str, rate: Rate) {
        if let Some(until) = self.lock().paid_until.get_mut(&digest(key)) {
            *until = until.plus_millis(-rate.refill_ms);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Buckets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Buckets {
    fn take(
        &mut self,
        counted: impl IntoIterator<Item = (Key, Rate)>,
        now: Timestamp,
    ) -> Result<(), TooMany> {
        let paid: Result<Vec<_>, _> = counted
            .into_iter()
            .map(|(key, rate)| self.paid(key, rate, now).map(|until| (key, until)))
            .collect();
        for (key, until) in paid? {
            self.make_room(key, now);
            self.paid_until.insert(key, until);
        }
        Ok(())
    }

    /// When one more try of `key` will have been paid for.
    fn paid(&self, key: Key, rate: Rate, now: Timestamp) -> Result<Timestamp, TooMany> {
        let from = self.paid_until.get(&key).copied().filter(|until| *until > now).unwrap_or(now);
        let until = from.plus_millis(rate.refill_ms);
        let wait = until.0 - now.0 - rate.burst * rate.refill_ms;
        if wait > 0 {
            return Err(TooMany { retry_after_s: u64::try_from(wait).unwrap_or_default().div_ceil(1000) });
        }
        Ok(until)
    }

    /// Keys that have all their tries again are dropped each time the others have doubled.
    fn make_room(&mut self, key: Key, now: Timestamp) {
        let kept = &mut self.paid_until;
        if kept.len() < self.looked_through_at.max(FEW_KEYS) || kept.contains_key(&key) {
            return;
        }
        kept.retain(|_, until| *until > now);
        if kept.len() >= MAX_KEYS {
            let mut soonest: Vec<_> = kept.iter().map(|(key, until)| (*until, *key)).collect();
            soonest.select_nth_unstable(MADE_ROOM_FOR);
            soonest[..MADE_ROOM_FOR].iter().for_each(|(_, key)| {
                kept.remove(key);
            });
        }
        self.looked_through_at = (kept.len() * 2).min(MAX_KEYS);
    }
}

fn digest(key: &str) -> Key {
    let mut half = Key::default();
    half.copy_from_slice(&Sha256::digest(key)[..size_of::<Key>()]);
    half
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

    #[test]
    fn what_is_counted_together_is_counted_whole_or_not_at_all() {
        let throttle = Throttle::default();
        let counted = |keys: &[&str]| keys.iter().map(|key| ((*key).to_owned(), TRIES)).collect::<Vec<_>>();
        let (both, one) = (counted(&["a", "b"]), counted(&["a"]));
        (0..10).for_each(|_| throttle.take("b", Timestamp(0)).unwrap());
        for _ in 0..100 {
            throttle.take_all(&both, Timestamp(0)).unwrap_err();
        }
        throttle.take_all(&one, Timestamp(0)).unwrap();
    }

    #[test]
    fn keys_that_have_their_tries_again_are_dropped_before_there_are_many() {
        let throttle = Throttle::default();
        for n in 0..20 * i64::try_from(FEW_KEYS).unwrap() {
            throttle.take(&n.to_string(), Timestamp(n * 1_000)).unwrap(); // each is paid for in a minute
        }
        assert!(throttle.lock().paid_until.len() <= 2 * FEW_KEYS);
    }

    #[test]
    fn strangers_by_the_hundred_thousand_shut_nobody_out_and_forgive_nobody() {
        let throttle = Throttle::default();
        (0..10).for_each(|_| throttle.take("guesser", Timestamp(0)).unwrap());
        for n in 0..2 * MAX_KEYS {
            throttle.take(&n.to_string(), Timestamp(0)).unwrap();
        }
        assert!(throttle.lock().paid_until.len() <= MAX_KEYS);
        throttle.take("guesser", Timestamp(0)).unwrap_err();
    }
}
