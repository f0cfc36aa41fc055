//! What flows takes no memory (docs/adr/0055): every allocation is counted that the relay makes for a hearing's packets, reports
//! and checks.

use super::*;
use crate::media::forward::leg::SenderInfo;
use crate::media::forward::rtcp::{self, Block};
use crate::media::forward::rtp::RtpView;
use crate::media::peer::arrivals::Arrivals;
use crate::media::peer::ice::{StreamId, Via};
use crate::media::streams::{Arrival, lanes};
use crate::media::worker::carriers::Carriers;
use client::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What the relay allocates in `work`.
fn counted(count: &mut usize, work: impl FnOnce()) {
    let region = Region::new(ALLOCATOR);
    work();
    let change = region.change();
    *count += change.allocations + change.reallocations;
}

/// Two who see and hear each other, and what the second tells of what it gets.
struct Pair {
    hall: Hall,
    seats: [Client; 2],
    arrivals: Arrivals,
    allocated: usize,
}

impl Pair {
    fn seated() -> Self {
        let mut hall = Hall::open();
        let seats = [hall.join_controlled(1), hall.join_controlled(2)];
        let plan = |of: usize| {
            let source = |kind| Source { seat: seats[1 - of].key.seat, kind };
            let slots = [("2", SourceKind::Microphone), ("3", SourceKind::Camera)];
            let slots = slots.map(|(mid, kind)| (mid.to_owned(), source(kind))).to_vec();
            ReceiverPlan { seat: seats[of].key.seat, slots }
        };
        let receivers = vec![plan(0), plan(1)];
        hall.relay.command(hall.now, Command::Route(ROOM, RoutePlan { receivers }), &mut hall.out);
        let arrivals = Arrivals::new(hall.now);
        Self { hall, seats, arrivals, allocated: 0 }
    }

    fn takes(&mut self, from: usize, mut datagram: Vec<u8>) {
        let (hall, path) = (&mut self.hall, self.seats[from].path);
        counted(&mut self.allocated, || {
            hall.relay.datagram(hall.now, path, &mut datagram, &mut hall.out);
        });
        self.deliver();
    }

    fn sends(&mut self, from: usize, packet: &[u8]) {
        let sealed = self.seats[from].seal(packet);
        self.takes(from, sealed);
    }

    fn deliver(&mut self) {
        let [a, b] = &mut self.seats;
        self.hall.deliver(&mut [a, b]);
        for packet in b.packets.iter() {
            let number = RtpView::parse(packet).unwrap().transport_sequence(5);
            number.into_iter().for_each(|number| self.arrivals.packet(self.hall.now, number));
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.hall.now + time;
        while let Some(due) = self.hall.relay.deadline().filter(|due| *due <= end) {
            let hall = &mut self.hall;
            hall.now = hall.now.max(due);
            counted(&mut self.allocated, || hall.relay.tick(hall.now, &mut hall.out));
            self.deliver();
        }
        self.hall.now = end;
    }

    /// Twenty milliseconds of a hearing, the `at`-th.
    fn flow(&mut self, at: u16) {
        for from in 0..2 {
            self.sends(from, &sound(at, 30));
            for frame in 0..2 {
                self.sends(from, &picture(2 * at + frame, at % 100 == 1, 1));
            }
        }
        let got = self.seats[1].take();
        if at.is_multiple_of(5) {
            let mut told = Vec::new();
            self.arrivals.feedback(1, 2, |packet| told.push(packet.to_vec()));
            told.iter().for_each(|packet| self.sends(1, packet));
        }
        if at.is_multiple_of(10) {
            let shown = got.iter().find(|packet| packet[1] & 0x7f == VP8).unwrap();
            self.sends(1, &nack(ssrc(shown), &[sequence(shown)]));
        }
        if at.is_multiple_of(50) {
            for from in 0..2 {
                let mut compound = rtcp::Compound::default();
                let block = Block { ssrc: 1, ..Block::default() };
                compound.sender_report(CAMERA, 1 << 32, SENDER).receiver_report(CAMERA, &[block]);
                self.sends(from, compound.finish().unwrap());
                let check = self.seats[from].check();
                self.takes(from, check);
            }
        }
        self.seats[0].take();
        self.pass(Duration::from_millis(20));
    }
}

const SENDER: SenderInfo = SenderInfo { timestamp: 1, packets: 1, octets: 1 };

#[test]
fn what_flows_takes_no_memory() {
    if std::env::var_os("NEXTEST").is_none() {
        return; // other tests' threads would be counted too
    }
    let mut pair = Pair::seated();
    (1..500).for_each(|at| pair.flow(at));
    let before = std::mem::take(&mut pair.allocated);
    assert!(before > 0, "the first seconds take what the rest has");
    (500..1500).for_each(|at| pair.flow(at));
    assert_eq!(pair.allocated, 0, "allocations in twenty seconds of a hearing");
}

/// The queue itself takes a block for each 32 at most.
#[test]
fn what_goes_into_a_connection_lies_in_buffers_that_come_back() {
    if std::env::var_os("NEXTEST").is_none() {
        return;
    }
    let mut hall = Hall::open();
    let udp = Path::udp(SocketAddr::from(([198, 51, 100, 1], 5000)), None);
    let path = Path { via: Via::Tcp(StreamId(1)), ..udp };
    let (out, mut waiting) = lanes();
    let mut carriers = Carriers::default();
    carriers.arrival(hall.now, Arrival::Opened { path, out }, &mut hall.relay, &mut hall.out);
    let mut allocated = 0;
    for at in 0..2000_usize {
        if at == 1000 {
            assert!(allocated > 0, "the first take what the rest has");
            allocated = 0;
        }
        let datagram = [7; 1200];
        let datagram = if at.is_multiple_of(3) { &datagram[..] } else { &datagram[..100] };
        counted(&mut allocated, || {
            assert!(carriers.send(hall.now, &hall.relay, path, datagram).is_none());
        });
        let queued = waiting.beside(0).unwrap();
        waiting.give_back(queued.framed);
    }
    assert!(allocated <= 1000 / 32, "{allocated} allocations for a thousand datagrams");
}
