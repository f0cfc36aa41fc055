//! A copy of a packet's content for the recorder, with its time.

use crate::media::forward::frame::{Codec, Frame};
use crate::media::forward::leg::StreamId;
use crate::media::forward::red::Red;
use crate::media::forward::vp8::Descriptor;
use crate::media::peer::publication::Packet;
use crate::media::plane::{MediaRoom, Source};

/// One packet of a recorded source. Nothing in it refers to the worker's memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub room: MediaRoom,
    pub source: Source,
    pub stream: StreamId,
    pub sequence: u16,
    pub timestamp: u32,
    /// The last packet of a picture.
    pub ends: bool,
    pub part: Part,
    /// UTC milliseconds.
    pub arrived: i64,
    /// The publisher's last sender report: RTP timestamp, and when it came.
    pub report: Option<(u32, i64)>,
    pub data: Vec<u8>,
}

/// What a packet is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Sound,
    /// Of a VP8 picture.
    Picture {
        starts: bool,
        key: bool,
    },
    /// Of a picture of another codec, as it came: [`super::pictures`] reads it, on the recorder's thread.
    Coded(Codec),
    /// It fills a number and says nothing.
    Nothing,
}

impl Piece {
    /// `None` for sound whose RED cannot be read.
    pub fn of(
        room: MediaRoom,
        source: Source,
        packet: &Packet<'_>,
        arrived: i64,
        report: Option<(u32, i64)>,
    ) -> Option<Self> {
        let payload = packet.view.payload();
        let (part, data) = match packet.frame {
            Frame::Sound if packet.red => (Part::Sound, Red::parse(payload)?.primary),
            Frame::Sound => (Part::Sound, payload),
            Frame::Vp8(frame) => (Part::of(&frame), frame.data(payload)),
            Frame::Empty => (Part::Nothing, &[][..]),
            Frame::Opaque { .. } => (Part::Coded(packet.codec), payload),
        };
        let part = if data.is_empty() { Part::Nothing } else { part };
        Some(Self {
            room,
            source,
            stream: packet.stream,
            sequence: packet.view.sequence(),
            timestamp: packet.view.timestamp(),
            ends: packet.view.marker(),
            part,
            arrived,
            report,
            data: data.to_vec(),
        })
    }

    /// Bytes it takes, with or without content.
    pub const fn size(&self) -> usize {
        size_of::<Self>() + self.data.len()
    }

    pub fn is_sound(&self) -> bool {
        self.source.kind == signaling::wire::SourceKind::Microphone
    }
}

impl Part {
    fn of(frame: &Descriptor) -> Self {
        Self::Picture { starts: frame.starts_frame, key: frame.key_frame }
    }
}
