//! How many allocations each seat has: over all workers, for its credentials are good with every one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A seat that has none is not in it. Looked at when an allocation is made and when it ends, never for a packet.
#[derive(Debug, Clone, Default)]
pub struct Held(Arc<Mutex<HashMap<String, usize>>>);

impl Held {
    /// One more for the seat, unless it has its quota. It is given back when it is dropped, whatever becomes of the
    /// allocation and of the worker that had it.
    pub fn take(&self, seat: &str, quota: usize) -> Option<Share> {
        let mut held = self.lock();
        let before = held.get(seat).copied().unwrap_or_default();
        if before >= quota {
            return None;
        }
        held.insert(seat.to_owned(), before + 1);
        Some(Share { of: self.clone(), seat: seat.to_owned() })
    }

    fn give_back(&self, seat: &str) {
        let mut held = self.lock();
        let Some(count) = held.get_mut(seat) else { return };
        *count -= 1;
        if *count == 0 {
            held.remove(seat);
        }
    }

    #[cfg(test)]
    pub fn of(&self, seat: &str) -> usize {
        self.lock().get(seat).copied().unwrap_or_default()
    }

    /// Seats that have any.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One allocation's place in its seat's quota.
#[derive(Debug)]
pub struct Share {
    of: Held,
    seat: String,
}

impl Drop for Share {
    fn drop(&mut self) {
        self.of.give_back(&self.seat);
    }
}
