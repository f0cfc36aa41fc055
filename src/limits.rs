//! Limits the number of connections, in total and per address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by whoever lets connections in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Limits {
    most: usize,
    most_of_one: usize,
    /// Addresses behind which anybody may be: limited in total alone.
    proxies: Arc<[IpAddr]>,
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    total: usize,
    /// By [`line_of`]; one that has none is not in it.
    of: HashMap<IpAddr, usize>,
}

/// A connection's place, free again when dropped.
#[derive(Debug)]
pub struct Place {
    limits: Limits,
    line: IpAddr,
}

/// The line an address is on, by which it is counted: its /64 for IPv6, all of which one household has.
fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

impl Limits {
    /// So many in total, and from each address that is not one of `proxies`.
    pub fn new(most: usize, most_of_one: usize, proxies: &[IpAddr]) -> Self {
        let proxies = proxies.iter().map(|proxy| proxy.to_canonical()).collect();
        Self { most, most_of_one, proxies, open: Arc::default() }
    }

    /// A place, if there is one.
    pub fn take(&self, source: IpAddr) -> Option<Place> {
        let (line, free) = (line_of(source), self.proxies.contains(&source.to_canonical()));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = open.of.get(&line).copied().unwrap_or_default();
        if open.total >= self.most || (of_one >= self.most_of_one && !free) {
            return None;
        }
        open.total += 1;
        *open.of.entry(line).or_default() += 1;
        Some(Place { limits: self.clone(), line })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.limits.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.total -= 1;
        if let Some(of) = open.of.get_mut(&self.line) {
            *of -= 1;
            if *of == 0 {
                open.of.remove(&self.line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn one_address_cannot_take_every_place() {
        let limits = Limits::new(9, 3, &[]);
        let greedy: IpAddr = [192, 0, 2, 1].into();
        let held: Vec<Place> = (0..5).map_while(|_| limits.take(greedy)).collect();
        assert_eq!(held.len(), 3);
        assert!(limits.take([192, 0, 2, 2].into()).is_some());
        drop(held);
        let open = limits.open.lock().unwrap();
        assert_eq!((open.total, open.of.len()), (0, 0), "places come back");
    }

    #[test]
    fn all_addresses_of_an_ipv6_line_are_one() {
        let limits = Limits::new(9, 3, &[]);
        let address = |n: u128| IpAddr::from(Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) + n));
        let held: Vec<Place> = (0..5).map_while(|n| limits.take(address(n))).collect();
        assert_eq!(held.len(), 3);
        assert!(limits.take(address(1 << 64)).is_some(), "the neighbour's");
        drop(held);
        assert!(limits.open.lock().unwrap().of.is_empty(), "places come back");
        let mapped = Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped();
        assert_eq!(line_of(mapped.into()), IpAddr::from([192, 0, 2, 1]));
    }

    #[test]
    fn behind_a_proxy_only_the_total_counts() {
        let proxy: IpAddr = [10, 0, 0, 2].into();
        let limits = Limits::new(9, 3, &[proxy]);
        let held: Vec<Place> = (0..20).map_while(|_| limits.take(proxy)).collect();
        assert_eq!(held.len(), 9);
        assert!(limits.take([192, 0, 2, 2].into()).is_none());
    }
}
