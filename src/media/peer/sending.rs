//! The sending side of a peer: writes, paces, numbers and encrypts packets.

use std::time::{Duration, Instant};

use super::Peer;
use super::downlink::{Moment, Waiting};
use super::publication::Packet;
use super::slot::Slot;
use crate::media::forward::leg::{Resend, StreamId};
use crate::media::forward::pacer::{Admission, Popped, Urgency};
use crate::media::forward::rate::BitRate;
use crate::media::forward::rewritten::Rewritten;
use crate::media::forward::rtp::RtpView;
use crate::media::outbox::Outbox;
use crate::media::plane::{Carrier, Source};
use signaling::wire::SourceKind;

/// What a packet takes on the line besides its payload: IP, UDP, RTP with extensions, tag.
const HEADERS: usize = 80;
/// Packets of padding in one go.
const MOST_PADDING: usize = 32;

/// What is to be known of a packet before it is written.
#[derive(Debug, Clone, Copy)]
struct Parcel {
    /// Place of the slot.
    at: usize,
    /// Bytes.
    payload: usize,
    urgency: Urgency,
}

/// A packet of a source as a slot's receiver gets it.
#[derive(Debug, Clone, Copy)]
struct Leaving<'a> {
    /// Place of the slot.
    at: usize,
    packet: &'a Packet<'a>,
    rewritten: Rewritten,
    urgency: Urgency,
}

impl Leaving<'_> {
    fn parcel(&self) -> Parcel {
        Parcel { at: self.at, payload: self.packet.view.payload().len(), urgency: self.urgency }
    }

    fn write(&self, slot: &mut Slot, buffer: &mut [u8], number: u16) -> Option<usize> {
        match self.urgency {
            Urgency::Retransmission => slot.write_again(buffer, self.packet, self.rewritten, number),
            _ => slot.write(buffer, self.packet, self.rewritten, number),
        }
    }

    fn waiting(&self, slot: &Slot) -> Waiting {
        Waiting {
            slot: self.at as u8,
            turns: slot.turns(),
            stream: self.packet.stream,
            sequence: self.packet.view.sequence(),
            rewritten: self.rewritten,
        }
    }
}

impl Peer {
    /// Sends a packet of a source by one of the slots. The stream whose key frame that waits for, if it does.
    pub fn forward(
        &mut self,
        now: Instant,
        at: usize,
        packet: &Packet<'_>,
        out: &mut Outbox,
    ) -> Option<StreamId> {
        let when = self.downlink.moment(now);
        let slot = self.slots.get_mut(at)?;
        let narrow = packet.kind == SourceKind::Microphone && self.downlink.is_narrow();
        if narrow || slot.gathering.waits() {
            self.forward_gathered(when, at, packet, narrow, out);
        } else if let Some(rewritten) = slot.forward(when.since, packet) {
            let urgency = match packet.kind {
                SourceKind::Microphone => Urgency::Sound,
                SourceKind::Screen => Urgency::Speaker,
                SourceKind::Camera if slot.important => Urgency::Speaker,
                SourceKind::Camera => Urgency::Picture,
            };
            self.send(when, Leaving { at, packet, rewritten, urgency }, out);
        }
        self.slots.get(at)?.awaited()
    }

    /// How to send a packet of a slot again that the client says it lost.
    pub fn how_to_resend(&mut self, now: Instant, slot: usize, sequence: u16) -> Option<Resend> {
        let since = self.downlink.since(now);
        self.slots.get_mut(slot)?.resend(since, sequence)
    }

    /// Sends a kept packet again (RFC 4588).
    pub fn resend(
        &mut self,
        now: Instant,
        at: usize,
        kept: &Packet<'_>,
        as_sent: Rewritten,
        out: &mut Outbox,
    ) {
        let leaving = Leaving { at, packet: kept, rewritten: as_sent, urgency: Urgency::Retransmission };
        self.send(self.downlink.moment(now), leaving, out);
    }

    /// Sends a packet of sound to a `narrow` line: once, and together with those before and after it. What waits
    /// leaves when it is long enough, or when what comes does not follow it.
    fn forward_gathered(
        &mut self,
        when: Moment,
        at: usize,
        packet: &Packet<'_>,
        narrow: bool,
        out: &mut Outbox,
    ) {
        let (Some(slot), Some(alone)) = (self.slots.get_mut(at), packet.alone()) else { return };
        let joins = slot.join(&alone);
        if joins && !slot.gathering.is_full() {
            return;
        }
        let kept = slot.gathering.keeps(when.now);
        if let Some(payload) = kept.filter(|bytes| self.admits(when, *bytes, Urgency::Sound)) {
            let parcel = Parcel { at, payload, urgency: Urgency::Sound };
            self.put(when, parcel, out, |slot, buffer, number| slot.write_gathered(buffer, packet, number));
        }
        let slot = self.slots.get_mut(at).filter(|_| !joins);
        let Some((slot, rewritten)) =
            slot.and_then(|slot| slot.forward(when.since, &alone).map(|r| (slot, r)))
        else {
            return;
        };
        if !narrow || !slot.gathering.begin(when.now, &alone, rewritten) {
            self.send(when, Leaving { at, packet: &alone, rewritten, urgency: Urgency::Sound }, out);
        }
    }

    /// Sends at once what the line takes at once, and has the rest wait until it does.
    fn send(&mut self, when: Moment, leaving: Leaving<'_>, out: &mut Outbox) {
        let parcel = leaving.parcel();
        let Parcel { at, payload, urgency } = parcel;
        match self.downlink.admit(when.since, payload + HEADERS, urgency) {
            Admission::Send => {
                self.put(when, parcel, out, |slot, buffer, number| leaving.write(slot, buffer, number));
            }
            Admission::Queue => {
                if let Some(slot) = self.slots.get(at) {
                    let waiting = leaving.waiting(slot);
                    self.downlink.wait(when.since, payload + HEADERS, urgency, waiting);
                }
            }
            Admission::Drop if urgency == Urgency::Retransmission => {}
            Admission::Drop => {
                if let Some(slot) = self.slots.get_mut(at) {
                    slot.starve(when.since, self.downlink.is_narrow());
                }
            }
        }
    }

    /// What there is to share out, and how much of it sound takes. Slots whose pictures waited too long begin anew.
    pub fn budget(&mut self, now: Instant) -> (BitRate, BitRate) {
        self.downlink.overtakes(self.transport.carrier().is_some_and(Carrier::is_connection));
        let (since, narrow, slots) = (self.downlink.since(now), self.downlink.is_narrow(), &mut self.slots);
        self.downlink.budget(now, |waited| {
            let slot = slots.get_mut(usize::from(waited.slot));
            if let Some(slot) = slot.filter(|slot| slot.turns() == waited.turns) {
                slot.starve(since, narrow);
            }
        })
    }

    fn admits(&mut self, when: Moment, payload: usize, urgency: Urgency) -> bool {
        self.downlink.admit(when.since, payload + HEADERS, urgency) == Admission::Send
    }

    /// Has a packet written for a slot, and sends it.
    fn put(
        &mut self,
        Moment { now, since }: Moment,
        Parcel { at, payload, urgency }: Parcel,
        out: &mut Outbox,
        write: impl FnOnce(&mut Slot, &mut [u8], u16) -> Option<usize>,
    ) {
        let Some(slot) = self.slots.get_mut(at) else { return };
        let (numbered, number) = (slot.numbered(), self.downlink.number());
        let sent = self.transport.send_rtp(now, payload, out, |buffer| write(slot, buffer, number));
        if let Some(length) = sent {
            self.downlink.sent(since, length, urgency, numbered);
            self.note_sent(since, at, payload, length, out);
        }
    }

    /// Keeps a datagram for its client to ask for again, if it does such things.
    fn note_sent(&mut self, since: Duration, at: usize, payload: usize, length: usize, out: &Outbox) {
        let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.echo.listens()) else { return };
        let datagram = self.transport.last_sent(payload, length, out);
        if let Ok(view) = RtpView::parse(datagram) {
            slot.echo.keep(since, view.sequence(), datagram);
        }
    }

    /// Sends sound again that the client says it lost, if it is here. Whether it went.
    pub fn repeat_sound(&mut self, now: Instant, at: usize, sequence: u16, out: &mut Outbox) -> bool {
        let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.asks_for_sound()) else { return false };
        let since = self.downlink.since(now);
        // Asked for with every packet that comes: a narrow line has no room for it twice within a round trip.
        let trip = self.downlink.round_trip().filter(|_| self.downlink.is_narrow()).unwrap_or_default();
        let Some(datagram) = slot.echo.again(since, sequence, trip) else { return false };
        let (length, urgency) = (datagram.len(), Urgency::Sound); // which waits for no picture
        let sent = self.downlink.admit(since, length, urgency) == Admission::Send
            && self.transport.send_again(now, datagram, out).is_some();
        if sent {
            slot.repeated += 1;
            self.downlink.sent(since, length, urgency, false); // under the number it had
        }
        sent
    }

    /// The next packet that waited and may leave now, and its source. What may not flow any more does not flow late
    /// either.
    pub fn next_waiting(&mut self, now: Instant) -> Option<(Popped<Waiting>, Source)> {
        let since = self.downlink.since(now);
        loop {
            let popped = self.downlink.next_waiting(since)?;
            let slot = self.slots.get(usize::from(popped.name.slot));
            let slot = slot.filter(|slot| slot.turns() == popped.name.turns);
            if let Some(source) = slot.and_then(Slot::source) {
                return Some((popped, source));
            }
            self.downlink.not_sent(popped.bytes);
        }
    }

    /// What [`Self::next_waiting`] gave is in no cache any more.
    pub fn waited_too_long(&mut self, popped: Popped<Waiting>) {
        self.downlink.not_sent(popped.bytes);
    }

    /// Sends what [`Self::next_waiting`] gave; it is counted already.
    pub fn send_waiting(
        &mut self,
        now: Instant,
        Popped { name, urgency, .. }: Popped<Waiting>,
        kept: &Packet<'_>,
        out: &mut Outbox,
    ) {
        let (at, when) = (usize::from(name.slot), self.downlink.moment(now));
        let leaving = Leaving { at, packet: kept, rewritten: name.rewritten, urgency };
        self.put(when, leaving.parcel(), out, |slot, buffer, number| leaving.write(slot, buffer, number));
    }

    /// Sends the padding that a probe wants now.
    pub(super) fn pad(&mut self, now: Instant, out: &mut Outbox) {
        let since = self.downlink.since(now);
        for _ in 0..MOST_PADDING {
            let Some(bytes) = self.downlink.padding(since) else { return };
            let Some(slot) = self.slots.iter_mut().find(|slot| slot.pads()) else { return };
            let number = self.downlink.number();
            let sent =
                self.transport.send_rtp(now, bytes, out, |buffer| slot.write_padding(buffer, bytes, number));
            match sent {
                Some(length) => self.downlink.sent(since, length, Urgency::Padding, true),
                None => self.downlink.not_padded(since, bytes),
            }
        }
    }
}
