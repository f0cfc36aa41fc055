//! Copies of what is recorded, made as packets are forwarded and under the same command.

use std::time::Instant;

use super::Relay;
use crate::media::forward::leg::StreamId;
use crate::media::outbox::Outbox;
use crate::media::peer::layer::SILENT;
use crate::media::peer::publication::Packet;
use crate::media::plane::{MediaRoom, Source};
use crate::media::record::pick::Choice;
use crate::media::record::piece::Piece;
use crate::media::record::tap::{Message, Tap};
use signaling::wire::SourceKind;

impl Relay {
    /// Copies of what is recorded go there.
    pub fn record_to(&mut self, tap: Option<Tap>) {
        self.tap = tap;
    }

    pub(super) fn record(&mut self, now: Instant, room: MediaRoom, sources: Option<Vec<Source>>) {
        let (Some(tap), Some(found)) = (&self.tap, self.rooms.get_mut(&room)) else { return };
        match found.record(sources) {
            (false, true) => tap.tell(Message::Begin(room)),
            (true, false) => tap.tell(Message::End(room)),
            _ => {}
        }
        self.timers.arm(super::Due::Share(room.0), now);
    }

    /// Hands the recorder a copy of a packet, if it is of the layer that is recorded.
    pub(super) fn copy(
        &mut self,
        now: Instant,
        room: MediaRoom,
        source: Source,
        packet: &Packet<'_>,
        out: &mut Outbox,
    ) {
        if source.kind != SourceKind::Microphone && !self.is_picked(now, room, source, packet, out) {
            return;
        }
        let report = packet.report.map(|(timestamp, came)| (timestamp, self.wall.millis(came)));
        let piece = Piece::of(room, source, packet, self.wall.millis(now), report);
        if let (Some(tap), Some(piece)) = (&self.tap, piece) {
            tap.put(piece);
        }
    }

    fn is_picked(
        &mut self,
        now: Instant,
        room: MediaRoom,
        source: Source,
        packet: &Packet<'_>,
        out: &mut Outbox,
    ) -> bool {
        let Some(pick) = self.rooms.get_mut(&room).and_then(|room| room.pick(source)) else { return false };
        let choice = pick.packet(now, packet.stream, packet.frame.key_frame());
        if pick.look_due(now) {
            // Padding is no picture: of a screen that stands still nothing is missing.
            let unkept = pick.is_stopped(now) && !packet.view.payload().is_empty();
            let largest = self.largest(now, room, source);
            let pick = self.rooms.get_mut(&room).and_then(|room| room.pick(source));
            let wanted = pick.and_then(|pick| pick.look(now, largest));
            if let Some(tap) = self.tap.as_ref().filter(|_| unkept) {
                tap.tell(Message::Unkept(room, source));
            }
            self.want_key_frame(now, room, source, wanted, out);
        }
        choice == Choice::Write
    }

    /// The largest layer of a source that flows now.
    fn largest(&mut self, now: Instant, room: MediaRoom, source: Source) -> Option<StreamId> {
        let id = self.rooms.get(&room)?.peer_of(source.seat)?;
        let publications = &mut self.peers.get_mut(&id)?.publications;
        let since = publications.since(now);
        let publication = publications.sources_mut().find(|found| found.section.kind == source.kind)?;
        let flowing = publication.layers.iter_mut().filter_map(|layer| {
            let rate = layer.meter.rate(since);
            (rate > SILENT).then_some(((layer.height, rate), layer.stream(id)?))
        });
        flowing.max_by_key(|(size, _)| *size).map(|(_, stream)| stream)
    }
}
