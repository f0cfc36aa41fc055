//! Header extensions (RFC 8285) we know, and under which ids a section has them.

use super::section::{Direction, Section};

const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid"; // RFC 9143 §15
const RID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"; // RFC 8852 §4.1
const REPAIRED_RID: &str = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"; // RFC 8852 §4.2
const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"; // RFC 6464
const TRANSPORT_SEQUENCE: &str = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
const VIDEO_ORIENTATION: &str = "urn:3gpp:video-orientation"; // 3GPP TS 26.114 §7.4.5
const PLAYOUT_DELAY: &str = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
const DEPENDENCY_DESCRIPTOR: &str =
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/// The feedback that goes with transport-wide numbers; either is of no use without the other.
pub(super) const TRANSPORT_CC: &str = "transport-cc";

/// Ids of a section; 0 is none (RFC 8285 §4.2 never uses it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExtensionIds {
    pub mid: u8,
    pub rid: u8,
    pub repaired_rid: u8,
    pub audio_level: u8,
    pub transport_sequence: u8,
    pub video_orientation: u8,
    pub playout_delay: u8,
    pub dependency_descriptor: u8,
}

impl ExtensionIds {
    /// What we take of a section by which the client sends (`incoming`), or by which we do.
    pub(super) fn of(section: &Section, incoming: bool) -> Self {
        let id = |uri| accepted(section, uri, incoming).unwrap_or_default();
        let controlled = section.codecs.iter().any(|codec| codec.offers(TRANSPORT_CC));
        let audio = section.kind == "audio";
        let video = |uri| if audio { 0 } else { id(uri) };
        // Names of streams are for who receives streams it was not told of. We announce ours.
        let named = |uri| if incoming { id(uri) } else { 0 };
        let layered = |uri| if incoming && !section.layers.is_empty() { id(uri) } else { 0 };
        Self {
            mid: named(MID),
            rid: layered(RID),
            repaired_rid: layered(REPAIRED_RID),
            audio_level: if audio { id(AUDIO_LEVEL) } else { 0 },
            transport_sequence: if controlled { id(TRANSPORT_SEQUENCE) } else { 0 },
            video_orientation: video(VIDEO_ORIENTATION),
            playout_delay: video(PLAYOUT_DELAY),
            dependency_descriptor: video(DEPENDENCY_DESCRIPTOR),
        }
    }

    /// The `a=extmap` values of the answer.
    pub(super) fn lines(&self, section: &Section, incoming: bool) -> impl Iterator<Item = String> {
        let (sent, echoed) =
            if incoming { (Direction::SendOnly, "/recvonly") } else { (Direction::RecvOnly, "/sendonly") };
        let all = [
            (MID, self.mid),
            (RID, self.rid),
            (REPAIRED_RID, self.repaired_rid),
            (AUDIO_LEVEL, self.audio_level),
            (TRANSPORT_SEQUENCE, self.transport_sequence),
            (VIDEO_ORIENTATION, self.video_orientation),
            (PLAYOUT_DELAY, self.playout_delay),
            (DEPENDENCY_DESCRIPTOR, self.dependency_descriptor),
        ];
        let taken = all.into_iter().filter(|(_, id)| *id != 0);
        taken.map(move |(uri, id)| {
            // A direction is echoed from our side of the wire (RFC 8285 §5).
            let offered = section.extensions.iter().find(|e| e.uri == uri && e.id == id);
            let one_way = offered.is_some_and(|extension| extension.direction == Some(sent));
            format!("{id}{} {uri}", if one_way { echoed } else { "" })
        })
    }
}

/// The id of an extension the client sends on this section, or takes.
fn accepted(section: &Section, uri: &str, incoming: bool) -> Option<u8> {
    let way = if incoming { Direction::sends } else { Direction::receives };
    let found = section.extensions.iter().find(|extension| extension.uri == uri)?;
    found.direction.is_none_or(way).then_some(found.id)
}
