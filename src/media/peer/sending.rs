//! How media goes out to a peer: written, paced, numbered, protected.

use std::time::{Duration, Instant};

use super::Peer;
use super::downlink::{Moment, Ticket};
use super::publication::Packet;
use super::slot::Slot;
use crate::media::forward::leg::{Resend, StreamId};
use crate::media::forward::opus;
use crate::media::forward::pacer::{Admission, Urgency};
use crate::media::forward::rewritten::Rewritten;
use crate::media::forward::rtp::{RtpView, renumber_transport};
use crate::media::outbox::{LARGEST_DATAGRAM, Outbox};
use signaling::wire::SourceKind;

/// What a packet takes on the line besides its payload: IP, UDP, RTP with extensions, tag.
const HEADERS: usize = 80;
/// Packets of padding in one go.
const MOST_PADDING: usize = 32;

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
            self.send(when, at, packet.view.payload().len(), urgency, out, |slot, buffer, number| {
                slot.write(buffer, packet, rewritten, number)
            });
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
        let (when, length) = (self.downlink.moment(now), kept.view.payload().len());
        self.send(when, at, length, Urgency::Retransmission, out, |slot, buffer, number| {
            slot.write_again(buffer, kept, as_sent, number)
        });
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
        if slot.gathering.keeps(when.now) {
            self.send(when, at, opus::LARGEST, Urgency::Sound, out, |slot, buffer, number| {
                slot.write_gathered(buffer, packet, number)
            });
        }
        let slot = self.slots.get_mut(at).filter(|_| !joins);
        let Some((slot, rewritten)) =
            slot.and_then(|slot| slot.forward(when.since, &alone).map(|r| (slot, r)))
        else {
            return;
        };
        if !narrow || !slot.gathering.begin(when.now, &alone, rewritten) {
            self.send(when, at, alone.view.payload().len(), Urgency::Sound, out, |slot, buffer, number| {
                slot.write(buffer, &alone, rewritten, number)
            });
        }
    }

    /// Sends at once what the line takes at once, and keeps the rest for when it does.
    fn send(
        &mut self,
        when: Moment,
        at: usize,
        payload: usize,
        urgency: Urgency,
        out: &mut Outbox,
        write: impl FnOnce(&mut Slot, &mut [u8], u16) -> Option<usize>,
    ) {
        let Some(slot) = self.slots.get_mut(at) else { return };
        let id = slot.section.ids.transport_sequence;
        let Moment { now, since } = when;
        match self.downlink.admit(since, payload + HEADERS, urgency) {
            Admission::Send => {
                let number = self.downlink.number();
                if let Some(length) =
                    self.transport.send_rtp(now, payload, out, |buffer| write(slot, buffer, number))
                {
                    self.downlink.sent(since, length, urgency, id != 0);
                    self.note_sent(since, at, payload, length, out);
                }
            }
            Admission::Queue => {
                let mut buffer = [0; LARGEST_DATAGRAM];
                if let Some(length) = write(slot, &mut buffer, 0) {
                    let ticket = Ticket { slot: at as u8, turns: slot.turns(), id };
                    self.downlink.keep(since, buffer.get(..length).unwrap_or_default(), urgency, ticket);
                }
            }
            Admission::Drop => {}
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
        let Some(datagram) = slot.echo.again(since, sequence) else { return false };
        let (length, urgency) = (datagram.len(), Urgency::Retransmission);
        let sent = self.downlink.admit(since, length, urgency) == Admission::Send
            && self.transport.send_again(now, datagram, out).is_some();
        if sent {
            slot.repeated += 1;
            self.downlink.sent(since, length, urgency, false); // under the number it had
        }
        sent
    }

    /// Sends what was kept and may leave now.
    pub(super) fn send_kept(&mut self, now: Instant, out: &mut Outbox) {
        let since = self.downlink.since(now);
        loop {
            let number = self.downlink.number();
            let Some(kept) = self.downlink.next_kept(since) else { return };
            let (packet, ticket, urgency) = (kept.bytes, Ticket::from(kept.token), kept.urgency);
            let slot = self.slots.get(usize::from(ticket.slot));
            if slot.is_none_or(|slot| slot.turns() != ticket.turns) {
                continue; // what may not flow any more does not flow late either
            }
            let sent = self.transport.send_rtp(now, packet.len(), out, |buffer| {
                let place = buffer.get_mut(..packet.len())?;
                place.copy_from_slice(packet);
                renumber_transport(place, ticket.id, number);
                Some(packet.len())
            });
            if let Some(length) = sent {
                let payload = packet.len();
                self.downlink.sent(since, length, urgency, ticket.id != 0);
                self.note_sent(since, ticket.slot.into(), payload, length, out);
            }
        }
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
