//! When to look at whom again: a heap of deadlines, so that a packet never costs a walk over all peers.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::Hash;
use std::time::Instant;

/// One deadline per key; arming it anew replaces it.
#[derive(Debug)]
pub struct Timers<K> {
    heap: BinaryHeap<Reverse<(Instant, K)>>,
    /// The deadline that counts; older entries of the heap are passed over when their turn comes.
    armed: FxHashMap<K, Instant>,
}

impl<K: Copy + Eq + Hash + Ord> Default for Timers<K> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), armed: FxHashMap::default() }
    }
}

impl<K: Copy + Eq + Hash + Ord> Timers<K> {
    /// Arms `key` for `deadline`.
    pub fn arm(&mut self, key: K, deadline: Instant) {
        if self.armed.insert(key, deadline) != Some(deadline) {
            self.heap.push(Reverse((deadline, key)));
        }
    }

    /// Arms `key` unless it is armed already.
    pub fn arm_idle(&mut self, key: K, deadline: Instant) {
        if !self.armed.contains_key(&key) {
            self.arm(key, deadline);
        }
    }

    pub fn disarm(&mut self, key: K) {
        self.armed.remove(&key);
    }

    /// The earliest deadline.
    pub fn next(&mut self) -> Option<Instant> {
        while let Some(Reverse((deadline, key))) = self.heap.peek() {
            if self.armed.get(key) == Some(deadline) {
                return Some(*deadline);
            }
            self.heap.pop();
        }
        None
    }

    /// Of the heap, those that are to be passed over among them.
    #[cfg(test)]
    pub fn entries(&self) -> usize {
        self.heap.len()
    }

    /// Takes the next key whose deadline is reached.
    pub fn due(&mut self, now: Instant) -> Option<K> {
        if self.next()? > now {
            return None;
        }
        let Reverse((_, key)) = self.heap.pop()?;
        self.armed.remove(&key);
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn keys_come_due_in_order_and_once() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut timers = Timers::default();
        timers.arm('a', at(30));
        timers.arm('b', at(10));
        timers.arm('c', at(20));
        timers.arm('a', at(5));
        timers.arm('c', at(40));
        timers.disarm('b');
        assert_eq!(timers.next(), Some(at(5)));
        assert_eq!(timers.due(at(4)), None);
        assert_eq!(timers.due(at(30)), Some('a'));
        assert_eq!(timers.due(at(30)), None);
        assert_eq!(timers.due(at(40)), Some('c'));
        assert_eq!(timers.next(), None);
    }
}
