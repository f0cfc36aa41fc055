//! A [`Link`] with what is under way on it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use crate::link::{Fate, Link};
use crate::packet::Traffic;

#[derive(Debug)]
pub struct Line {
    pub link: Link,
    /// What arrives next is on top. The number keeps the order of what arrives together.
    under_way: BinaryHeap<Reverse<(Duration, u64, Vec<u8>)>>,
    number: u64,
}

impl Line {
    #[must_use]
    pub const fn new(link: Link) -> Self {
        Self { link, under_way: BinaryHeap::new(), number: 0 }
    }

    /// Gives a packet to the link.
    pub fn send(&mut self, now: Duration, traffic: Traffic, packet: &[u8]) {
        match self.link.send(now, packet.len(), traffic) {
            Fate::Lost(_) => {}
            Fate::Arrives(at) => self.put(at, packet),
            Fate::ArrivesTwice(first, second) => {
                self.put(first, packet);
                self.put(second, packet);
            }
        }
    }

    fn put(&mut self, at: Duration, packet: &[u8]) {
        self.number += 1;
        self.under_way.push(Reverse((at, self.number, packet.to_vec())));
    }

    /// When the next packet arrives.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        self.under_way.peek().map(|Reverse((at, ..))| *at)
    }

    /// Takes the next packet that has arrived.
    pub fn arrived(&mut self, now: Duration) -> Option<Vec<u8>> {
        self.next().filter(|at| *at <= now)?;
        self.under_way.pop().map(|Reverse((_, _, packet))| packet)
    }

    /// Loses what is under way.
    pub fn cut(&mut self) {
        self.under_way.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conditions::Conditions;

    #[test]
    fn packets_come_out_when_they_arrive_and_in_order() {
        let ms = Duration::from_millis;
        let conditions = Conditions { delay_ms: 20, ..Conditions::default() };
        let mut line = Line::new(Link::new(conditions, 1));
        for (at, packet) in [(0, b"a"), (0, b"b"), (5, b"c")] {
            line.send(ms(at), Traffic::Udp, packet);
        }
        assert_eq!(line.next(), Some(ms(20)));
        assert_eq!(line.arrived(ms(19)), None);
        assert_eq!(line.arrived(ms(22)).unwrap(), b"a");
        assert_eq!(line.arrived(ms(22)).unwrap(), b"b");
        assert_eq!(line.arrived(ms(22)), None);
        line.cut();
        assert_eq!(line.next(), None);
    }
}
