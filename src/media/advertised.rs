//! Where browsers reach a media port, and who is told of which address: a node that sits on the government intranet and
//! on the Internet tells each side its own, and neither side the other's.

use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// An address browsers reach us by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advertised {
    /// Port 0 stands for the port we listen on.
    pub at: SocketAddr,
    /// Told to who comes from these networks; none: to everybody no other address is for.
    pub networks: Vec<IpNet>,
}

impl From<SocketAddr> for Advertised {
    fn from(at: SocketAddr) -> Self {
        Self { at, networks: Vec::new() }
    }
}

/// What somebody is told who comes from `from`, the best first. Of whom that is not known, or whom no address is meant
/// for, all: a way in that fails costs less than none.
pub fn told(all: &[Advertised], from: Option<IpAddr>) -> Vec<SocketAddr> {
    let which = |wanted: &dyn Fn(&Advertised) -> bool| -> Vec<SocketAddr> {
        all.iter().filter(|address| wanted(address)).map(|address| address.at).collect()
    };
    let Some(from) = from.map(|from| from.to_canonical()) else { return which(&|_| true) };
    let own = which(&|address| address.networks.iter().any(|network| network.contains(&from)));
    let open = which(&|address| address.networks.is_empty());
    [own, open, which(&|_| true)].into_iter().find(|told| !told.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `address for networks`, separated by commas; what is told to each.
    #[track_caller]
    fn check(all: &str, told_to: &[(&str, &str)]) {
        let advertised = |text: &str| {
            let (at, networks) = text.split_once(" for ").unwrap_or((text, ""));
            let networks = networks.split_whitespace().map(|network| network.parse().unwrap()).collect();
            Advertised { at: SocketAddr::new(at.trim().parse().unwrap(), 9), networks }
        };
        let all: Vec<Advertised> = all.split(", ").map(advertised).collect();
        for (from, expected) in told_to {
            let told: Vec<String> =
                told(&all, from.parse().ok()).iter().map(|at| at.ip().to_string()).collect();
            assert_eq!(told.join(" "), *expected, "{from}");
        }
    }

    #[test]
    fn each_side_is_told_its_own_address() {
        let sides = "10.20.0.5 for 10.0.0.0/8 fd00::/8, 203.0.113.7";
        check(
            sides,
            &[("10.9.9.9", "10.20.0.5"), ("::ffff:10.1.1.1", "10.20.0.5"), ("fd00::1", "10.20.0.5")],
        );
        check(sides, &[("198.51.100.4", "203.0.113.7"), ("2001:db8::4", "203.0.113.7")]);
    }
    #[test]
    fn where_no_network_is_named_everybody_is_told_all() {
        check(
            "10.20.0.5, 203.0.113.7",
            &[("10.9.9.9", "10.20.0.5 203.0.113.7"), ("198.51.100.4", "10.20.0.5 203.0.113.7")],
        );
    }
    #[test]
    fn who_is_meant_by_none_or_comes_from_nowhere_is_told_all() {
        let sides = "10.20.0.5 for 10.0.0.0/8, 172.16.0.5 for 172.16.0.0/12";
        check(sides, &[("198.51.100.4", "10.20.0.5 172.16.0.5"), ("?", "10.20.0.5 172.16.0.5")]);
    }
}
