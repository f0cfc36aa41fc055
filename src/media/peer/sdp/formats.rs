//! Codecs accepted for a section, with their payload types.

use super::BadOffer;
use super::section::Section;
use crate::media::forward::frame::Codec;

/// What we like best first: every browser has VP8, some phones have H.264 in hardware and some have it not at
/// all; the others pass.
const PICTURES: [Codec; 4] = [Codec::Vp8, Codec::H264, Codec::Vp9, Codec::Av1];

/// As `a=rtcp-fb` says it.
pub(super) const NACK: &str = "nack";
/// How a client is told what its line bears that offers nothing better (draft-alvestrand-rmcat-remb-03).
pub(super) const REMB: &str = "goog-remb";

/// One codec under the client's payload types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub codec: Codec,
    pub media: u8,
    /// Retransmissions (RFC 4588); pictures only.
    pub rtx: Option<u8>,
    /// The same sound with earlier packets in it again (RFC 2198).
    pub red: Option<u8>,
    /// What is lost is asked for, and sent, again (RFC 4585 §6.2.1).
    pub nack: bool,
    /// It can be told what its line bears, all its streams together.
    pub remb: bool,
}

impl Codec {
    /// As SDP writes it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sound => "opus",
            Self::Vp8 => "VP8",
            Self::H264 => "H264",
            Self::Vp9 => "VP9",
            Self::Av1 => "AV1",
        }
    }

    /// The variant every implementation has: H.264 in fragments (RFC 6184 §6.3), VP9 with 8 bits of 4:2:0.
    fn usual(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::H264 => Some(("packetization-mode", "1")),
            Self::Vp9 => Some(("profile-id", "0")),
            Self::Sound | Self::Vp8 | Self::Av1 => None,
        }
    }
}

/// Everything of the section that we know, best first; none is a section that cannot be answered.
pub(super) fn formats(section: &Section, video: bool) -> Result<Vec<Format>, BadOffer> {
    let known: &[Codec] = if video { &PICTURES } else { &[Codec::Sound] };
    let formats: Vec<Format> = known.iter().filter_map(|codec| format(section, *codec)).collect();
    if formats.is_empty() {
        let wanted = if video { "VP8, H264, VP9 or AV1" } else { "opus" };
        return Err(BadOffer::new(format!("media section {} does not offer {wanted}", section.mid)));
    }
    Ok(formats)
}

fn format(section: &Section, codec: Codec) -> Option<Format> {
    let offered = section.codec(&codec.name().to_ascii_lowercase(), codec.usual())?;
    let media = offered.payload_type;
    let (rtx, red) = match codec {
        Codec::Sound => (None, red(section, media)),
        _ => (section.rtx_of(media).map(|rtx| rtx.payload_type), None),
    };
    Some(Format { codec, media, rtx, red, nack: offered.offers(NACK), remb: offered.offers(REMB) })
}

/// RED whose blocks are of this payload type: `a=fmtp:63 111/111`.
fn red(section: &Section, media: u8) -> Option<u8> {
    let blocks = |parameters: &str| parameters.split('/').all(|block| block.trim() == media.to_string());
    let red = section.codecs.iter().find(|codec| codec.name == "red" && blocks(&codec.parameters))?;
    Some(red.payload_type)
}
