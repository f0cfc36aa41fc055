//! Pictures of H.264, VP9 and AV1 put together from their payloads, on the recorder's thread: what the packet path reads of
//! them, it reads for receivers. VP8 needs none of this, its packets say where a picture begins.
//!
//! **Invariant:** no payload makes it panic, and a picture with a hole, or malformed, is none.

pub mod av1;
mod bits;
pub mod h264;
pub mod vp9;

use super::assemble::{Assembled, LARGEST_FRAME};
use super::webm::{Picture, Track};
use crate::media::forward::frame::Codec;

/// What the head of a file says that begins with this frame; `None`: a file cannot begin with it.
pub fn track(codec: Codec, data: &[u8]) -> Option<Track> {
    match codec {
        Codec::Sound => Some(Track::Sound),
        Codec::Vp8 => Some(Track::Picture(vp8(data))),
        Codec::H264 => h264::picture(data).map(Track::Picture),
        Codec::Vp9 => vp9::picture(data).map(Track::Picture),
        Codec::Av1 => av1::picture(data).map(Track::Picture),
    }
}

/// As the key frame says (RFC 6386 §9.1); later ones may say otherwise, and players follow.
fn vp8(data: &[u8]) -> Picture {
    let side =
        |at: usize| data.get(at..at + 2).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]) & 0x3fff);
    Picture { codec: "V_VP8", width: side(6), height: side(8), private: Vec::new() }
}

/// A payload, and what its packet says of it.
#[derive(Debug, Clone, Copy)]
pub struct Payload<'a> {
    /// When it was taken, UTC milliseconds.
    pub at: i64,
    /// All packets of a picture have the same.
    pub timestamp: u32,
    /// The last of its picture (RTP's marker).
    pub ends: bool,
    pub bytes: &'a [u8],
}

/// Of one stream, its packets in order.
#[derive(Debug)]
pub struct Pictures {
    codec: Codec,
    open: Option<Open>,
    /// The next packet begins a picture, whatever it says of itself.
    between: bool,
    /// One begins to watch with a key picture.
    begun: bool,
    /// H.264's parameter sets, as they came last.
    sets: h264::Sets,
}

/// A picture that is not whole yet.
#[derive(Debug)]
struct Open {
    at: i64,
    timestamp: u32,
    parts: Parts,
}

#[derive(Debug)]
enum Parts {
    H264(h264::AccessUnit),
    Vp9(vp9::Layers),
    Av1(av1::TemporalUnit),
}

impl Pictures {
    /// Of sound and VP8 nothing comes: they are put together otherwise.
    pub fn of(codec: Codec) -> Self {
        Self { codec, open: None, between: false, begun: false, sets: h264::Sets::default() }
    }

    pub fn is_of(&self, codec: Codec) -> bool {
        self.codec == codec
    }

    /// A packet is missing here: what is open has a hole, and where the next picture begins is not known.
    pub fn hole(&mut self) {
        self.open = None;
        self.between = false;
    }

    /// Takes the next packet; a picture that it makes whole goes to `out`.
    pub fn take(&mut self, payload: Payload<'_>, out: &mut Vec<Assembled>) {
        if self.open.as_ref().is_some_and(|open| open.timestamp != payload.timestamp) {
            self.close(out); // by a sender that sets no marker
        }
        if self.open.is_none() && (self.between || self.begins(payload.bytes)) {
            self.open = Parts::of(self.codec).map(|parts| Open {
                at: payload.at,
                timestamp: payload.timestamp,
                parts,
            });
            self.between = false;
        }
        if let Some(open) = &mut self.open
            && open.parts.take(payload.bytes).is_none_or(|size| size > LARGEST_FRAME)
        {
            self.open = None;
        }
        if payload.ends {
            self.close(out);
        }
    }

    fn close(&mut self, out: &mut Vec<Assembled>) {
        self.between = true;
        let Some(Open { at, parts, .. }) = self.open.take() else { return };
        let whole = match parts {
            Parts::H264(unit) => unit.finish(&mut self.sets),
            Parts::Vp9(layers) => layers.finish(),
            Parts::Av1(unit) => unit.finish(),
        };
        let Some((key, data)) = whole else { return };
        self.begun |= key;
        if self.begun {
            out.push(Assembled { at, key, codec: self.codec, data });
        }
    }

    fn begins(&self, payload: &[u8]) -> bool {
        match self.codec {
            Codec::Sound | Codec::Vp8 => false,
            Codec::H264 => h264::begins(payload),
            Codec::Vp9 => vp9::begins(payload),
            Codec::Av1 => av1::begins(payload),
        }
    }
}

impl Parts {
    fn of(codec: Codec) -> Option<Self> {
        match codec {
            Codec::Sound | Codec::Vp8 => None,
            Codec::H264 => Some(Self::H264(h264::AccessUnit::default())),
            Codec::Vp9 => Some(Self::Vp9(vp9::Layers::default())),
            Codec::Av1 => Some(Self::Av1(av1::TemporalUnit::default())),
        }
    }

    /// Bytes there are; `None`: it cannot be put together.
    fn take(&mut self, payload: &[u8]) -> Option<usize> {
        match self {
            Self::H264(unit) => unit.take(payload).map(|()| unit.data.len()),
            Self::Vp9(layers) => layers.take(payload).map(|()| layers.data.len()),
            Self::Av1(unit) => unit.take(payload).map(|()| unit.size()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
