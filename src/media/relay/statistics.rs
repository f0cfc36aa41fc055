//! Statistics of all peers' media.

use std::time::Instant;

use super::Relay;
use crate::media::forward::leg::StreamId;
use crate::media::outbox::Outbox;
use crate::media::peer::Peer;
use crate::media::peer::slot::Slot;
use crate::media::plane::{LegStatistics, MediaRoom, PeerStatistics, Source, UpStatistics};
use signaling::wire::SourceKind;

impl Relay {
    pub(super) fn statistics(
        &mut self,
        now: Instant,
        room: MediaRoom,
        out: &mut Outbox,
    ) -> Vec<PeerStatistics> {
        let peers: Vec<_> = self.rooms.get(&room).map(|room| room.peers().collect()).unwrap_or_default();
        let mut all = Vec::new();
        for id in peers {
            let layers: Vec<Option<u8>> = match self.peers.get(&id) {
                Some(peer) => peer.slots.iter().map(|slot| self.layer_of(room, slot)).collect(),
                None => continue,
            };
            all.extend(self.guard(now, id, out, |peer, _| statistics(now, peer, &layers)));
        }
        all
    }

    /// Which layer of its source a slot carries, 0 is the first offered.
    fn layer_of(&self, room: MediaRoom, slot: &Slot) -> Option<u8> {
        let (source, flowing) = (slot.source()?, slot.flowing()?);
        let publisher = self.rooms.get(&room)?.peer_of(source.seat)?;
        let layers = &self.peers.get(&publisher)?.publications.source(source.kind)?.layers;
        let is = |stream: Option<StreamId>| stream == Some(flowing);
        layers.iter().position(|layer| is(layer.stream(publisher))).map(|at| at as u8)
    }
}

fn statistics(now: Instant, peer: &mut Peer, layers: &[Option<u8>]) -> PeerStatistics {
    let legs = peer.slots.iter_mut().zip(layers);
    let receives = legs.filter_map(|(slot, layer)| leg(now, slot, *layer)).collect();
    PeerStatistics {
        peer: peer.key,
        connected: peer.is_connected(),
        carrier: peer.transport.carrier(),
        round_trip_ms: peer.downlink.round_trip().map(|trip| trip.as_millis() as u32),
        estimate: peer.downlink.estimate(now).as_bps(),
        pictures: super::share::word(peer.downlink.fullness()),
        receives,
        sends: sends(now, peer),
    }
}

fn sends(now: Instant, peer: &mut Peer) -> Vec<UpStatistics> {
    let since = peer.publications.since(now);
    let mut sends = Vec::new();
    for publication in peer.publications.sources_mut() {
        let kind = publication.section.kind;
        let clock = if kind == SourceKind::Microphone { 48 } else { 90 };
        for (at, layer) in publication.layers.iter_mut().enumerate().filter(|(_, layer)| layer.ssrc.is_some())
        {
            sends.push(UpStatistics {
                kind,
                rid: publication.section.layers.get(at).cloned(),
                bits: layer.meter.rate(since).as_bps(),
                packets: layer.reception.received(),
                lost: layer.reception.lost_lately(),
                jitter_ms: layer.reception.jitter() / clock,
                key_frames: layer.key_frames_seen,
            });
        }
    }
    sends
}

fn leg(now: Instant, slot: &mut Slot, layer: Option<u8>) -> Option<LegStatistics> {
    let source: Source = slot.source()?;
    Some(LegStatistics {
        mid: slot.section.mid.clone(),
        source,
        layer,
        bits: slot.rate(now).as_bps(),
        packets: slot.packets(),
        repeated: slot.repeated,
        lost: slot.heard.lost,
        jitter_ms: slot.heard.jitter_ms,
        freezes: slot.freezes,
    })
}
