//! One receive-only section of a client's and the leg behind it: a stream of ours with a fixed SSRC that
//! carries now this source, now that one.

use std::time::{Duration, Instant};

use super::publication::Packet;
use super::sdp::plan::SlotSection;
use crate::media::forward::leg::{Leg, LegStart, Resend, SenderInfo, StreamId};
use crate::media::forward::rewritten::{Outgoing, Rewritten};
use crate::media::forward::rtp::RtpView;
use crate::media::plane::Source;
use crate::world::World;

/// Packets that can be asked for again: two seconds of 2.5 Mbit/s video. Sound is never asked for again:
/// Opus carries each packet once more in the next (RFC 6716 §2.1.7).
const REMEMBERED: usize = 512;

#[derive(Debug)]
pub struct Slot {
    pub section: SlotSection,
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
        Self { section, leg, began: now, source: None, stream: None }
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
        }
        self.awaits_key_frame()
    }

    /// Whether nothing can be seen here before the source sends a key frame.
    pub fn awaits_key_frame(&self) -> bool {
        let waiting = self.stream.is_none() || self.leg.awaited().is_some();
        self.section.video && self.source.is_some() && waiting
    }

    /// What becomes of a packet of the source.
    pub fn forward(&mut self, now: Instant, packet: &Packet, view: &RtpView<'_>) -> Option<Rewritten> {
        self.source?;
        if self.stream != Some(packet.stream) {
            self.stream = Some(packet.stream);
            self.leg.switch_to(packet.stream);
            if let Some((timestamp, at)) = packet.report {
                self.leg.note_report(self.since(at), packet.stream, timestamp);
            }
        }
        self.leg.forward(self.since(now), packet.stream, view, &packet.frame)
    }

    /// How to answer a request for a lost packet.
    pub fn resend(&mut self, now: Instant, sequence: u16) -> Option<Resend> {
        self.leg.resend(self.since(now), sequence)
    }

    /// Where the media goes.
    pub fn media(&self) -> Outgoing {
        Outgoing { ssrc: self.section.ssrc, payload_type: self.section.payloads.media }
    }

    /// Where retransmissions go and under which number, if the client takes any.
    pub fn retransmission(&mut self) -> Option<(Outgoing, u16)> {
        let payload_type = self.section.payloads.rtx?;
        let to = Outgoing { ssrc: self.section.rtx_ssrc, payload_type };
        Some((to, self.leg.next_rtx_sequence()))
    }

    /// The publisher's clock, so that ours agrees with it.
    pub fn note_report(&mut self, now: Instant, stream: StreamId, timestamp: u32) {
        self.leg.note_report(self.since(now), stream, timestamp);
    }

    /// For our own report on the stream; none while nothing flows.
    pub fn sender_info(&self, now: Instant) -> Option<SenderInfo> {
        self.leg.sender_info(self.since(now))
    }

    fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }
}
