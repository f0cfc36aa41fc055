//! A leg: the path of one source into one receive-only section of one receiver.
//!
//! The receiver sees one stream with one SSRC whose numbers never jump, whoever is shown in it.

use super::frame::Frame;
use super::rewritten::Rewritten;
use super::rtp::RtpView;
use super::sent::{Sent, SentLog};
use super::seq_map::SeqMap;
use super::ts_map::TsMap;
use super::vp8::{Descriptor, PictureMap};
use std::time::Duration;

/// Larger payloads are not forwarded: an Ethernet frame does not bear them by every way we send. 1,500 bytes less IPv6 and
/// UDP (48), a TURN channel (4), the RTP header (12) and our extensions of pictures without a dependency descriptor (16),
/// the number of what is sent again (2) and the SRTP tag (16) are 1,402. GStreamer's payloaders make 1,388 of it, which
/// is their 1,400 less an RTP header; browsers and OBS stop at 1,200.
pub const LARGEST_PAYLOAD: usize = 1400;

/// However few can be asked for again, one that comes so many packets late has its place: 1.3 s of sound.
const PLACED: usize = 64;

/// A stream of a publisher (one simulcast layer of one source), as the worker numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct StreamId(pub u64);

/// How a leg begins. Chance is an argument.
#[derive(Debug, Clone, Copy)]
pub struct LegStart {
    /// 90,000 for pictures, 48,000 for Opus.
    pub clock_rate: u32,
    /// Below 32,768; see [`SeqMap::new`].
    pub sequence: u16,
    pub timestamp: u32,
    pub rtx_sequence: u16,
    /// Most packets that can be asked for again; at least two round trips' worth.
    pub remembered: usize,
}

/// How to answer a request for a lost packet; `sequence` of `stream` is the key into its cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resend {
    /// It was sent: [`Rewritten::write_rtx`] it.
    Again { stream: StreamId, sequence: u16, rewritten: Rewritten },
    /// It was not: it came before the leg could begin, as when the first packet of a key frame is overtaken by
    /// the rest. [`Leg::forward`] it.
    Late { stream: StreamId, sequence: u16 },
}

/// What a sender report says of the leg (RFC 3550 §6.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SenderInfo {
    pub timestamp: u32,
    pub packets: u32,
    pub octets: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Stopped,
    /// Until a packet of this stream comes with which one can begin.
    Waiting(StreamId),
    Flowing(StreamId),
    /// The first goes on until one can begin with the second.
    Changing(StreamId, StreamId),
}

/// One leg. It obeys at once: after [`Leg::stop`] or [`Leg::switch_to`] nothing of what flowed before goes
/// out any more, retransmissions included.
#[derive(Debug)]
pub struct Leg {
    flow: Flow,
    sequences: SeqMap,
    timestamps: TsMap,
    pictures: PictureMap,
    sent: SentLog,
    /// Highest temporal layer that flows of what flows, and that may.
    temporal: (u8, u8),
    /// The same limit for what is to flow.
    limit: u8,
    next_rtx: u16,
    /// The last sender report of the stream that is waited for.
    report: Option<(Duration, StreamId, u32)>,
    packets: u32,
    octets: u32,
}

impl Leg {
    /// Nothing flows yet.
    pub fn new(start: LegStart) -> Self {
        Self {
            flow: Flow::Stopped,
            sequences: SeqMap::remembering(start.sequence, start.remembered.max(PLACED)),
            timestamps: TsMap::new(start.clock_rate, start.timestamp),
            pictures: PictureMap::default(),
            sent: SentLog::new(start.remembered, start.clock_rate),
            temporal: (u8::MAX, u8::MAX),
            limit: u8::MAX,
            next_rtx: start.rtx_sequence,
            report: None,
            packets: 0,
            octets: 0,
        }
    }

    /// Another source, or the same after a pause. What flowed stops at once; sound begins with the next
    /// packet, pictures with the next key frame. Nothing changes if the stream flows already.
    pub fn switch_to(&mut self, stream: StreamId) {
        match self.flow {
            Flow::Flowing(flowing) if flowing == stream => {}
            Flow::Waiting(waiting) if waiting == stream => {}
            Flow::Changing(flowing, _) if flowing == stream => self.flow = Flow::Flowing(stream),
            _ => {
                self.sent.clear();
                self.flow = Flow::Waiting(stream);
            }
        }
    }

    /// Another simulcast layer of the same source: the one that flows goes on until the other's key frame, as it is or, if
    /// the other is `less`, with as little of it as can be seen.
    pub fn change_layer(&mut self, stream: StreamId, less: bool) {
        self.flow = match self.flow {
            Flow::Flowing(flowing) | Flow::Changing(flowing, _) if flowing == stream => Flow::Flowing(stream),
            Flow::Flowing(flowing) | Flow::Changing(flowing, _) => Flow::Changing(flowing, stream),
            Flow::Stopped | Flow::Waiting(_) => Flow::Waiting(stream),
        };
        if less && matches!(self.flow, Flow::Changing(..)) {
            self.temporal = (0, 0);
        }
    }

    /// The same or another stream afresh: with its next key frame, whatever flowed before.
    pub fn restart(&mut self, stream: StreamId) {
        self.sent.clear();
        self.flow = Flow::Waiting(stream);
    }

    /// Nothing flows: a grant was taken, the source left.
    pub fn stop(&mut self) {
        self.sent.clear();
        self.flow = Flow::Stopped;
    }

    /// Forwards temporal layers up to this one of what is to flow: fewer at once, more from the next frame that allows it.
    /// While another stream is waited for, it is that one's, and what flows until then keeps its own.
    pub fn limit_temporal(&mut self, highest: u8) {
        self.limit = highest;
        if !matches!(self.flow, Flow::Changing(..)) {
            self.temporal = (self.temporal.0.min(highest), highest);
        }
    }

    /// The stream that is waited for; of pictures, a key frame is needed.
    pub fn awaited(&self) -> Option<StreamId> {
        match self.flow {
            Flow::Waiting(stream) | Flow::Changing(_, stream) => Some(stream),
            Flow::Stopped | Flow::Flowing(_) => None,
        }
    }

    /// What the receiver gets of a packet of `stream`; `None` if nothing.
    pub fn forward(
        &mut self,
        now: Duration,
        stream: StreamId,
        packet: &RtpView<'_>,
        frame: &Frame,
    ) -> Option<Rewritten> {
        if packet.payload().len() > LARGEST_PAYLOAD || !self.admits(stream, frame) {
            return None; // too large a packet stays a gap: the frame is broken, and the receiver should know
        }
        let numbers = match frame {
            Frame::Sound | Frame::Opaque { .. } => Some(None),
            Frame::Vp8(frame) => {
                let wanted = self.wants(frame);
                self.pictures.map(frame, wanted).map(Some)
            }
            Frame::Empty => None,
        };
        let Some(numbers) = numbers else {
            self.sequences.withhold(packet.sequence());
            return None;
        };
        let sequence = self.sequences.forward(packet.sequence())?;
        let timestamp = self.timestamps.map(now, packet.timestamp());
        let rewritten = Rewritten { sequence, timestamp, numbers };
        self.sent.note(Sent { stream, sequence: packet.sequence(), rewritten });
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(packet.payload().len() as u32);
        Some(rewritten)
    }

    /// A packet of the stream that flows goes out as part of another: what follows it closes the gap.
    pub fn absorb(&mut self, sequence: u16) {
        self.sequences.withhold(sequence);
    }

    /// The receiver has not got `sequence`. `None` if it never will: it is unknown, its source may not flow any
    /// more, or it was asked for only a moment ago or too often.
    pub fn resend(&mut self, now: Duration, sequence: u16) -> Option<Resend> {
        if let Some(Sent { stream, sequence: original, rewritten }) = self.sent.get(sequence) {
            let again = Resend::Again { stream, sequence: original, rewritten };
            return self.sent.repeat(now, sequence).then_some(again);
        }
        let stream = self.flowing()?;
        self.sequences.missing(sequence).map(|sequence| Resend::Late { stream, sequence })
    }

    /// What was sent can be asked for again for so long.
    pub fn remember(&mut self, time: Duration) {
        self.sent.remember(time);
    }

    /// The number of the next retransmission in its own stream (RFC 4588 §4).
    pub fn next_rtx_sequence(&mut self) -> u16 {
        let sequence = self.next_rtx;
        self.next_rtx = sequence.wrapping_add(1);
        sequence
    }

    /// A sender report of a stream came in at `now`, with this RTP timestamp. To be repeated after
    /// [`Leg::switch_to`], for the report that came before it.
    pub fn note_report(&mut self, now: Duration, stream: StreamId, timestamp: u32) {
        if self.flowing() == Some(stream) {
            self.timestamps.note_report(now, timestamp);
        } else if self.awaited() == Some(stream) {
            self.report = Some((now, stream, timestamp));
        }
    }

    /// For the leg's own sender report at `now`; `None` while nothing flows.
    pub fn sender_info(&self, now: Duration) -> Option<SenderInfo> {
        self.flowing()?;
        let timestamp = self.timestamps.at(now)?;
        Some(SenderInfo { timestamp, packets: self.packets, octets: self.octets })
    }

    /// Packets that went out, counted as reports do.
    pub fn packets(&self) -> u64 {
        self.packets.into()
    }

    /// The newest timestamp that went out, or that the first will have.
    pub fn newest_timestamp(&self) -> u32 {
        self.timestamps.newest()
    }

    /// The stream that goes out now.
    pub fn flowing(&self) -> Option<StreamId> {
        match self.flow {
            Flow::Flowing(stream) | Flow::Changing(stream, _) => Some(stream),
            Flow::Stopped | Flow::Waiting(_) => None,
        }
    }

    fn admits(&mut self, stream: StreamId, frame: &Frame) -> bool {
        match self.flow {
            Flow::Waiting(next) | Flow::Changing(_, next) if next == stream && frame.can_begin() => {
                self.begin(stream);
                true
            }
            Flow::Flowing(flowing) | Flow::Changing(flowing, _) => flowing == stream,
            Flow::Stopped | Flow::Waiting(_) => false,
        }
    }

    fn begin(&mut self, stream: StreamId) {
        self.sequences.switch();
        self.timestamps.switch();
        self.pictures.switch();
        self.flow = Flow::Flowing(stream);
        self.temporal = (self.limit, self.limit);
        if let Some((at, _, timestamp)) = self.report.take().filter(|(_, of, _)| *of == stream) {
            self.timestamps.note_report(at, timestamp);
        }
    }

    /// Layers are climbed one by one: a synchronised frame of the next leans on the base only, but those after
    /// it lean on all between.
    fn wants(&mut self, frame: &Descriptor) -> bool {
        let (flowing, highest) = self.temporal;
        let next = frame.layer.is_some_and(|layer| layer.sync && layer.temporal == flowing.saturating_add(1));
        if frame.key_frame {
            self.temporal.0 = highest;
        } else if next && flowing < highest {
            self.temporal.0 = flowing + 1;
        }
        frame.temporal() <= self.temporal.0
    }
}

#[cfg(test)]
mod tests;
