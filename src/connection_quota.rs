//! Limits the number of connections, in total and per address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by whoever lets connections in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ConnectionQuota {
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

/// Lets one connection be open; given back when dropped.
#[derive(Debug)]
pub struct Permit {
    quota: ConnectionQuota,
    line: IpAddr,
}

/// The line an address is on, by which it is counted: its /64 for IPv6, all of which one household has.
fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

impl ConnectionQuota {
    /// So many in total, and from each address that is not one of `proxies`.
    pub fn new(most: usize, most_of_one: usize, proxies: &[IpAddr]) -> Self {
        let proxies = proxies.iter().map(|proxy| proxy.to_canonical()).collect();
        Self { most, most_of_one, proxies, open: Arc::default() }
    }

    /// A permit, if one is left.
    pub fn take(&self, source: IpAddr) -> Option<Permit> {
        let (line, free) = (line_of(source), self.proxies.contains(&source.to_canonical()));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = open.of.get(&line).copied().unwrap_or_default();
        if open.total >= self.most || (of_one >= self.most_of_one && !free) {
            return None;
        }
        open.total += 1;
        *open.of.entry(line).or_default() += 1;
        Some(Permit { quota: self.clone(), line })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut open = self.quota.open.lock().unwrap_or_else(PoisonError::into_inner);
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
    fn one_address_cannot_take_every_permit() {
        let quota = ConnectionQuota::new(9, 3, &[]);
        let greedy: IpAddr = [192, 0, 2, 1].into();
        let held: Vec<Permit> = (0..5).map_while(|_| quota.take(greedy)).collect();
        assert_eq!(held.len(), 3);
        assert!(quota.take([192, 0, 2, 2].into()).is_some());
        drop(held);
        let open = quota.open.lock().unwrap();
        assert_eq!((open.total, open.of.len()), (0, 0), "permits come back");
    }

    #[test]
    fn all_addresses_of_an_ipv6_line_are_one() {
        let quota = ConnectionQuota::new(9, 3, &[]);
        let address = |n: u128| IpAddr::from(Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) + n));
        let held: Vec<Permit> = (0..5).map_while(|n| quota.take(address(n))).collect();
        assert_eq!(held.len(), 3);
        assert!(quota.take(address(1 << 64)).is_some(), "the neighbour's");
        drop(held);
        assert!(quota.open.lock().unwrap().of.is_empty(), "permits come back");
        let mapped = Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped();
        assert_eq!(line_of(mapped.into()), IpAddr::from([192, 0, 2, 1]));
    }

    #[test]
    fn behind_a_proxy_only_the_total_counts() {
        let proxy: IpAddr = [10, 0, 0, 2].into();
        let quota = ConnectionQuota::new(9, 3, &[proxy]);
        let held: Vec<Permit> = (0..20).map_while(|_| quota.take(proxy)).collect();
        assert_eq!(held.len(), 9);
        assert!(quota.take([192, 0, 2, 2].into()).is_none());
    }
}
