//! One source of a peer: the layers it arrives in, and what a packet of them is.

use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::PeerId;
use super::layer::{Layer, Offered};
use super::sdp::plan::{MOST_LAYERS, SourceSection};
use crate::media::forward::frame::{Codec, Frame};
use crate::media::forward::leg::StreamId;
use crate::media::forward::levels::loudness;
use crate::media::forward::presumed::Spending;
use crate::media::forward::rate::BitRate;
use crate::media::forward::red::Red;
use crate::media::forward::rtp::{RtpView, restore_rtx};

/// One packet of a source, decrypted and in its original form.
#[derive(Debug, Clone, Copy)]
pub struct Packet<'a> {
    pub kind: SourceKind,
    /// Which stream of the whole worker: another one for each layer, and when the source begins afresh.
    pub stream: StreamId,
    pub view: RtpView<'a>,
    pub codec: Codec,
    /// Its payload is RED (RFC 2198), not the codec's own.
    pub red: bool,
    pub frame: Frame,
    pub carried: Carried<'a>,
    /// From digital silence, 0 to 127.
    pub loudness: Option<u8>,
    /// The publisher's last sender report: RTP timestamp, and when it came.
    pub report: Option<(u32, Instant)>,
}

impl<'a> Packet<'a> {
    /// The packet, and what was read of its payload.
    pub fn content(&self) -> (&RtpView<'a>, &Frame) {
        (&self.view, &self.frame)
    }

    /// It without what it repeats of earlier ones; `None` if its RED cannot be read.
    pub fn alone(&self) -> Option<Self> {
        if !self.red {
            return Some(*self);
        }
        let view = self.view.with_payload(Red::parse(self.view.payload())?.primary);
        Some(Self { view, red: false, ..*self })
    }
}

/// Header extensions that go on to receivers as they came.
#[derive(Debug, Clone, Copy, Default)]
pub struct Carried<'a> {
    pub audio_level: &'a [u8],
    pub video_orientation: &'a [u8],
    pub playout_delay: &'a [u8],
    pub dependency_descriptor: &'a [u8],
}

/// Which layers of a source somebody receives, a bit each, and whether anybody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub anybody: bool,
    pub layers: u8,
    /// Since when less is wanted than was told.
    pub less_since: Option<Instant>,
}

impl Default for Wanted {
    /// A client that was told nothing sends everything.
    fn default() -> Self {
        Self { anybody: true, layers: u8::MAX, less_since: None }
    }
}

/// By how much a layer is smaller than the whole picture: the largest of several is four times the next.
fn share(at: usize, layers: usize) -> usize {
    if at + 1 < layers { 4 } else { 1 }
}

fn layer_of(now: Instant, section: &SourceSection, share: usize) -> Layer {
    Layer::new(now, section.kind, section.format.nack, share)
}

/// One source of a peer.
#[derive(Debug)]
pub struct Publication {
    pub section: SourceSection,
    /// What the client was told is wanted of it.
    pub told: Wanted,
    /// As named in the section; one without a name where none is.
    pub layers: Vec<Layer>,
    /// What sound that does not say how loud it is spends.
    spending: Spending,
}

impl Publication {
    pub(super) fn new(now: Instant, section: SourceSection) -> Self {
        let named = section.layers.len();
        let mut layers: Vec<Layer> =
            (0..named.max(1)).map(|at| layer_of(now, &section, share(at, named))).collect();
        if let (Some(only), Some(ssrc)) = (layers.first_mut(), section.ssrc) {
            (only.ssrc, only.rtx) = (Some(ssrc), section.rtx_ssrc);
        }
        Self { section, told: Wanted::default(), layers, spending: Spending::default() }
    }

    /// Another offer. A stream of another number, or other layers, begin afresh.
    pub(super) fn agree(&mut self, now: Instant, section: SourceSection) {
        let announced =
            section.ssrc.filter(|ssrc| self.layers.first().is_some_and(|l| l.ssrc != Some(*ssrc)));
        if announced.is_some() || section.layers != self.section.layers {
            *self = Self::new(now, section);
        } else {
            self.section = section;
        }
    }

    /// What its layers offer now, from the smallest.
    pub fn offered(&mut self, since: Duration, owner: PeerId) -> [Option<Offered>; MOST_LAYERS] {
        let mut offered = [None; MOST_LAYERS];
        if let [only] = &mut self.layers[..] {
            offered[0] = only.offered_alone(since, owner);
            return offered;
        }
        let layers = self.layers.iter_mut().filter_map(|layer| layer.offered(since, owner));
        offered.iter_mut().zip(layers).for_each(|(place, layer)| *place = Some(layer));
        // Named low to high as a rule, but an encoder may think otherwise.
        offered
            .sort_by_key(|layer| layer.map_or((u16::MAX, BitRate::kbps(u64::MAX)), |l| (l.height, l.rate())));
        offered
    }

    /// Which of its layers a packet says it is of.
    pub(super) fn named_layer(&self, view: &RtpView<'_>, retransmits: bool) -> Option<usize> {
        if self.section.layers.is_empty() {
            return Some(0);
        }
        let ids = self.section.ids;
        let name = view.extension(if retransmits { ids.repaired_rid } else { ids.rid })?;
        self.section.layers.iter().position(|layer| layer.as_bytes() == name)
    }

    /// Another SSRC is another stream: what was counted and kept is of the old one. Returns the number that
    /// no longer means anything.
    pub(super) fn bind(&mut self, now: Instant, at: usize, ssrc: u32, retransmits: bool) -> Option<u32> {
        let fresh = layer_of(now, &self.section, share(at, self.layers.len()));
        let layer = self.layers.get_mut(at)?;
        if retransmits {
            return layer.rtx.replace(ssrc);
        }
        let before = layer.ssrc;
        if before.is_some() {
            let rtx = layer.rtx;
            *layer = fresh;
            layer.rtx = rtx;
        }
        layer.ssrc = Some(ssrc);
        before
    }

    pub(super) fn agreed(&self, payload_type: u8) -> bool {
        let format = self.section.format;
        payload_type == format.media || format.red == Some(payload_type)
    }

    /// Counts a packet that came the first time. `false` for payloads that were not agreed.
    pub(super) fn count(&mut self, now: Instant, layer: usize, bytes: &[u8]) -> bool {
        let Ok(view) = RtpView::parse(bytes) else { return false };
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.reception.packet(now, view.sequence(), view.timestamp());
        }
        self.agreed(view.payload_type())
    }

    /// Turns a retransmission back into what it repeats.
    pub(super) fn restore<'a>(&mut self, layer: usize, bytes: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let ssrc = self.layers.get(layer)?.ssrc?;
        let view = RtpView::parse(bytes).ok()?;
        if Some(view.payload_type()) != self.section.format.rtx {
            return None;
        }
        restore_rtx(bytes, ssrc, self.section.format.media)
    }

    /// Files a packet of a layer. `None` for one that was here before.
    pub(super) fn take<'a>(
        &mut self,
        since: Duration,
        at: usize,
        bytes: &'a [u8],
        owner: PeerId,
    ) -> Option<Packet<'a>> {
        let mut packet = self.describe(at, bytes, owner)?;
        let layer = self.layers.get_mut(at)?;
        if !layer.file(since, packet.view.sequence(), bytes, packet.frame.key_frame()) {
            return None;
        }
        match packet.frame {
            Frame::Vp8(frame) => {
                layer.note_temporal(since, frame.temporal(), bytes.len());
                layer.height = frame.height(packet.view.payload()).or(layer.height);
            }
            Frame::Opaque { .. } => layer.note_temporal(since, 0, bytes.len()),
            Frame::Sound | Frame::Empty => {}
        }
        packet.loudness = match self.section.ids.audio_level {
            0 if self.section.kind == SourceKind::Microphone => {
                Some(self.spending.loudness(packet.view.payload().len()))
            }
            id => packet.view.extension(id).and_then(loudness),
        };
        Some(packet)
    }

    /// A packet out of the cache of the layer that arrives in `stream`, copied.
    pub fn kept<'a>(
        &self,
        owner: PeerId,
        stream: StreamId,
        sequence: u16,
        into: &'a mut [u8],
    ) -> Option<Packet<'a>> {
        let at = self.layers.iter().position(|layer| layer.stream(owner) == Some(stream))?;
        let kept = self.layers.get(at)?.kept(sequence)?;
        let bytes = into.get_mut(..kept.len())?;
        bytes.copy_from_slice(kept);
        self.describe(at, bytes, owner)
    }

    /// What a packet of one of its layers is, now or out of the cache.
    fn describe<'a>(&self, at: usize, bytes: &'a [u8], owner: PeerId) -> Option<Packet<'a>> {
        let (view, layer, ids) = (RtpView::parse(bytes).ok()?, self.layers.get(at)?, self.section.ids);
        let codec = self.section.format.codec;
        let extension = |id| view.extension(id).unwrap_or_default();
        Some(Packet {
            kind: self.section.kind,
            stream: layer.stream(owner)?,
            codec,
            red: self.section.format.red == Some(view.payload_type()),
            frame: Frame::read(codec, view.payload()),
            carried: Carried {
                audio_level: extension(ids.audio_level),
                video_orientation: extension(ids.video_orientation),
                playout_delay: extension(ids.playout_delay),
                dependency_descriptor: extension(ids.dependency_descriptor),
            },
            loudness: None,
            report: layer.report,
            view,
        })
    }
}
