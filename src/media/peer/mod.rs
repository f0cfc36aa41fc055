//! One WebRTC peer: the client's single connection to us, with what it sends and what it is sent.
//!
//! The WebRTC engine's DTLS and SRTP are used in this folder only; STUN's messages serve TURN too. A peer knows
//! nothing of rooms: it turns datagrams into packets of its sources and packets of others into datagrams.

pub mod arrivals;
mod downlink;
pub mod dtls;
mod echo;
mod gathering;
pub mod ice;
pub mod layer;
pub mod publication;
pub mod publications;
pub mod reception;
pub mod sdp;
mod sending;
pub mod session;
pub mod slot;
pub mod srtp;
pub mod ssrc;
pub mod transport;

use rustc_hash::FxHashMap;
use signaling::wire::{SourceKind, Tile};
use std::time::{Duration, Instant};

use super::counters;
use super::forward::leg::{LARGEST_PAYLOAD, StreamId};
use super::forward::rtcp::{Block, Compound, Lost, Report};
use super::outbox::Outbox;
use super::plane::{PeerKey, Source};
use arrivals::{Arrivals, FEEDBACK_EVERY};
use downlink::Downlink;
use ice::{Check, Path};
use publication::Packet;
use publications::Publications;
use session::Session;
use slot::Slot;
use transport::{Moved, PATIENCE, Received, SILENCE, Transport};

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

/// What a datagram was.
#[derive(Debug)]
pub enum Event<'a> {
    None,
    /// A packet of one of its sources.
    Media(Packet<'a>),
    /// A compound packet: hand each of its reports to [`Peer::report`].
    Reports(&'a [u8]),
}

/// What a report means for others.
#[derive(Debug)]
pub enum Said<'a> {
    Nothing,
    /// The publisher's clock and timestamps, for the reports to its receivers.
    Clock {
        kind: SourceKind,
        stream: StreamId,
        timestamp: u32,
    },
    /// Packets of a slot did not arrive.
    Lost {
        slot: usize,
        packets: Lost<'a>,
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
    /// When it was offered.
    pub came: Instant,
    arrivals: Arrivals,
    life: Life,
    change: Option<Change>,
    reports_due: Instant,
    feedback_due: Instant,
    /// The log has it that its packets are too large.
    told_of_size: bool,
    /// Our SSRC in feedback to it.
    own_ssrc: u32,
    pub downlink: Downlink,
    /// How high each section's picture is shown, in pixels, by mid.
    pub tiles: FxHashMap<String, u16>,
    blocks: Vec<Block>,
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
            came: now,
            arrivals: Arrivals::new(now),
            life: Life::Awaited,
            change: None,
            reports_due: now + REPORT_EVERY,
            feedback_due: now,
            told_of_size: false,
            own_ssrc,
            downlink: Downlink::new(now),
            tiles: FxHashMap::default(),
            blocks: Vec::new(),
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
    pub fn check(&mut self, now: Instant, from: Path, check: Check<'_>, out: &mut Outbox) -> Option<Moved> {
        let moved = self.transport.check(now, from, check, out)?;
        self.alive();
        Some(moved)
    }

    /// Takes any other datagram that came by one of its paths.
    pub fn receive<'a>(&mut self, now: Instant, datagram: &'a mut [u8], out: &mut Outbox) -> Event<'a> {
        match self.transport.receive(now, datagram, out) {
            Received::Nothing => Event::None,
            Received::Connected => {
                self.life = Life::Connected;
                self.change = Some(Change::Connected);
                Event::None
            }
            Received::Closed => {
                self.change = Some(Change::Closed);
                Event::None
            }
            Received::Rtp(packet) => {
                self.alive();
                self.rtp(now, packet).map_or(Event::None, Event::Media)
            }
            Received::Rtcp(packet) => {
                self.alive();
                Event::Reports(packet)
            }
        }
    }

    fn rtp<'a>(&mut self, now: Instant, packet: &'a mut [u8]) -> Option<Packet<'a>> {
        let arrival = self.publications.receive(now, packet)?;
        if let Some(sequence) = arrival.transport_sequence {
            if self.arrivals.is_empty() {
                self.feedback_due = now + FEEDBACK_EVERY;
            }
            self.arrivals.packet(now, sequence);
        }
        let packet = arrival.packet?;
        let bytes = packet.view.payload().len();
        if bytes > LARGEST_PAYLOAD && !std::mem::replace(&mut self.told_of_size, true) {
            tracing::warn!(
                hearing.id = %self.key.room.0, seat.id = %self.key.seat, bytes,
                "A seat sends packets too large to be forwarded: at most {LARGEST_PAYLOAD} bytes of payload",
            );
        }
        Some(packet)
    }

    /// Takes one report of what [`Event::Reports`] gave; `ntp` is the wall clock.
    pub fn report<'a>(&mut self, now: Instant, ntp: u64, report: Report<'a>) -> Said<'a> {
        match report {
            Report::Sent { ssrc, ntp, rtp } => match self.publications.sender_report(now, ssrc, ntp, rtp) {
                Some((kind, stream)) => Said::Clock { kind, stream, timestamp: rtp },
                None => Said::Nothing,
            },
            Report::Received(block) => {
                if let Some(slot) = self.slot_by(block.ssrc).and_then(|slot| self.slots.get_mut(slot)) {
                    let (packets, lost) = slot.note_block(&block);
                    self.downlink.report(now, packets, lost, block.round_trip(ntp));
                }
                Said::Nothing
            }
            Report::Bears(rate) => {
                self.downlink.said(rate);
                Said::Nothing
            }
            Report::Lost { ssrc, packets } => match self.slot_by(ssrc) {
                Some(slot) => Said::Lost { slot, packets },
                None => Said::Nothing,
            },
            Report::KeyFrame { ssrc } => match self.slot_by(ssrc) {
                Some(slot) => Said::KeyFrame { slot },
                None => Said::Nothing,
            },
            Report::Arrivals(packet) => {
                self.downlink.feedback(now, packet);
                Said::Nothing
            }
        }
    }

    /// Whether media may flow now.
    pub fn is_connected(&self) -> bool {
        self.life == Life::Connected
    }

    /// How high its sections' pictures are shown.
    pub fn show(&mut self, tiles: Vec<Tile>) {
        for tile in
            tiles.into_iter().filter(|tile| self.slots.iter().any(|slot| slot.section.mid == tile.mid))
        {
            self.tiles.insert(tile.mid, tile.height);
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

    /// Asks this peer for a key frame of one of its streams, unless it was asked just now.
    pub fn request_key_frame(&mut self, now: Instant, stream: StreamId, out: &mut Outbox) {
        let Some(ssrc) = self.publications.key_frame_wanted(now, stream) else { return };
        let mut compound = Compound::default();
        compound.receiver_report(self.own_ssrc, &[]).key_frame(self.own_ssrc, ssrc);
        self.say(now, &compound, out);
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
        let others =
            [feedback, self.transport.deadline(), self.publications.deadline(), self.downlink.deadline()];
        others.into_iter().flatten().fold(self.reports_due, Instant::min)
    }

    /// Does what is due, but for what waits ([`Self::next_waiting`]). `ntp` is the wall clock;
    /// before `listens_since` nobody could be heard.
    pub fn tick(&mut self, now: Instant, ntp: u64, listens_since: Instant, out: &mut Outbox) {
        self.transport.timeout(now, out);
        self.pad(now, out);
        let mut compound = Compound::default();
        if now >= self.reports_due {
            self.reports_due = now + REPORT_EVERY;
            self.age(now, listens_since);
            self.reports(now, ntp, &mut compound, out);
        }
        self.publications.nack(now, self.own_ssrc, self.downlink.round_trip(), &mut compound);
        for ssrc in self.publications.key_frames_due(now) {
            compound.key_frame(self.own_ssrc, ssrc);
            counters::key_frame_requested();
        }
        self.say(now, &compound, out);
        if now >= self.feedback_due && !self.arrivals.is_empty() {
            self.feedback_due = now + FEEDBACK_EVERY;
            let media = self.publications.any_ssrc();
            let transport = &mut self.transport;
            self.arrivals.feedback(self.own_ssrc, media, |packet| transport.send_rtcp(now, packet, out));
        }
    }

    fn age(&mut self, now: Instant, listens_since: Instant) {
        let silent_for = now.saturating_duration_since(self.transport.heard().max(listens_since));
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
        self.blocks.clear();
        self.publications.reports(now, &mut self.blocks);
        if !self.blocks.is_empty() {
            compound.receiver_report(self.own_ssrc, &self.blocks);
            if let Some((rate, streams)) = self.publications.advice(now) {
                compound.estimate(self.own_ssrc, rate.as_bps(), &streams);
            }
        }
        for slot in &self.slots {
            if let Some(info) = slot.sender_info(now) {
                let mut compound = Compound::default();
                compound.sender_report(slot.section.ssrc, ntp, info);
                if let Some(packet) = compound.finish() {
                    self.transport.send_rtcp(now, packet, out);
                }
            }
        }
    }

    fn say(&mut self, now: Instant, compound: &Compound, out: &mut Outbox) {
        if let Some(packet) = compound.finish() {
            self.transport.send_rtcp(now, packet, out);
        }
    }
}
