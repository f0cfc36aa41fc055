//! Which sections of an offer we take, and how.
//!
//! A client's own sources come to us; its receive-only sections become slots of ours with streams fixed for as
//! long as the peer lives; everything else is rejected.

use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};

use super::BadOffer;
use super::extensions::ExtensionIds;
use super::formats::{Format, formats};
use super::offer::Description;
use super::section::{Media, Section};

/// RFC 8834 §4.2: nothing else is WebRTC.
pub(super) const SAVPF: &str = "UDP/TLS/RTP/SAVPF";
/// Simulcast layers of one source.
pub const MOST_LAYERS: usize = 3;

/// A section by which the client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSection {
    pub mid: String,
    pub kind: SourceKind,
    pub format: Format,
    pub ids: ExtensionIds,
    /// Names of its simulcast layers, in the order offered; none if it sends one stream without a name.
    pub layers: Vec<String>,
    /// As announced; browsers that announce none are known by the mid in their packets, and layers by their rid.
    pub ssrc: Option<u32>,
    pub rtx_ssrc: Option<u32>,
    pub sending: bool,
}

impl SourceSection {
    /// Whether its client must be told what its line bears: it has no numbers by which it could find out itself.
    pub fn needs_advice(&self) -> bool {
        self.kind != SourceKind::Microphone && self.format.remb && self.ids.transport_sequence == 0
    }
}

/// A section by which we send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotSection {
    pub mid: String,
    pub video: bool,
    /// What the client can play, each under its own payload types.
    pub formats: Vec<Format>,
    pub ids: ExtensionIds,
    pub ssrc: u32,
    pub rtx_ssrc: u32,
    pub receiving: bool,
}

/// What becomes of one section: rejected with port 0 (RFC 8829 §5.3.1), received from, or sent by.
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
    let video = kind != SourceKind::Microphone;
    check(offer, section, video)?;
    // One codec, or the client changes it in the middle of a hearing.
    let format = *formats(section, video)?.first().ok_or_else(|| BadOffer::new("no codec"))?;
    let ids = ExtensionIds::of(section, true);
    let named = video && ids.mid != 0 && ids.rid != 0 && section.layers.len() > 1;
    let layers = if named { section.layers.iter().take(MOST_LAYERS).cloned().collect() } else { Vec::new() };
    let (ssrc, rtx_ssrc) = match section.fid {
        _ if named => (None, None),
        Some((media, rtx)) => (Some(media), Some(rtx)),
        None => (section.ssrcs.first().copied(), None),
    };
    let sending = section.direction.sends();
    Ok(SourceSection { mid: section.mid.clone(), kind, format, ids, layers, ssrc, rtx_ssrc, sending })
}

fn slot_section(
    offer: &Description,
    section: &Section,
    video: bool,
    (ssrc, rtx_ssrc): (u32, u32),
) -> Result<SlotSection, BadOffer> {
    check(offer, section, video)?;
    let (formats, ids) = (formats(section, video)?, ExtensionIds::of(section, false));
    let receiving = section.direction.receives();
    Ok(SlotSection { mid: section.mid.clone(), video, formats, ids, ssrc, rtx_ssrc, receiving })
}

fn check(offer: &Description, section: &Section, video: bool) -> Result<(), BadOffer> {
    let mid = &section.mid;
    if section.media != if video { Media::Video } else { Media::Audio } {
        return Err(BadOffer::new(format!("media section {mid} is of the wrong kind")));
    }
    if section.protocol != SAVPF {
        return Err(BadOffer::new(format!("media section {mid} is not {SAVPF}")));
    }
    if !section.rtcp_mux || !offer.bundle.contains(mid) {
        return Err(BadOffer::new(format!("media section {mid} needs a=rtcp-mux and a place in BUNDLE")));
    }
    Ok(())
}
