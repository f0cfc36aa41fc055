//! A packet's way through the relay: from its publisher to the slots that carry it, and the feedback back.

use std::time::Instant;

use super::{Due, Relay};
use crate::media::counters;
use crate::media::forward::leg::{Resend, StreamId};
use crate::media::forward::rtp::RtpView;
use crate::media::peer::ice::{Check, Path};
use crate::media::peer::publication::Packet;
use crate::media::peer::slot::Slot;
use crate::media::peer::transport::Outbox;
use crate::media::peer::{Event, PeerId};
use crate::media::plane::{MediaRoom, Source};
use signaling::wire::SeatId;

impl Relay {
    /// Takes an ICE check. `false`: it is none.
    pub(super) fn check(&mut self, now: Instant, from: Path, datagram: &[u8], out: &mut Outbox) -> bool {
        let Some(check) = Check::parse(datagram) else { return false };
        let Some(&id) = self.by_ufrag.get(check.local_ufrag()) else { return true };
        let Some(Some(moved)) = self.guard(now, id, out, |peer, out| peer.check(now, from, check, out))
        else {
            return true;
        };
        if let Some(path) = moved.found {
            self.by_path.insert(path, id);
        }
        if let Some(path) = moved.forgotten {
            self.by_path.remove(&path);
        }
        if let Some(ufrag) = moved.retired_ufrag {
            self.by_ufrag.remove(&ufrag);
        }
        self.settle(now, id, out);
        true
    }

    pub(super) fn event(&mut self, now: Instant, id: PeerId, event: Event, out: &mut Outbox) {
        let Some(key) = self.peers.get(&id).map(|peer| peer.key) else { return };
        match event {
            Event::None => {}
            Event::Media(packet) => self.forward(now, key.room, key.seat, &packet, out),
            Event::Clock { kind, stream, timestamp } => {
                let source = Source { seat: key.seat, kind };
                for (peer, slot) in self.listeners(key.room, source) {
                    self.guard(now, peer, out, |peer, _| peer.note_clock(now, slot, stream, timestamp));
                }
            }
            Event::Lost { slot, sequences } => self.resend(now, id, slot, &sequences, out),
            Event::KeyFrame { slot } => {
                let source = self.peers.get(&id).and_then(|peer| peer.slots.get(slot)?.source());
                if let Some(source) = source {
                    self.want_key_frame(now, key.room, source, out);
                }
            }
        }
    }

    fn listeners(&self, room: MediaRoom, source: Source) -> Vec<(PeerId, usize)> {
        self.rooms.get(&room).map(|room| room.listeners(source).to_vec()).unwrap_or_default()
    }

    fn forward(&mut self, now: Instant, room: MediaRoom, seat: SeatId, packet: &Packet, out: &mut Outbox) {
        let source = Source { seat, kind: packet.kind };
        let Ok(view) = RtpView::parse(&packet.bytes) else { return };
        let listeners = self.listeners(room, source);
        if let (Some(loudness), Some(found), false) =
            (packet.loudness, self.rooms.get_mut(&room), listeners.is_empty())
        {
            found.hear(now, seat, loudness);
            self.timers.arm_idle(Due::Room(room.0), now);
        }
        let mut waiting = false;
        for (peer, slot) in listeners {
            let done = self.guard(now, peer, out, |peer, out| peer.forward(now, slot, packet, &view, out));
            waiting |= done == Some(true);
        }
        if waiting {
            self.want_key_frame(now, room, source, out);
        }
    }

    /// Answers a NACK from the cache of the source.
    fn resend(&mut self, now: Instant, id: PeerId, slot: usize, sequences: &[u16], out: &mut Outbox) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let Some(source) = peer.slots.get(slot).and_then(Slot::source) else { return };
        let room = peer.key.room;
        let resends = peer.resends(now, slot, sequences);
        counters::repeated(sequences.len(), resends.len());
        for resend in resends {
            let (Resend::Again { stream, sequence, .. } | Resend::Late { stream, sequence }) = resend;
            let Some(kept) = self.kept(room, source, stream, sequence) else { continue };
            let Ok(view) = RtpView::parse(&kept.bytes) else { continue };
            self.guard(now, id, out, |peer, out| match resend {
                Resend::Again { rewritten, .. } => peer.resend(now, slot, &view, rewritten, out),
                Resend::Late { .. } => {
                    peer.forward(now, slot, &kept, &view, out);
                }
            });
        }
    }

    /// A packet out of a publisher's cache, if it still sends that stream.
    fn kept(&self, room: MediaRoom, source: Source, stream: StreamId, sequence: u16) -> Option<Packet> {
        let publisher = self.rooms.get(&room)?.peer_of(source.seat)?;
        let publication = self.peers.get(&publisher)?.publications.source(source.kind)?;
        let same = publication.stream(publisher) == Some(stream);
        let bytes = publication.kept(sequence).filter(|_| same)?;
        Packet::kept(source.kind, stream, bytes)
    }
}
