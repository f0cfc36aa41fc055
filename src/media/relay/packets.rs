//! A packet's way through the relay: from its publisher to the slots that carry it, and the feedback back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::Relay;
use super::dealing::Deck;
use crate::media::counters;
use crate::media::forward::leg::{Resend, StreamId};
use crate::media::forward::rtcp::{self, Lost, Report};
use crate::media::outbox::{LARGEST_DATAGRAM, Outbox};
use crate::media::peer::ice::{Check, Path};
use crate::media::peer::publication::Packet;
use crate::media::peer::slot::Slot;
use crate::media::peer::{Event, Peer, PeerId, Said};
use crate::media::plane::{MediaRoom, PeerKey, Source};
use crate::media::room::SlotOf;

/// Packets of a group with which a narrow line can begin: its key frame and little more. A longer one would have to wait
/// for a second, and what comes then behind it.
const FEW: usize = 12;

impl Relay {
    /// Takes an ICE check. `false`: it is none.
    pub(super) fn check(&mut self, now: Instant, from: Path, datagram: &[u8], out: &mut Outbox) -> bool {
        let Ok(Some(check)) = catch_unwind(|| Check::parse(datagram)) else { return false };
        let Some(&id) = self.by_ufrag.get(check.local_ufrag()) else {
            self.hand_check_on(from, check.local_ufrag(), datagram);
            return true;
        };
        let Some(Some(moved)) = self.guard(now, id, out, |peer, out| peer.check(now, from, check, out))
        else {
            return true;
        };
        if let Some(path) = moved.found {
            self.know_path(path, id);
        }
        if let Some(path) = moved.forgotten {
            self.forget_path(path);
        }
        if let Some(ufrag) = moved.retired_ufrag {
            self.forget_ufrag(&ufrag);
        }
        self.settle(now, id, out);
        true
    }

    /// Takes in what a datagram was; a packet is put with the others of this turn.
    pub(super) fn event<'a>(
        &mut self,
        now: Instant,
        id: PeerId,
        event: Event<'a>,
        deck: &mut Deck<'a>,
        out: &mut Outbox,
    ) {
        let Some(key) = self.peers.get(&id).map(|peer| peer.key) else { return };
        match event {
            Event::None => {}
            Event::Media(packet) => deck.put(key, packet),
            Event::Reports(compound) => {
                let read = || rtcp::read(compound, |report| self.report(now, id, key, report, out));
                if catch_unwind(AssertUnwindSafe(read)).is_err() {
                    self.throw_out(now, id, out);
                }
            }
        }
    }

    fn report(&mut self, now: Instant, id: PeerId, key: PeerKey, report: Report<'_>, out: &mut Outbox) {
        let ntp = self.wall.ntp(now);
        let said = self.guard(now, id, out, |peer, _| peer.report(now, ntp, report));
        match said.unwrap_or(Said::Nothing) {
            Said::Nothing => {}
            Said::Clock { kind, stream, timestamp } => {
                let source = Source { seat: key.seat, kind };
                for &(peer, slot) in &*self.listeners(key.room, source) {
                    self.guard(now, peer, out, |peer, _| peer.note_clock(now, slot, stream, timestamp));
                }
            }
            Said::Lost { slot, packets } => self.resend(now, id, slot, packets, out),
            Said::KeyFrame { slot } => {
                let slot = self.peers.get_mut(&id).and_then(|peer| peer.slots.get_mut(slot));
                let Some((slot, source)) = slot.and_then(|slot| slot.source().map(|s| (slot, s))) else {
                    return;
                };
                slot.freezes += 1;
                let stream = slot.asked(now);
                self.want_key_frame(now, key.room, source, stream, out);
            }
        }
    }

    fn listeners(&self, room: MediaRoom, source: Source) -> Arc<[SlotOf]> {
        self.rooms.get(&room).map(|room| room.listeners(source)).unwrap_or_default()
    }

    /// Answers a NACK: of pictures from the cache of the source, of sound from what went out.
    fn resend(&mut self, now: Instant, id: PeerId, slot: usize, packets: Lost<'_>, out: &mut Outbox) {
        let Some(peer) = self.peers.get(&id) else { return };
        let Some(source) = peer.slots.get(slot).and_then(Slot::source) else { return };
        let room = peer.key.room;
        let (mut asked, mut sent) = (0, 0);
        for sequence in packets.sequences() {
            asked += 1;
            if self.guard(now, id, out, |peer, out| peer.repeat_sound(now, slot, sequence, out)) == Some(true)
            {
                sent += 1;
                continue;
            }
            let how = self.guard(now, id, out, |peer, _| peer.how_to_resend(now, slot, sequence)).flatten();
            let Some(how) = how else { continue };
            let (Resend::Again { stream, sequence, .. } | Resend::Late { stream, sequence }) = how;
            let mut buffer = [0; LARGEST_DATAGRAM];
            let Some(kept) = self.kept(room, source, stream, sequence, &mut buffer) else { continue };
            sent += 1;
            self.guard(now, id, out, |peer, out| match how {
                Resend::Again { rewritten, .. } => peer.resend(now, slot, &kept, rewritten, out),
                Resend::Late { .. } => {
                    peer.forward(now, slot, &kept, out);
                }
            });
        }
        counters::repeated(asked, sent);
    }

    /// Sends what waited for its time on a receiver's line, as far as its sources still have it.
    pub(super) fn send_waiting(&mut self, now: Instant, id: PeerId, out: &mut Outbox) {
        let Some(room) = self.peers.get(&id).map(|peer| peer.key.room) else { return };
        let next = |peer: &mut Peer, _: &mut Outbox| peer.next_waiting(now);
        while let Some(Some((popped, source))) = self.guard(now, id, out, next) {
            let mut buffer = [0; LARGEST_DATAGRAM];
            let (stream, sequence) = (popped.name.stream, popped.name.sequence);
            let kept = self.kept(room, source, stream, sequence, &mut buffer);
            self.guard(now, id, out, |peer, out| match &kept {
                Some(kept) => peer.send_waiting(now, popped, kept, out),
                None => peer.waited_too_long(popped),
            });
        }
    }

    /// Begins a slot with the last key frame's group of a stream, if that is short and whole: who joins sees
    /// something at once, and the publisher is spared another key frame.
    pub(super) fn catch_up(
        &mut self,
        now: Instant,
        (id, slot): SlotOf,
        source: Source,
        stream: StreamId,
        out: &mut Outbox,
    ) -> bool {
        let Some(peer) = self.peers.get(&id) else { return false };
        let (room, narrow) = (peer.key.room, peer.downlink.is_narrow());
        let Some(group) = self.group(now, room, source, stream) else { return false };
        if narrow && group.size_hint().0 > FEW {
            return false;
        }
        for sequence in group {
            let mut buffer = [0; LARGEST_DATAGRAM];
            if let Some(kept) = self.kept(room, source, stream, sequence, &mut buffer) {
                self.guard(now, id, out, |peer, out| peer.forward(now, slot, &kept, out));
            }
        }
        true
    }

    fn group(
        &self,
        now: Instant,
        room: MediaRoom,
        source: Source,
        stream: StreamId,
    ) -> Option<impl Iterator<Item = u16> + use<>> {
        let publisher = self.rooms.get(&room)?.peer_of(source.seat)?;
        let publications = &self.peers.get(&publisher)?.publications;
        let layers = &publications.source(source.kind)?.layers;
        let layer = layers.iter().find(|layer| layer.stream(publisher) == Some(stream))?;
        layer.group(publications.since(now))
    }

    /// A packet out of a publisher's cache, if it still sends that stream.
    fn kept<'a>(
        &self,
        room: MediaRoom,
        source: Source,
        stream: StreamId,
        sequence: u16,
        into: &'a mut [u8],
    ) -> Option<Packet<'a>> {
        let publisher = self.rooms.get(&room)?.peer_of(source.seat)?;
        let publication = self.peers.get(&publisher)?.publications.source(source.kind)?;
        publication.kept(publisher, stream, sequence, into)
    }
}
