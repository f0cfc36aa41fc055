//! Bad networks, made in user space: loss, delay, jitter, reordering, duplication, a narrow line, black-outs,
//! firewalls, and a phone that walks out of its Wi-Fi.
//!
//! [`Link`] is the model of one direction: pure, in virtual time, and the same for the same seed. [`Line`] keeps
//! what is under way. [`UdpRelay`] puts two of them between a client and a server on loopback; the program
//! `netem` puts them between a network namespace and this host (docs/adr/0010).

mod chance;
mod conditions;
mod line;
mod link;
mod packet;
mod udp;

pub use conditions::{Conditions, Loss, Pass};
pub use line::Line;
pub use link::{Cause, Counts, Fate, Link};
pub use packet::{Ipv4, Traffic};
pub use udp::{Direction, UdpRelay};
