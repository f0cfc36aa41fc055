//! Pairing codes of televisions: shown until somebody at a desk says which room the television is in. Kept in memory on this
//! node; after a restart a television asks for another code.

use crate::{
    domain::{MINUTE_MS, Timestamp, jurisdiction::PairingCode},
    world::World,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A code is read off the wall and typed at once.
const CODE_LIVES_MS: i64 = 10 * MINUTE_MS;

/// Most that wait; the oldest gives way. A code is guessed once in a hundred thousand tries then, by who is signed in.
const MAX_WAITING: usize = 1000;

/// Codes on walls, by the hash of the token each television holds already. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Pairings {
    waiting: Arc<Mutex<HashMap<[u8; 32], Waiting>>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub code: PairingCode,
    pub until: Timestamp,
}

impl Pairings {
    /// A code for whoever holds this token.
    pub fn ask(&self, world: &dyn World, token_hash: [u8; 32]) -> Waiting {
        let now = world.now();
        let mut waiting = self.lock();
        waiting.retain(|_, one| now < one.until);
        if waiting.len() >= MAX_WAITING
            && let Some(oldest) = waiting.iter().min_by_key(|(_, one)| one.until).map(|(hash, _)| *hash)
        {
            waiting.remove(&oldest);
        }
        let code = loop {
            let mut chance = [0; 8];
            world.fill(&mut chance);
            let code = PairingCode::of(chance);
            if !waiting.values().any(|one| one.code == code) {
                break code;
            }
        };
        let asked = Waiting { code, until: now.plus_millis(CODE_LIVES_MS) };
        waiting.insert(token_hash, asked.clone());
        asked
    }

    /// The code of a token that waits.
    #[must_use]
    pub fn of(&self, token_hash: &[u8; 32], now: Timestamp) -> Option<Waiting> {
        self.lock().get(token_hash).filter(|one| now < one.until).cloned()
    }

    /// The hash of the token that waits under this code.
    #[must_use]
    pub fn find(&self, code: &PairingCode, now: Timestamp) -> Option<[u8; 32]> {
        let waiting = self.lock();
        waiting.iter().find(|(_, one)| one.code == *code && now < one.until).map(|(hash, _)| *hash)
    }

    /// It is paired, and on record: not before, or the television asks in between and believes itself forgotten.
    pub fn done(&self, token_hash: &[u8; 32]) {
        self.lock().remove(token_hash);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Waiting>> {
        // A map of numbers has no half-changed state to fear.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Stands still, and draws 0, 0, 1, 1, 2, 2 …
    #[derive(Debug, Default)]
    struct Still(AtomicU64);

    impl World for Still {
        fn now(&self) -> Timestamp {
            Timestamp(0)
        }
        fn fill(&self, bytes: &mut [u8]) {
            let drawn = self.0.fetch_add(1, Ordering::Relaxed) / 2;
            bytes.copy_from_slice(&drawn.to_le_bytes());
        }
    }

    #[test]
    fn a_code_is_one_television_s_for_ten_minutes_or_until_it_is_paired() {
        let (pairings, world) = (Pairings::default(), Still::default());
        let (first, second) = (pairings.ask(&world, [1; 32]), pairings.ask(&world, [2; 32]));
        assert_ne!(first.code, second.code, "drawn again where it is taken");
        assert_eq!(pairings.of(&[1; 32], Timestamp(0)), Some(first.clone()));
        for (after, found) in [(CODE_LIVES_MS, None), (CODE_LIVES_MS - 1, Some([1; 32]))] {
            assert_eq!(pairings.find(&first.code, Timestamp(after)), found, "after {after} ms");
        }
        pairings.done(&[1; 32]);
        assert_eq!(pairings.find(&first.code, Timestamp(0)), None);
        assert_eq!(pairings.of(&[1; 32], Timestamp(0)), None);
        assert_eq!(pairings.of(&[2; 32], Timestamp(0)), Some(second));
    }

    #[test]
    fn of_many_that_wait_the_oldest_gives_way() {
        let (pairings, world) = (Pairings::default(), Still::default());
        for n in 0..=u32::try_from(MAX_WAITING).unwrap() {
            let mut hash = [0; 32];
            hash[..4].copy_from_slice(&n.to_le_bytes());
            pairings.ask(&world, hash);
        }
        assert_eq!(pairings.lock().len(), MAX_WAITING);
    }
}
