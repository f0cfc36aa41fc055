//! Which sections of an offer we take, and how.
//!
//! A client's own sources come to us; its receive-only sections become slots of ours with streams fixed for as
//! long as the peer lives; everything else is rejected.

use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};

use super::BadOffer;
use super::offer::Description;
use super::section::{Direction, Extension, Media, Section};

/// RFC 8843 §15, RFC 6464, and Google's transport-wide sequence numbers.
pub(super) const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
pub(super) const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
pub(super) const TRANSPORT_SEQUENCE: &str =
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
/// The feedback that goes with [`TRANSPORT_SEQUENCE`].
pub(super) const TRANSPORT_CC: &str = "transport-cc";
/// RFC 8834 §4.2: nothing else is WebRTC.
pub(super) const SAVPF: &str = "UDP/TLS/RTP/SAVPF";

/// Payload types of a section, as the client numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payloads {
    pub media: u8,
    pub rtx: Option<u8>,
}

/// Header extension ids of a section the client sends; 0 is none (RFC 8285 §4.2 never uses it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExtensionIds {
    pub mid: u8,
    pub audio_level: u8,
    pub transport_sequence: u8,
}

/// A section by which the client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSection {
    pub mid: String,
    pub kind: SourceKind,
    pub payloads: Payloads,
    pub ids: ExtensionIds,
    /// As announced; browsers that announce none are known by the mid in their packets.
    pub ssrc: Option<u32>,
    pub rtx_ssrc: Option<u32>,
    pub sending: bool,
}

/// A section by which we send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotSection {
    pub mid: String,
    pub video: bool,
    pub payloads: Payloads,
    pub ssrc: u32,
    pub rtx_ssrc: u32,
    pub receiving: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    Rejected,
    Source(SourceSection),
    Slot(SlotSection),
}

/// What we do with each section of an offer, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub sections: Vec<Answered>,
    /// Mid of the section whose transport carries all (RFC 9143 §7.3.1).
    pub tagged: String,
}

/// Decides. `streams` gives a slot its SSRC and that of its retransmissions, the same ones each time.
pub fn plan(
    offer: &Description,
    sources: &[OfferedSource],
    receivers: &[OfferedReceiver],
    mut streams: impl FnMut(&str) -> (u32, u32),
) -> Result<Plan, BadOffer> {
    check_names(offer, sources, receivers)?;
    let mut sections = Vec::new();
    for section in &offer.sections {
        let source = sources.iter().find(|source| source.mid == section.mid);
        let receiver = receivers.iter().find(|receiver| receiver.mid == section.mid);
        sections.push(match (source, receiver) {
            _ if section.disabled => Answered::Rejected,
            (Some(source), _) => Answered::Source(source_section(offer, section, source.kind)?),
            (None, Some(receiver)) => {
                Answered::Slot(slot_section(offer, section, receiver.video, streams(&section.mid))?)
            }
            (None, None) => Answered::Rejected,
        });
    }
    let taken = |mid: &&String| {
        offer.sections.iter().zip(&sections).any(|(s, a)| s.mid == **mid && *a != Answered::Rejected)
    };
    let tagged = offer.bundle.iter().find(taken).cloned();
    let tagged = tagged.ok_or_else(|| BadOffer::new("no media section of the offer is in use"))?;
    Ok(Plan { sections, tagged })
}

fn check_names(
    offer: &Description,
    sources: &[OfferedSource],
    receivers: &[OfferedReceiver],
) -> Result<(), BadOffer> {
    let mut mids: Vec<&str> = Vec::new();
    for mid in sources.iter().map(|s| &s.mid).chain(receivers.iter().map(|r| &r.mid)) {
        if offer.section(mid).is_none() {
            return Err(BadOffer::new(format!("the SDP has no media section {}", printable(mid))));
        }
        if mids.contains(&mid.as_str()) {
            return Err(BadOffer::new(format!("media section {mid} is named twice")));
        }
        mids.push(mid);
    }
    for (at, source) in sources.iter().enumerate() {
        if sources.iter().take(at).any(|earlier| earlier.kind == source.kind) {
            return Err(BadOffer::new(format!("two media sections send the {:?}", source.kind)));
        }
    }
    Ok(())
}

/// What came from outside the SDP may hold anything; only its harmless part is quoted back.
fn printable(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).take(16).collect()
}

fn source_section(
    offer: &Description,
    section: &Section,
    kind: SourceKind,
) -> Result<SourceSection, BadOffer> {
    let payloads = payloads(offer, section, kind != SourceKind::Microphone)?;
    let id = |uri| accepted(section, uri).map_or(0, |extension| extension.id);
    let (ssrc, rtx_ssrc) = match section.fid {
        Some((media, rtx)) => (Some(media), Some(rtx)),
        None => (section.ssrcs.first().copied(), None),
    };
    Ok(SourceSection {
        mid: section.mid.clone(),
        kind,
        payloads,
        ids: ExtensionIds {
            mid: id(MID),
            audio_level: if kind == SourceKind::Microphone { id(AUDIO_LEVEL) } else { 0 },
            transport_sequence: if congestion_controlled(section) { id(TRANSPORT_SEQUENCE) } else { 0 },
        },
        ssrc,
        rtx_ssrc,
        sending: section.direction.sends(),
    })
}

fn slot_section(
    offer: &Description,
    section: &Section,
    video: bool,
    (ssrc, rtx_ssrc): (u32, u32),
) -> Result<SlotSection, BadOffer> {
    let payloads = payloads(offer, section, video)?;
    let receiving = section.direction.receives();
    Ok(SlotSection { mid: section.mid.clone(), video, payloads, ssrc, rtx_ssrc, receiving })
}

/// VP8 for pictures, Opus for sound; a section that can be neither cannot be answered.
fn payloads(offer: &Description, section: &Section, video: bool) -> Result<Payloads, BadOffer> {
    let mid = &section.mid;
    let (media, name) = if video { (Media::Video, "vp8") } else { (Media::Audio, "opus") };
    if section.media != media {
        return Err(BadOffer::new(format!("media section {mid} is of the wrong kind")));
    }
    if section.protocol != SAVPF {
        return Err(BadOffer::new(format!("media section {mid} is not {SAVPF}")));
    }
    if !section.rtcp_mux || !offer.bundle.contains(mid) {
        return Err(BadOffer::new(format!("media section {mid} needs a=rtcp-mux and a place in BUNDLE")));
    }
    let codec = section
        .codec(name)
        .ok_or_else(|| BadOffer::new(format!("media section {mid} does not offer {name}")))?;
    let rtx = section.rtx_of(codec.payload_type).filter(|_| video).map(|rtx| rtx.payload_type);
    Ok(Payloads { media: codec.payload_type, rtx })
}

/// An extension the client may send on this section.
pub(super) fn accepted<'a>(section: &'a Section, uri: &str) -> Option<&'a Extension> {
    let sends = |extension: &&Extension| extension.direction.is_none_or(Direction::sends);
    section.extensions.iter().find(|extension| extension.uri == uri).filter(sends)
}

/// Feedback without the sequence numbers, or the other way round, is of no use.
fn congestion_controlled(section: &Section) -> bool {
    section.codecs.iter().any(|codec| codec.feedback.iter().any(|what| what == TRANSPORT_CC))
}
