//! Which sections of an offer we take and how, and the answer that says so.
//!
//! A client's own sources come to us (`recvonly`); its receive-only sections become legs of ours
//! (`sendonly`) with streams fixed for as long as the peer lives; everything else is rejected with port 0.

use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};
use std::fmt::Write as _;
use std::net::SocketAddr;

use super::BadOffer;
use super::offer::{Codec, Description, Direction, Extension, Media, Section};
use crate::media::peer::dtls::{Fingerprint, Role};
use crate::media::peer::ice::Credentials;

/// RFC 8843 §15, RFC 6464, and Google's transport-wide sequence numbers.
const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
const TRANSPORT_SEQUENCE: &str = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
/// The feedback that goes with [`TRANSPORT_SEQUENCE`].
const TRANSPORT_CC: &str = "transport-cc";
/// RFC 8834 §4.2: nothing else is WebRTC.
const SAVPF: &str = "UDP/TLS/RTP/SAVPF";

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
fn accepted<'a>(section: &'a Section, uri: &str) -> Option<&'a Extension> {
    let sends = |extension: &&Extension| extension.direction.is_none_or(Direction::sends);
    section.extensions.iter().find(|extension| extension.uri == uri).filter(sends)
}

/// Feedback without the sequence numbers, or the other way round, is of no use.
fn congestion_controlled(section: &Section) -> bool {
    section.codecs.iter().any(|codec| codec.feedback.iter().any(|what| what == TRANSPORT_CC))
}

/// Our end of the transport.
#[derive(Debug)]
pub struct LocalTransport<'a> {
    pub credentials: &'a Credentials,
    pub fingerprint: &'a Fingerprint,
    pub role: Role,
    pub candidates: &'a [SocketAddr],
    /// Of the `o=` line: fixed for the peer, and counted up with each answer (RFC 8829 §5.3.2).
    pub session: u64,
    pub version: u32,
}

/// Writes the answer.
pub fn write(offer: &Description, plan: &Plan, transport: &LocalTransport<'_>) -> String {
    let mut sdp = String::new();
    let taken = offer.sections.iter().zip(&plan.sections).filter(|(_, a)| **a != Answered::Rejected);
    let mids: Vec<&str> = taken.map(|(section, _)| &*section.mid).collect();
    let bundle: Vec<&str> = offer.bundle.iter().map(|mid| &**mid).filter(|mid| mids.contains(mid)).collect();
    line(&mut sdp, format_args!("v=0"));
    line(&mut sdp, format_args!("o=- {} {} IN IP4 127.0.0.1", transport.session, transport.version));
    line(&mut sdp, format_args!("s=-"));
    line(&mut sdp, format_args!("t=0 0"));
    line(&mut sdp, format_args!("a=ice-lite"));
    line(&mut sdp, format_args!("a=group:BUNDLE {}", bundle.join(" ")));
    line(&mut sdp, format_args!("a=msid-semantic: WMS *"));
    for (section, answered) in offer.sections.iter().zip(&plan.sections) {
        match answered {
            Answered::Rejected => write_rejected(&mut sdp, section),
            Answered::Source(source) => {
                write_head(&mut sdp, section, source.payloads);
                write_transport(&mut sdp, section, plan, transport);
                write_source(&mut sdp, section, source);
            }
            Answered::Slot(slot) => {
                write_head(&mut sdp, section, slot.payloads);
                write_transport(&mut sdp, section, plan, transport);
                write_slot(&mut sdp, section, slot);
            }
        }
    }
    sdp
}

fn line(sdp: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = sdp.write_fmt(text);
    sdp.push_str("\r\n");
}

fn write_rejected(sdp: &mut String, section: &Section) {
    line(sdp, format_args!("m={} 0 {} {}", section.kind, section.protocol, section.formats));
    line(sdp, format_args!("c=IN IP4 0.0.0.0"));
    line(sdp, format_args!("a=mid:{}", section.mid));
    line(sdp, format_args!("a=inactive"));
}

fn write_head(sdp: &mut String, section: &Section, payloads: Payloads) {
    let _ = write!(sdp, "m={} 9 {SAVPF} {}", section.kind, payloads.media);
    if let Some(rtx) = payloads.rtx {
        let _ = write!(sdp, " {rtx}");
    }
    line(sdp, format_args!(""));
    line(sdp, format_args!("c=IN IP4 0.0.0.0"));
    line(sdp, format_args!("a=rtcp:9 IN IP4 0.0.0.0"));
    line(sdp, format_args!("a=mid:{}", section.mid));
}

fn write_transport(sdp: &mut String, section: &Section, plan: &Plan, transport: &LocalTransport<'_>) {
    line(sdp, format_args!("a=ice-ufrag:{}", transport.credentials.ufrag));
    line(sdp, format_args!("a=ice-pwd:{}", transport.credentials.password));
    let digits: Vec<String> = transport.fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
    line(sdp, format_args!("a=fingerprint:sha-256 {}", digits.join(":")));
    let setup = match transport.role {
        Role::Client => "active",
        Role::Server => "passive",
    };
    line(sdp, format_args!("a=setup:{setup}"));
    line(sdp, format_args!("a=rtcp-mux"));
    if section.reduced_size {
        line(sdp, format_args!("a=rtcp-rsize"));
    }
    if section.extmap_mixed {
        line(sdp, format_args!("a=extmap-allow-mixed"));
    }
    if section.mid == plan.tagged {
        for (at, address) in transport.candidates.iter().enumerate() {
            // RFC 8445 §5.1.2: host candidates, the first advertised preferred.
            let priority = (126_u32 << 24) + ((65_535 - u32::try_from(at).unwrap_or(0)) << 8) + 255;
            let (ip, port) = (address.ip(), address.port());
            line(sdp, format_args!("a=candidate:{} 1 udp {priority} {ip} {port} typ host", at + 1));
        }
        line(sdp, format_args!("a=end-of-candidates"));
    }
}

fn write_source(sdp: &mut String, section: &Section, source: &SourceSection) {
    line(sdp, format_args!("a={}", if source.sending { "recvonly" } else { "inactive" }));
    for (uri, id) in [
        (MID, source.ids.mid),
        (AUDIO_LEVEL, source.ids.audio_level),
        (TRANSPORT_SEQUENCE, source.ids.transport_sequence),
    ] {
        if let Some(extension) = accepted(section, uri).filter(|_| id != 0) {
            // A direction is echoed from our side of the wire (RFC 8285 §5).
            let way = if extension.direction == Some(Direction::SendOnly) { "/recvonly" } else { "" };
            line(sdp, format_args!("a=extmap:{id}{way} {uri}"));
        }
    }
    let wanted: &[&str] = match (source.kind, source.ids.transport_sequence) {
        (SourceKind::Microphone, 0) => &[],
        (SourceKind::Microphone, _) => &[TRANSPORT_CC],
        (_, 0) => &["nack", "nack pli", "ccm fir"],
        _ => &["nack", "nack pli", "ccm fir", TRANSPORT_CC],
    };
    write_codecs(sdp, section, source.payloads, wanted);
}

fn write_slot(sdp: &mut String, section: &Section, slot: &SlotSection) {
    line(sdp, format_args!("a={}", if slot.receiving { "sendonly" } else { "inactive" }));
    let wanted: &[&str] = if slot.video { &["nack", "nack pli", "ccm fir"] } else { &[] };
    write_codecs(sdp, section, slot.payloads, wanted);
    let (mid, ssrc, rtx) = (&slot.mid, slot.ssrc, slot.rtx_ssrc);
    line(sdp, format_args!("a=msid:slot-{mid} track-{mid}"));
    let retransmits = slot.payloads.rtx.is_some();
    if retransmits {
        line(sdp, format_args!("a=ssrc-group:FID {ssrc} {rtx}"));
    }
    for ssrc in [ssrc, rtx].into_iter().take(1 + usize::from(retransmits)) {
        line(sdp, format_args!("a=ssrc:{ssrc} cname:relay"));
        line(sdp, format_args!("a=ssrc:{ssrc} msid:slot-{mid} track-{mid}"));
    }
}

fn write_codecs(sdp: &mut String, section: &Section, payloads: Payloads, wanted: &[&str]) {
    let offered = |number| section.codecs.iter().find(move |codec: &&Codec| codec.payload_type == number);
    if let Some(codec) = offered(payloads.media) {
        let number = codec.payload_type;
        let name = if section.media == Media::Video { "VP8" } else { "opus" };
        line(sdp, format_args!("a=rtpmap:{number} {name}/{}", codec.clock));
        if section.media == Media::Audio {
            // In-band FEC survives a lost packet, DTX sends nothing while nobody speaks (RFC 7587 §7).
            line(sdp, format_args!("a=fmtp:{number} minptime=10;useinbandfec=1;usedtx=1"));
        }
        for feedback in wanted.iter().filter(|what| codec.feedback.iter().any(|offered| offered == *what)) {
            line(sdp, format_args!("a=rtcp-fb:{number} {feedback}"));
        }
    }
    if let Some(number) = payloads.rtx {
        line(sdp, format_args!("a=rtpmap:{number} rtx/90000"));
        line(sdp, format_args!("a=fmtp:{number} apt={}", payloads.media));
    }
}

#[cfg(test)]
mod tests;
