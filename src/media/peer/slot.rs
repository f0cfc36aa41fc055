//! One receive-only section of a client's and the leg behind it: a stream of ours with a fixed SSRC that
//! carries now this source, now that one, now this layer of it, now that one.

use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::publication::Packet;
use super::sdp::formats::Format;
use super::sdp::plan::SlotSection;
use crate::media::forward::frame::Codec;
use crate::media::forward::leg::{Leg, LegStart, Resend, SenderInfo, StreamId};
use crate::media::forward::meter::Meter;
use crate::media::forward::red::{self, Red};
use crate::media::forward::rewritten::{Outgoing, Rewritten};
use crate::media::forward::rtcp::Block;
use crate::media::forward::rtp::NoRoom;
use crate::media::plane::Source;
use crate::world::World;

/// Packets that can be asked for again: two seconds of 2.5 Mbit/s video. Sound is never asked for again:
/// Opus carries each packet once more in the next (RFC 6716 §2.1.7).
const REMEMBERED: usize = 512;

/// What the receiver says of the leg.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard {
    pub lost: u16,
    pub jitter_ms: u32,
}

#[derive(Debug)]
pub struct Slot {
    pub section: SlotSection,
    pub meter: Meter,
    pub heard: Heard,
    pub repeated: u64,
    /// Times that the receiver had to ask for a key frame.
    pub freezes: u64,
    leg: Leg,
    began: Instant,
    source: Option<Source>,
    /// The stream of the source that the leg was told of.
    stream: Option<StreamId>,
}

impl Slot {
    pub fn new(now: Instant, section: SlotSection, world: &dyn World) -> Self {
        let mut random = [0; 8];
        world.fill(&mut random);
        let [a, b, c, d, e, f, g, h] = random;
        let leg = Leg::new(LegStart {
            clock_rate: if section.video { 90_000 } else { 48_000 },
            sequence: u16::from_be_bytes([a & 0x7f, b]),
            timestamp: u32::from_be_bytes([e, f, g, h]),
            rtx_sequence: u16::from_be_bytes([c & 0x7f, d]),
            remembered: if section.video { REMEMBERED } else { 1 },
        });
        Self {
            section,
            meter: Meter::default(),
            heard: Heard::default(),
            repeated: 0,
            freezes: 0,
            leg,
            began: now,
            source: None,
            stream: None,
        }
    }

    pub fn source(&self) -> Option<Source> {
        self.source
    }

    /// Carries this source from now on, or nothing. Whether a key frame is needed for it.
    pub fn carry(&mut self, source: Option<Source>) -> bool {
        if self.source != source {
            self.source = source;
            self.stream = None;
            self.leg.stop();
            self.meter.clear();
        }
        self.awaits_key_frame()
    }

    /// Whether nothing can be seen here before the source sends a key frame.
    pub fn awaits_key_frame(&self) -> bool {
        let waiting = self.stream.is_none() || self.leg.awaited().is_some();
        self.section.video && self.source.is_some() && waiting
    }

    /// Of its source's streams this one is wanted, with temporal layers up to `temporal`. The one that flows
    /// goes on until one can begin with the other.
    pub fn aim(&mut self, stream: StreamId, temporal: u8) {
        self.leg.limit_temporal(temporal);
        if self.stream != Some(stream) && self.source.is_some() {
            self.stream = Some(stream);
            self.leg.change_layer(stream);
        }
    }

    /// The stream whose key frame is waited for.
    pub fn awaited(&self) -> Option<StreamId> {
        self.leg.awaited()
    }

    /// The stream that goes out.
    pub fn flowing(&self) -> Option<StreamId> {
        self.leg.flowing()
    }

    /// What becomes of a packet of the source.
    pub fn forward(&mut self, now: Instant, packet: &Packet<'_>) -> Option<Rewritten> {
        self.source?;
        if self.stream.is_none()
            || (self.stream != Some(packet.stream) && packet.kind == SourceKind::Microphone)
        {
            self.stream = Some(packet.stream);
            self.leg.switch_to(packet.stream);
            if let Some((timestamp, at)) = packet.report {
                self.leg.note_report(self.since(at), packet.stream, timestamp);
            }
        }
        self.format(packet.codec)?;
        let rewritten = self.leg.forward(self.since(now), packet.stream, &packet.view, &packet.frame)?;
        self.meter.add(now.saturating_duration_since(self.began), packet.view.payload().len());
        Some(rewritten)
    }

    /// Writes a packet as the receiver gets it; its length.
    pub fn write(
        &self,
        buffer: &mut [u8],
        packet: &Packet<'_>,
        rewritten: Rewritten,
        transport_sequence: u16,
    ) -> Option<usize> {
        let format = self.format(packet.codec)?;
        let number = transport_sequence.to_be_bytes();
        let extensions = self.extensions(packet, &number);
        let to = |payload_type| Outgoing { ssrc: self.section.ssrc, payload_type };
        let written: Result<usize, NoRoom> = match (packet.red, format.red) {
            (false, _) => rewritten.write(buffer, &packet.view, to(format.media), &extensions),
            (true, Some(number)) => {
                let length = rewritten.write(buffer, &packet.view, to(number), &extensions);
                length.inspect(|length| {
                    let start = length - packet.view.payload().len();
                    red::relabel(buffer.get_mut(start..*length).unwrap_or_default(), format.media);
                })
            }
            (true, None) => {
                let view = packet.view.with_payload(Red::parse(packet.view.payload())?.primary);
                rewritten.write(buffer, &view, to(format.media), &extensions)
            }
        };
        written.ok()
    }

    /// Writes a kept packet again (RFC 4588), under the next number of the retransmissions, if the client takes
    /// any.
    pub fn write_again(
        &mut self,
        buffer: &mut [u8],
        packet: &Packet<'_>,
        as_sent: Rewritten,
        transport_sequence: u16,
    ) -> Option<usize> {
        let payload_type = self.format(packet.codec)?.rtx?;
        let to = Outgoing { ssrc: self.section.rtx_ssrc, payload_type };
        let number = transport_sequence.to_be_bytes();
        let sequence = self.leg.next_rtx_sequence();
        self.repeated += 1;
        let extensions = self.extensions(packet, &number);
        as_sent.write_rtx(buffer, &packet.view, to, sequence, &extensions).ok()
    }

    fn extensions<'a>(&self, packet: &Packet<'a>, transport_sequence: &'a [u8; 2]) -> [(u8, &'a [u8]); 5] {
        let (ids, carried) = (self.section.ids, packet.carried);
        let there = |id, value: &'a [u8]| if value.is_empty() { (0, value) } else { (id, value) };
        [
            (ids.transport_sequence, transport_sequence),
            there(ids.audio_level, carried.audio_level),
            there(ids.video_orientation, carried.video_orientation),
            there(ids.playout_delay, carried.playout_delay),
            there(ids.dependency_descriptor, carried.dependency_descriptor),
        ]
    }

    fn format(&self, codec: Codec) -> Option<&Format> {
        self.section.formats.iter().find(|format| format.codec == codec)
    }

    /// How to answer a request for a lost packet.
    pub fn resend(&mut self, now: Instant, sequence: u16) -> Option<Resend> {
        self.leg.resend(self.since(now), sequence)
    }

    /// The publisher's clock, so that ours agrees with it.
    pub fn note_report(&mut self, now: Instant, stream: StreamId, timestamp: u32) {
        self.leg.note_report(self.since(now), stream, timestamp);
    }

    /// How the receiver says the leg fares.
    pub fn note_block(&mut self, block: &Block) {
        let clock = if self.section.video { 90 } else { 48 };
        self.heard = Heard {
            lost: (u32::from(block.fraction_lost) * 1000 / 256) as u16,
            jitter_ms: block.jitter / clock,
        };
    }

    /// For our own report on the stream; none while nothing flows.
    pub fn sender_info(&self, now: Instant) -> Option<SenderInfo> {
        self.leg.sender_info(self.since(now))
    }

    fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }
}
