//! What one peer sends us: all its sources.
//!
//! **Invariant:** a stream belongs to the peer it came from. Streams are looked up by (peer, SSRC), never by
//! SSRC alone, so nobody can speak in another's name by announcing the other's number (docs/threats.md T8).

use rustc_hash::FxHashMap;
use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::PeerId;
use super::layer::Layer;
use super::publication::{Packet, Publication};
use super::sdp::plan::SourceSection;
use crate::media::forward::advice::Advice;
use crate::media::forward::leg::StreamId;
use crate::media::forward::rate::BitRate;
use crate::media::forward::rtcp::{Block, Compound};
use crate::media::forward::rtp::RtpView;

/// A round trip to wait before asking again, where the client's own feedback has not told it: a phone on a fair day.
const ROUND_TRIP: Duration = Duration::from_millis(80);

/// A packet as it came: to be acknowledged, and perhaps to be forwarded.
#[derive(Debug)]
pub struct Arrival<'a> {
    pub transport_sequence: Option<u16>,
    pub packet: Option<Packet<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct StreamOf {
    publication: usize,
    layer: usize,
    retransmits: bool,
}

/// All sources of a peer.
#[derive(Debug)]
pub struct Publications {
    began: Instant,
    sources: Vec<Publication>,
    streams: FxHashMap<u32, StreamOf>,
    owner: PeerId,
    advice: Advice,
}

impl Publications {
    pub fn new(now: Instant, owner: PeerId) -> Self {
        Self {
            began: now,
            sources: Vec::new(),
            streams: FxHashMap::default(),
            owner,
            advice: Advice::default(),
        }
    }

    /// Takes over what an offer says; what goes on, goes on undisturbed.
    pub fn agree(&mut self, now: Instant, sections: &[SourceSection]) {
        self.sources.retain(|source| sections.iter().any(|section| section.mid == source.section.mid));
        for section in sections {
            match self.sources.iter_mut().find(|source| source.section.mid == section.mid) {
                Some(source) => source.agree(now, section.clone()),
                None => self.sources.push(Publication::new(now, section.clone())),
            }
        }
        self.streams.clear();
        for (publication, source) in self.sources.iter().enumerate() {
            for (number, layer) in source.layers.iter().enumerate() {
                let of = |retransmits| StreamOf { publication, layer: number, retransmits };
                self.streams.extend(layer.ssrc.map(|ssrc| (ssrc, of(false))));
                self.streams.extend(layer.rtx.map(|ssrc| (ssrc, of(true))));
            }
        }
    }

    pub fn source(&self, kind: SourceKind) -> Option<&Publication> {
        self.sources.iter().find(|source| source.section.kind == kind)
    }

    pub fn sources_mut(&mut self) -> impl Iterator<Item = &mut Publication> {
        self.sources.iter_mut()
    }

    /// Sorts an authentic packet to its source.
    pub fn receive<'a>(&mut self, now: Instant, bytes: &'a mut [u8]) -> Option<Arrival<'a>> {
        let view = RtpView::parse(bytes).ok()?;
        let stream = match self.streams.get(&view.ssrc()) {
            Some(stream) => *stream,
            None => self.discover(now, &view)?,
        };
        let source = self.sources.get_mut(stream.publication)?;
        let transport_sequence = view.transport_sequence(source.section.ids.transport_sequence);
        let since = now.saturating_duration_since(self.began);
        let bytes = if stream.retransmits {
            source.restore(stream.layer, bytes)
        } else {
            source.count(now, stream.layer, bytes).then_some(bytes)
        };
        let packet = bytes.and_then(|bytes| source.take(since, stream.layer, bytes, self.owner));
        Some(Arrival { transport_sequence, packet })
    }

    /// A stream no offer announced is known by the names in its packets (RFC 9143 §9.2, RFC 8852 §3).
    fn discover(&mut self, now: Instant, view: &RtpView<'_>) -> Option<StreamOf> {
        let named = |source: &Publication| {
            let mid = view.extension(source.section.ids.mid);
            mid == Some(source.section.mid.as_bytes())
        };
        let publication = self.sources.iter().position(named)?;
        let source = self.sources.get_mut(publication)?;
        let retransmits = source.section.format.rtx == Some(view.payload_type());
        if !retransmits && !source.agreed(view.payload_type()) {
            return None;
        }
        let layer = source.named_layer(view, retransmits)?;
        if let Some(before) = source.bind(now, layer, view.ssrc(), retransmits) {
            self.streams.remove(&before);
        }
        let stream = StreamOf { publication, layer, retransmits };
        self.streams.insert(view.ssrc(), stream);
        Some(stream)
    }

    /// Notes a publisher's clock; says which of its streams it was about.
    pub fn sender_report(
        &mut self,
        now: Instant,
        ssrc: u32,
        ntp: u64,
        rtp: u32,
    ) -> Option<(SourceKind, StreamId)> {
        let stream = self.streams.get(&ssrc).filter(|stream| !stream.retransmits)?;
        let source = self.sources.get_mut(stream.publication)?;
        let layer = source.layers.get_mut(stream.layer)?;
        layer.reception.sender_report(now, ntp);
        layer.report = Some((rtp, now));
        Some((source.section.kind, layer.stream(self.owner)?))
    }

    /// Report blocks on every stream that ever came.
    pub fn reports(&mut self, now: Instant, blocks: &mut Vec<Block>) {
        blocks.extend(self.layers_mut().filter_map(|layer| layer.block(now)));
    }

    /// What its line is told to bear, and the streams that is about: of a client that has no better way to find out. Behind
    /// [`Self::reports`], which counts what was lost.
    pub fn advice(&mut self, now: Instant) -> Option<(BitRate, Vec<u32>)> {
        let since = self.since(now);
        let (mut streams, mut comes, mut lost) = (Vec::new(), BitRate::ZERO, 0);
        for source in self.sources.iter_mut().filter(|source| source.section.needs_advice()) {
            for layer in &mut source.layers {
                streams.extend(layer.ssrc);
                comes += layer.meter.rate(since);
                lost = lost.max(layer.reception.lost_lately());
            }
        }
        (!streams.is_empty()).then(|| (self.advice.next(comes, lost), streams))
    }

    /// Asks for what is missing, and again only after a round trip: its own line's, where that is known.
    pub fn nack(&mut self, now: Instant, own: u32, round_trip: Option<Duration>, compound: &mut Compound) {
        let since = now.saturating_duration_since(self.began);
        let missing = |layer: &mut Layer| layer.missing(since, round_trip.unwrap_or(ROUND_TRIP));
        self.layers_mut().filter_map(missing).for_each(|(ssrc, requests)| {
            compound.nack(own, ssrc, requests.pairs());
        });
    }

    /// A receiver needs a key frame of a stream. The stream to ask, if it is time to ask.
    pub fn key_frame_wanted(&mut self, now: Instant, stream: StreamId) -> Option<u32> {
        let (since, owner) = (now.saturating_duration_since(self.began), self.owner);
        let layer = self.layers_mut().find(|layer| layer.stream(owner) == Some(stream))?;
        layer.key_frames.want();
        layer.key_frames.poll(since).then_some(layer.ssrc).flatten()
    }

    /// Key frames still owed to somebody, and due to be asked for again.
    pub fn key_frames_due(&mut self, now: Instant) -> impl Iterator<Item = u32> {
        let since = now.saturating_duration_since(self.began);
        self.layers_mut().filter_map(move |layer| {
            let ssrc = layer.ssrc?;
            layer.key_frames.poll(since).then_some(ssrc)
        })
    }

    pub fn deadline(&self) -> Option<Instant> {
        let due = self.sources.iter().flat_map(|source| &source.layers).filter_map(Layer::due).min();
        due.map(|due| self.began + due)
    }

    /// Any of the streams: feedback on the whole transport must name one.
    pub fn any_ssrc(&self) -> u32 {
        let layers = self.sources.iter().flat_map(|source| &source.layers);
        layers.filter_map(|layer| layer.ssrc).next().unwrap_or_default()
    }

    /// Time as the layers count it.
    pub fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }

    fn layers_mut(&mut self) -> impl Iterator<Item = &mut Layer> {
        self.sources.iter_mut().flat_map(|source| &mut source.layers)
    }
}
