//! When the next sign-in may be tried. Failures are in the store, so a restart forgives nothing.
//!
//! Tries at a name are counted where they come from: a stranger locks it for themselves, not for its owner. What one
//! address tries at many names is counted as well, far more generously, and paid back by whoever signs in there. A
//! browser that somebody signed in from is counted by itself at their name, so neither locks it. Codes after a right
//! password are counted as the passwords are, and by their account from wherever they come.

use crate::domain::{DAY_MS, Timestamp};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Failures older than this are forgotten, milliseconds.
pub const REMEMBERED_MS: i64 = DAY_MS;

/// Wrong tries without a wait at one name, from one address or known browser.
pub const FREE_BY_NAME: usize = 3;
/// The same from one address at all names together, since somebody last signed in there: a whole office may sit behind it.
pub const FREE_BY_ADDRESS: usize = 100;

/// Wrong codes of one account without a wait, from anywhere: there are a million, of which three are right at a time.
pub const FREE_BY_CODES: usize = 10;

/// Seconds to wait after the last failure, growing with each beyond the free ones. At most a quarter of
/// an hour: whoever locks a name from outside must not shut its owner out for the day.
const WAITS: [i64; 10] = [1, 3, 5, 10, 20, 40, 80, 160, 320, 900];

/// Seconds until the next try, none when it may be now. `failures` newest first.
#[must_use]
pub fn locked_for(failures: &[Timestamp], free: usize, now: Timestamp) -> Option<u64> {
    let beyond = failures.len().checked_sub(free)?;
    let last = failures.first()?;
    let wait = WAITS[beyond.min(WAITS.len() - 1)] * 1000;
    let left = last.0 + wait - now.0;
    u64::try_from(left).ok().filter(|left| *left > 0).map(|left| left.div_ceil(1000))
}

/// Key of a user name as tried from an address. A digest: names typed wrongly are often passwords.
#[must_use]
pub fn name_key(username: &str, address: IpAddr) -> String {
    key("name", &format!("{} {username}", network_of(address)))
}

/// Key of a user name as tried from a known browser, by what is stored of its token.
#[must_use]
pub fn browser_key(username: &str, token_hash: &[u8; 32]) -> String {
    key("browser", &format!("{} {username}", hex::encode(token_hash)))
}

/// Key of a network address; of its /64 for IPv6, since one line has all of that.
#[must_use]
pub fn address_key(address: IpAddr) -> String {
    key("address", &network_of(address))
}

/// Key of the codes of an account.
#[must_use]
pub fn codes_key(username: &str) -> String {
    key("codes", username)
}

/// The address as a line of the network is known by.
#[must_use]
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

fn key(kind: &str, text: &str) -> String {
    hex::encode(&Sha256::digest(format!("{kind}:{text}"))[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits in seconds before tries 1, 2, 3 … when each fails as soon as it may be made.
    fn waits(free: usize, tries: usize) -> Vec<u64> {
        let (mut failures, mut now) = (Vec::new(), Timestamp(0));
        (0..tries)
            .map(|_| {
                let wait = locked_for(&failures, free, now).unwrap_or(0);
                now = now.plus_millis(i64::try_from(wait).unwrap() * 1000);
                failures.insert(0, now);
                wait
            })
            .collect()
    }

    #[test]
    fn three_quick_tries_are_free_and_then_waits_grow() {
        assert_eq!(waits(FREE_BY_NAME, 8), [0, 0, 0, 1, 3, 5, 10, 20]);
    }

    #[test]
    fn waits_stop_growing_at_a_quarter_of_an_hour() {
        assert_eq!(waits(FREE_BY_NAME, 30).last(), Some(&900));
    }

    #[test]
    fn the_neighbours_of_an_ipv6_line_share_its_key() {
        let key = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }

    #[test]
    fn a_name_is_counted_where_it_is_tried() {
        let key = |name, address: &str| name_key(name, address.parse().unwrap());
        assert_eq!(key("chen", "192.0.2.1"), key("chen", "::ffff:192.0.2.1"));
        assert_ne!(key("chen", "192.0.2.1"), key("chen", "192.0.2.2"));
        assert_ne!(key("chen", "192.0.2.1"), key("li", "192.0.2.1"));
    }
}
