//! A DTLS handshake with somebody in between who drops, repeats, bends and adds as the input says.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::{IDENTITY, take};
use crate::media::peer::dtls::{Dtls, Progress, Role};

/// Both ends and what is under way to each.
struct Handshake {
    now: Instant,
    ends: [Dtls; 2],
    under_way: [VecDeque<Vec<u8>>; 2],
}

/// Our server and our client; the input's bytes are steps.
pub fn dtls_in(mut input: &[u8]) {
    let now = Instant::now();
    let end = |role| Dtls::new(IDENTITY.clone(), role, vec![*IDENTITY.fingerprint()]);
    let ends = [end(Role::Server), end(Role::Client)];
    let mut handshake = Handshake { now, ends, under_way: Default::default() };
    handshake.ends[1].start(now);
    handshake.collect();
    let mut steps = 0;
    while let [step, rest @ ..] = input {
        input = rest;
        handshake.step(*step, &mut input);
        steps += 1;
        if steps == 200 {
            break;
        }
    }
}

impl Handshake {
    fn step(&mut self, step: u8, input: &mut &[u8]) {
        let to = usize::from(step & 1); // 0 the server, 1 the client
        match step >> 1 & 7 {
            0 | 1 => self.deliver(to, |_| {}),
            2 => drop(self.under_way[to].pop_front()),
            3 => {
                let again = self.under_way[to].front().cloned();
                self.under_way[to].extend(again);
            }
            4 => {
                let bend = take(input, 3);
                self.deliver(to, |datagram| bend_at(datagram, bend));
            }
            5 => {
                let length = usize::from(take(input, 1).first().copied().unwrap_or(0));
                self.deliver(to, |datagram| datagram.truncate(length));
            }
            6 => {
                let length = take(input, 1).first().copied().unwrap_or(0);
                let raw = take(input, length.into()).to_vec();
                self.under_way[to].push_front(raw);
                self.deliver(to, |_| {});
            }
            _ => {
                self.now += Duration::from_secs(1);
                self.ends[to].timeout(self.now);
                self.collect();
            }
        }
    }

    /// Gives an end its next datagram, bent.
    fn deliver(&mut self, to: usize, bend: impl FnOnce(&mut Vec<u8>)) {
        let Some(mut datagram) = self.under_way[to].pop_front() else { return };
        bend(&mut datagram);
        if let Progress::Keys(keys) = self.ends[to].receive(self.now, &datagram) {
            drop(keys);
        }
        self.collect();
    }

    fn collect(&mut self) {
        for from in 0..2 {
            while let Some(datagram) = self.ends[from].poll_transmit() {
                self.under_way[1 - from].push_back(datagram.to_vec());
            }
        }
    }
}

/// Changes the byte at (two bytes of place) by (one byte).
fn bend_at(datagram: &mut [u8], bend: &[u8]) {
    if let [high, low, with] = *bend
        && !datagram.is_empty()
    {
        let at = usize::from(u16::from_be_bytes([high, low])) % datagram.len();
        datagram[at] ^= with;
    }
}
