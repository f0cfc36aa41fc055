//! What the relay reads of a packet's payload: codec, frame boundaries, key frames.

use super::vp8::Descriptor;

/// How a stream is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// Opus, RED and whatever else has no frames that need each other.
    Sound,
    Vp8,
    H264,
    Vp9,
    Av1,
}

/// A packet's part of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    Sound,
    Vp8(Descriptor),
    /// A codec whose numbers are passed on as they are.
    Opaque {
        key_frame: bool,
    },
    /// Nothing a receiver could use: padding by which a publisher probes its line, or no payload of its codec.
    Empty,
}

impl Frame {
    /// To be called once per packet, not once per receiver.
    pub fn read(codec: Codec, payload: &[u8]) -> Self {
        match codec {
            _ if payload.is_empty() => Self::Empty,
            Codec::Sound => Self::Sound,
            Codec::Vp8 => Descriptor::parse(payload).map_or(Self::Empty, Self::Vp8),
            Codec::H264 => Self::Opaque { key_frame: h264_starts_key_frame(payload) },
            Codec::Vp9 => Self::Opaque { key_frame: vp9_starts_key_frame(payload[0]) },
            Codec::Av1 => Self::Opaque { key_frame: payload[0] & 0x08 != 0 },
        }
    }

    /// Whether the packet begins a key frame of a picture.
    pub fn key_frame(&self) -> bool {
        match self {
            Self::Vp8(frame) => frame.key_frame,
            Self::Opaque { key_frame } => *key_frame,
            Self::Sound | Self::Empty => false,
        }
    }

    /// Whether a receiver that has nothing yet can begin with this packet.
    pub fn can_begin(&self) -> bool {
        matches!(self, Self::Sound) || self.key_frame()
    }
}

/// Not predicted from another picture, and the first packet of its frame (RFC 9628 §4.2). AV1 says the same in
/// the N bit of its aggregation header: a new coded video sequence begins (AV1 RTP payload §4.4).
fn vp9_starts_key_frame(descriptor: u8) -> bool {
    const PREDICTED: u8 = 0x40;
    const BEGINS: u8 = 0x08;
    descriptor & (PREDICTED | BEGINS) == BEGINS
}

/// A sequence parameter set (NAL type 7) comes right before every IDR picture that browsers send; alone, first
/// in a STAP-A (24) or there behind a delimiter (9), or, where it is huge, first of an FU-A (28) (RFC 6184 §5.6 to 5.8).
fn h264_starts_key_frame(payload: &[u8]) -> bool {
    const SEQUENCE_PARAMETERS: u8 = 7;
    const DELIMITER: u8 = 9;
    let nal = |at: usize| payload.get(at).map_or(0, |byte| byte & 0x1f);
    match nal(0) {
        SEQUENCE_PARAMETERS => true,
        24 if nal(3) == DELIMITER => {
            let length = payload.get(1..3).map_or(0, |size| usize::from(size[0]) << 8 | usize::from(size[1]));
            nal(5 + length) == SEQUENCE_PARAMETERS
        }
        24 => nal(3) == SEQUENCE_PARAMETERS,
        28 => nal(1) == SEQUENCE_PARAMETERS && payload[1] & 0x80 != 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(codec: Codec, payload: &[u8], can_begin: bool) {
        assert_eq!(Frame::read(codec, payload).can_begin(), can_begin, "{payload:x?}");
    }

    #[test]
    fn sound_begins_with_any_packet() {
        check(Codec::Sound, &[0xfc], true);
    }

    #[test]
    fn nothing_begins_with_padding() {
        check(Codec::Sound, &[], false);
        check(Codec::Vp8, &[], false);
        assert_eq!(Frame::read(Codec::Vp8, &[0x90, 0x80]), Frame::Empty);
    }

    #[test]
    fn vp8_begins_with_a_key_frame() {
        check(Codec::Vp8, &[0x10, 0x00], true);
        check(Codec::Vp8, &[0x10, 0x01], false);
    }

    #[test]
    fn vp9_begins_with_the_first_packet_of_an_unpredicted_frame() {
        check(Codec::Vp9, &[0x88, 1, 2], true);
        check(Codec::Vp9, &[0x80, 1, 2], false);
        check(Codec::Vp9, &[0xc8, 1, 2], false);
    }

    #[test]
    fn av1_begins_with_a_new_sequence() {
        check(Codec::Av1, &[0x18, 1], true);
        check(Codec::Av1, &[0x10, 1], false);
    }

    #[test]
    fn h264_begins_with_its_sequence_parameters() {
        check(Codec::H264, &[0x67, 0x42], true);
        check(Codec::H264, &[0x78, 0, 9, 0x67, 0x42], true); // STAP-A
        check(Codec::H264, &[0x78, 0, 2, 9, 0xf0, 0, 2, 0x67, 0x42], true); // behind a delimiter
        check(Codec::H264, &[0x7c, 0x87, 0x42], true); // FU-A, start
        check(Codec::H264, &[0x7c, 0x07, 0x42], false); // FU-A, middle
        check(Codec::H264, &[0x61, 0x42], false);
        check(Codec::H264, &[0x78, 0, 9], false);
        check(Codec::H264, &[0x7c], false);
    }
}
