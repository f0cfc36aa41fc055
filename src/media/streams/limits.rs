//! How many connections there may be: in total, and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// In total. Each holds a socket and, while something waits to be sent, at most `QUEUE` datagrams.
const MOST: usize = 8192;
/// From one address: a county's offices may well stand behind one, with two or three connections a seat.
const MOST_OF_ONE: usize = 512;

#[derive(Debug, Clone, Default)]
pub struct Limits {
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    total: usize,
    /// An address that has none is not in it.
    of: HashMap<IpAddr, usize>,
}

/// A connection's place, free again when dropped.
#[derive(Debug)]
pub struct Place {
    limits: Limits,
    source: IpAddr,
}

impl Limits {
    /// A place, if there is one.
    pub fn take(&self, source: IpAddr) -> Option<Place> {
        let source = source.to_canonical();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.total >= MOST || open.of.get(&source).is_some_and(|of| *of >= MOST_OF_ONE) {
            return None;
        }
        open.total += 1;
        *open.of.entry(source).or_default() += 1;
        Some(Place { limits: self.clone(), source })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.limits.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.total -= 1;
        if let Some(of) = open.of.get_mut(&self.source) {
            *of -= 1;
            if *of == 0 {
                open.of.remove(&self.source);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_every_place() {
        let limits = Limits::default();
        let greedy: IpAddr = [192, 0, 2, 1].into();
        let held: Vec<Place> = (0..MOST_OF_ONE + 5).map_while(|_| limits.take(greedy)).collect();
        assert_eq!(held.len(), MOST_OF_ONE);
        assert!(limits.take([192, 0, 2, 2].into()).is_some());
        drop(held);
        let open = limits.open.lock().unwrap();
        assert_eq!((open.total, open.of.len()), (0, 0), "places come back");
    }
}
