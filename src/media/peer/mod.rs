//! One WebRTC peer: the client's single connection to us, with what it sends and what it is sent.
//!
//! The only users of the WebRTC engine's parts are in this folder. A peer knows nothing of rooms: it turns
//! datagrams into packets of its sources and packets of others into datagrams.

pub mod arrivals;
pub mod dtls;
pub mod ice;
pub mod publication;
pub mod reception;
pub mod rtcp;
pub mod sdp;
pub mod session;
pub mod slot;
pub mod srtp;
pub mod transport;

use bytes::BytesMut;
use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::counters;
use super::forward::leg::{Resend, StreamId};
use super::forward::rewritten::Rewritten;
use super::forward::rtp::RtpView;
use super::plane::{PeerKey, Source};
use arrivals::{Arrivals, FEEDBACK_EVERY};
use ice::{Check, Path};
use publication::{Packet, Publications};
use rtcp::{Compound, Report};
use session::Session;
use slot::Slot;
use transport::{Moved, Outbox, PATIENCE, Received, SILENCE, Transport};

/// A peer of this worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerId(pub u32);

/// Between two rounds of reports (RFC 3550 §6.2 allows more often for video; browsers do a second).
const REPORT_EVERY: Duration = Duration::from_secs(1);

/// What the room must hear of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Media may flow, for the first time or again.
    Connected,
    /// Nothing authentic came for too long; it may come back.
    Silent,
    /// It closed its connection.
    Closed,
    /// It never came.
    NeverCame,
    /// It was silent for too long to come back.
    StayedAway,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    Awaited,
    Connected,
    Silent,
}

/// What a datagram meant for others.
#[derive(Debug)]
pub enum Event {
    None,
    /// A packet of one of its sources.
    Media(Packet),
    /// The publisher's clock and timestamps, for the reports to its receivers.
    Clock {
        kind: SourceKind,
        stream: StreamId,
        timestamp: u32,
    },
    /// Packets of a slot did not arrive.
    Lost {
        slot: usize,
        sequences: Vec<u16>,
    },
    /// A slot's picture cannot be decoded any more.
    KeyFrame {
        slot: usize,
    },
}

/// What one peer is made of: a way in and out, what was agreed, what it sends, and what it is sent.
#[derive(Debug)]
pub struct Peer {
    pub key: PeerKey,
    pub transport: Transport,
    pub session: Session,
    pub publications: Publications,
    pub slots: Vec<Slot>,
    arrivals: Arrivals,
    life: Life,
    change: Option<Change>,
    reports_due: Instant,
    feedback_due: Instant,
    /// Our SSRC in feedback to it.
    own_ssrc: u32,
}

impl Peer {
    pub fn new(
        now: Instant,
        key: PeerKey,
        transport: Transport,
        session: Session,
        publications: Publications,
        own_ssrc: u32,
    ) -> Self {
        Self {
            key,
            transport,
            session,
            publications,
            slots: Vec::new(),
            arrivals: Arrivals::new(now),
            life: Life::Awaited,
            change: None,
            reports_due: now + REPORT_EVERY,
            feedback_due: now,
            own_ssrc,
        }
    }

    /// The slot a receive-only section of the client's stands for.
    pub fn slot_of(&self, mid: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.section.mid == mid && slot.section.receiving)
    }

    /// What the room must hear since it was last asked.
    pub fn take_change(&mut self) -> Option<Change> {
        self.change.take()
    }

    /// Takes an ICE check that named one of our ufrags.
    pub fn check(&mut self, now: Instant, from: Path, check: Check, out: &mut Outbox) -> Option<Moved> {
        let moved = self.transport.check(now, from, check, out)?;
        self.alive();
        Some(moved)
    }

    /// Takes any other datagram that came by one of its paths.
    pub fn receive(&mut self, now: Instant, datagram: &[u8], out: &mut Outbox) -> Vec<Event> {
        match self.transport.receive(now, datagram, out) {
            Received::Nothing => Vec::new(),
            Received::Connected => {
                self.life = Life::Connected;
                self.change = Some(Change::Connected);
                Vec::new()
            }
            Received::Closed => {
                self.change = Some(Change::Closed);
                Vec::new()
            }
            Received::Rtp(packet) => {
                self.alive();
                self.rtp(now, packet).into_iter().map(Event::Media).collect()
            }
            Received::Rtcp(packet) => {
                self.alive();
                rtcp::read(&packet).into_iter().map(|report| self.report(now, report)).collect()
            }
        }
    }

    fn rtp(&mut self, now: Instant, packet: BytesMut) -> Option<Packet> {
        let arrival = self.publications.receive(now, packet)?;
        if let Some(sequence) = arrival.transport_sequence {
            if self.arrivals.is_empty() {
                self.feedback_due = now + FEEDBACK_EVERY;
            }
            self.arrivals.packet(now, sequence);
        }
        arrival.packet
    }

    fn report(&mut self, now: Instant, report: Report) -> Event {
        match report {
            Report::Sent { ssrc, ntp, rtp } => match self.publications.sender_report(now, ssrc, ntp, rtp) {
                Some((kind, stream)) => Event::Clock { kind, stream, timestamp: rtp },
                None => Event::None,
            },
            Report::Lost { ssrc, sequences } => match self.slot_by(ssrc) {
                Some(slot) => Event::Lost { slot, sequences },
                None => Event::None,
            },
            Report::KeyFrame { ssrc } => match self.slot_by(ssrc) {
                Some(slot) => Event::KeyFrame { slot },
                None => Event::None,
            },
        }
    }

    fn slot_by(&self, ssrc: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.section.ssrc == ssrc)
    }

    /// Something authentic came.
    fn alive(&mut self) {
        if self.life == Life::Silent {
            self.life = Life::Connected;
            self.change = Some(Change::Connected);
        }
    }

    /// Has this slot carry a source from now on, or nothing. Whether it needs a key frame for that.
    pub fn carry(&mut self, slot: usize, source: Option<Source>) -> bool {
        self.slots.get_mut(slot).is_some_and(|slot| slot.carry(source))
    }

    /// Sends a packet of a source by one of the slots. Whether it waits for a key frame.
    pub fn forward(
        &mut self,
        now: Instant,
        slot: usize,
        packet: &Packet,
        view: &RtpView<'_>,
        out: &mut Outbox,
    ) -> bool {
        let Some(slot) = self.slots.get_mut(slot) else { return false };
        if let Some(rewritten) = slot.forward(now, packet, view) {
            let mut buffer = [0; transport::LARGEST_DATAGRAM];
            if let Ok(length) = rewritten.write(&mut buffer, view, slot.media(), &[]) {
                self.transport.send_rtp(now, &buffer[..length], out);
            }
        }
        slot.awaits_key_frame()
    }

    /// Which packets to send again on a slot, and how, of those the client says it lost.
    pub fn resends(&mut self, now: Instant, slot: usize, sequences: &[u16]) -> Vec<Resend> {
        let Some(slot) = self.slots.get_mut(slot) else { return Vec::new() };
        sequences.iter().filter_map(|sequence| slot.resend(now, *sequence)).collect()
    }

    /// Sends a kept packet again (RFC 4588).
    pub fn resend(
        &mut self,
        now: Instant,
        slot: usize,
        kept: &RtpView<'_>,
        as_sent: Rewritten,
        out: &mut Outbox,
    ) {
        let Some((to, number)) = self.slots.get_mut(slot).and_then(Slot::retransmission) else { return };
        let mut buffer = [0; transport::LARGEST_DATAGRAM];
        if let Ok(length) = as_sent.write_rtx(&mut buffer, kept, to, number, &[]) {
            self.transport.send_rtp(now, &buffer[..length], out);
        }
    }

    /// Asks this peer for a key frame of its source, unless it was asked just now.
    pub fn request_key_frame(&mut self, now: Instant, kind: SourceKind, out: &mut Outbox) {
        let Some(ssrc) = self.publications.key_frame_wanted(now, kind) else { return };
        let mut compound = Compound::default();
        compound.receiver_report(self.own_ssrc, Vec::new()).key_frame(self.own_ssrc, ssrc);
        self.send(now, compound, out);
        counters::key_frame_requested();
    }

    /// What the publisher's clock says, for the reports on a slot that carries its stream.
    pub fn note_clock(&mut self, now: Instant, slot: usize, stream: StreamId, timestamp: u32) {
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.note_report(now, stream, timestamp);
        }
    }

    /// When [`Self::tick`] wants to be called.
    pub fn deadline(&self) -> Instant {
        let feedback = (!self.arrivals.is_empty()).then_some(self.feedback_due);
        let others = [feedback, self.transport.deadline(), self.publications.deadline()];
        others.into_iter().flatten().fold(self.reports_due, Instant::min)
    }

    /// Does what is due. `ntp` is the wall clock.
    pub fn tick(&mut self, now: Instant, ntp: u64, out: &mut Outbox) {
        self.transport.timeout(now, out);
        let mut compound = Compound::default();
        if now >= self.reports_due {
            self.reports_due = now + REPORT_EVERY;
            self.age(now);
            self.reports(now, ntp, &mut compound, out);
        }
        for (ssrc, sequences) in self.publications.missing(now) {
            compound.nack(self.own_ssrc, ssrc, &sequences);
        }
        for ssrc in self.publications.key_frames_due(now) {
            compound.key_frame(self.own_ssrc, ssrc);
            counters::key_frame_requested();
        }
        self.send(now, compound, out);
        if now >= self.feedback_due && !self.arrivals.is_empty() {
            self.feedback_due = now + FEEDBACK_EVERY;
            let media = self.publications.any_ssrc();
            for packet in self.arrivals.feedback(self.own_ssrc, media) {
                self.transport.send_rtcp(now, &packet, out);
            }
        }
    }

    fn age(&mut self, now: Instant) {
        let silent_for = now.saturating_duration_since(self.transport.heard());
        match self.life {
            Life::Connected if silent_for >= SILENCE => {
                self.life = Life::Silent;
                self.change = Some(Change::Silent);
            }
            Life::Awaited if silent_for >= PATIENCE => self.change = Some(Change::NeverCame),
            Life::Silent if silent_for >= SILENCE + PATIENCE => self.change = Some(Change::StayedAway),
            _ => {}
        }
    }

    /// A receiver report on what it sends, and a sender report a slot. One datagram each: together they could
    /// outgrow one.
    fn reports(&mut self, now: Instant, ntp: u64, compound: &mut Compound, out: &mut Outbox) {
        let blocks = self.publications.reports(now);
        if !blocks.is_empty() {
            compound.receiver_report(self.own_ssrc, blocks);
        }
        let mut sent = Vec::new();
        for slot in &self.slots {
            if let Some(info) = slot.sender_info(now) {
                let mut compound = Compound::default();
                compound.sender_report(slot.section.ssrc, ntp, info);
                sent.push(compound);
            }
        }
        for compound in sent {
            self.send(now, compound, out);
        }
    }

    fn send(&mut self, now: Instant, compound: Compound, out: &mut Outbox) {
        if let Some(packet) = compound.finish() {
            self.transport.send_rtcp(now, &packet, out);
        }
    }
}
