//! What a device's offer is for. The media plane reads the rest of it; here only: which sections send, which
//! receive, and whether that is what the endpoint is for (RFC 9725 §4.2, §4.4; draft-ietf-wish-whep §4.2).

use signaling::{
    limits,
    wire::{ClientMessage, OfferedReceiver, OfferedSource, SourceKind},
};

/// By which door a device comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// WHIP: it sends. A gateway may receive in the same session.
    In,
    /// WHEP: it only receives.
    Out,
}

/// An offer that fits its way. The room knows a device's sections by the same two lists as a page's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceOffer {
    pub sdp: String,
    pub sources: Vec<OfferedSource>,
    pub receivers: Vec<OfferedReceiver>,
}

/// Why an offer is turned down: a sentence for whoever set up the device.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// 400: not an SDP.
    #[error("{0}")]
    Malformed(String),
    /// 422: an SDP, but not one this endpoint takes. All of it is refused: a session that works by half
    /// misleads people (RFC 9725 §4.4.3).
    #[error("{0}")]
    NotTaken(String),
}

/// Pictures the relay forwards. A page plays what its browser can decode of these.
const PICTURES: &[&str] = &["vp8", "h264", "vp9", "av1"];
/// What pages send: without it a screen stays dark, whoever is shown.
const PLAYED: &str = "vp8";
/// RFC 7874 §3 makes everybody have it.
const SOUNDS: &[&str] = &["opus"];

/// One `m=` section, as far as it matters here.
struct Section<'a> {
    kind: &'a str,
    mid: &'a str,
    sends: bool,
    receives: bool,
    codecs: Vec<String>,
}

impl DeviceOffer {
    /// Reads an offer.
    ///
    /// # Errors
    /// It is none, or none for this way.
    pub fn read(way: Way, sdp: &str) -> Result<Self, Unfit> {
        let first = sdp.lines().next().map(str::trim_end);
        if first != Some("v=0") || sdp.lines().any(|line| !is_line(line)) {
            return Err(Unfit::Malformed("the body is not an SDP".to_owned()));
        }
        let sections: Vec<Section<'_>> =
            blocks(sdp).iter().filter_map(|block| Section::read(block)).collect();
        let mut offer = Self { sdp: sdp.to_owned(), sources: Vec::new(), receivers: Vec::new() };
        for section in &sections {
            offer.take(way, section)?;
        }
        offer.check(way)?;
        Ok(offer)
    }

    fn take(&mut self, way: Way, section: &Section<'_>) -> Result<(), Unfit> {
        let video = section.kind == "video";
        let (name, taken) = if video { ("video", PICTURES) } else { ("audio", SOUNDS) };
        if !section.codecs.iter().any(|offered| taken.contains(&offered.as_str())) {
            let (taken, offered) = (taken.join(", "), section.codecs.join(", "));
            return not_taken(format!("the {name} section must offer one of {taken}; it offers {offered}"));
        }
        let mid = section.mid.to_owned();
        match (way, section.sends, section.receives) {
            (Way::In, true, _) => {
                let kind = if video { SourceKind::Camera } else { SourceKind::Microphone };
                if self.sources.iter().any(|source| source.kind == kind) {
                    return not_taken(format!("one {name} section that sends, not more (RFC 9725 4.4.2)"));
                }
                self.sources.push(OfferedSource { mid, kind });
            }
            (Way::Out, true, false) => {
                return not_taken("a player receives: its sections are recvonly".to_owned());
            }
            _ if video && !section.codecs.iter().any(|offered| offered == PLAYED) => match way {
                // It would stay dark; what the gateway sends is worth having all the same. The answer rejects the section.
                Way::In => {}
                Way::Out => {
                    return not_taken(format!(
                        "a section that receives pictures must offer {PLAYED}: pages send it"
                    ));
                }
            },
            _ => self.receivers.push(OfferedReceiver { mid, video }),
        }
        Ok(())
    }

    fn check(&self, way: Way) -> Result<(), Unfit> {
        match way {
            Way::In if self.sources.is_empty() => return not_taken("nothing in the offer sends".to_owned()),
            Way::Out if self.receivers.is_empty() => {
                return not_taken("nothing in the offer receives".to_owned());
            }
            _ => {}
        }
        limits::check(&self.message(1)).or_else(|refusal| not_taken(refusal.detail.unwrap_or_default()))
    }

    /// As a page would say it.
    pub fn message(&self, peer: u32) -> ClientMessage {
        let Self { sdp, sources, receivers } = self.clone();
        ClientMessage::Offer { peer, sdp, sources, receivers }
    }
}

impl<'a> Section<'a> {
    /// `None`: no audio or video, or not in use; the answer rejects it.
    fn read(block: &[&'a str]) -> Option<Self> {
        let mut words = block.first()?.strip_prefix("m=")?.split(' ');
        let (kind, port) = (words.next()?, words.next()?);
        let attribute = |name: &str| block.iter().find_map(|line| line.strip_prefix(name));
        let says = |line: &str| block.contains(&line);
        let used = port != "0" || says("a=bundle-only");
        let (sends, receives) = match () {
            () if says("a=sendonly") => (true, false),
            () if says("a=recvonly") => (false, true),
            () if says("a=inactive") => (false, false),
            () => (true, true), // RFC 8866 §6.7
        };
        if !used || !(sends || receives) || !matches!(kind, "audio" | "video") {
            return None;
        }
        let codec = |line: &&str| {
            let (_, format) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
            Some(format.split('/').next()?.to_ascii_lowercase())
        };
        let codecs = block.iter().filter_map(codec).collect();
        Some(Self { kind, mid: attribute("a=mid:").unwrap_or_default(), sends, receives, codecs })
    }
}

/// The lines of each media section, its `m=` line first.
fn blocks(sdp: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in sdp.lines().map(str::trim_end) {
        if line.starts_with("m=") {
            blocks.push(vec![line]);
        } else if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    blocks
}

/// `x=…` (RFC 8866 §5); empty lines are forgiven.
pub fn is_line(line: &str) -> bool {
    let line = line.trim_end();
    line.is_empty() || matches!(line.as_bytes(), [kind, b'=', ..] if kind.is_ascii_lowercase())
}

fn not_taken<T>(sentence: String) -> Result<T, Unfit> {
    Err(Unfit::NotTaken(sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An offer with these sections, e.g. `audio sendonly opus`.
    fn offer(sections: &[&str]) -> String {
        let mut sdp = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n".to_owned();
        for (at, section) in sections.iter().enumerate() {
            let [kind, way, codec] = section.split(' ').collect::<Vec<_>>()[..] else { panic!("{section}") };
            let m = format!("m={kind} 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:{at}\r\na={way}\r\n");
            sdp.push_str(&format!("{m}a=rtpmap:96 {codec}/90000\r\n"));
        }
        sdp
    }

    #[test]
    fn a_devices_sections_are_its_microphone_its_camera_and_what_it_receives() {
        for (way, sections, sources, receivers) in [
            (Way::In, &["audio sendonly opus", "video sendonly VP8"][..], "01", ""),
            (Way::In, &["video sendrecv VP8"], "0", ""),
            (Way::In, &["audio sendonly opus", "audio recvonly opus", "video recvonly VP8"], "0", "12"),
            (Way::In, &["audio sendonly opus", "application sendrecv x", "video inactive VP8"], "0", ""),
            (Way::In, &["video sendrecv H264"], "0", ""),
            (Way::In, &["video sendonly H264", "audio recvonly opus", "video recvonly H264"], "0", "1"),
            (Way::Out, &["audio recvonly opus", "video recvonly VP8"], "", "01"),
            (Way::Out, &["audio sendrecv opus"], "", "0"),
        ] {
            let read = DeviceOffer::read(way, &offer(sections)).unwrap();
            let mids: String = read.sources.iter().map(|source| &*source.mid).collect();
            assert_eq!(mids, sources, "{sections:?}");
            assert_eq!(read.receivers.iter().map(|r| &*r.mid).collect::<String>(), receivers, "{sections:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_whole_and_in_words() {
        for (way, sections, says) in [
            (Way::In, &["audio sendonly opus", "audio sendonly opus"][..], "one audio section that sends"),
            (Way::In, &["audio recvonly opus"], "nothing in the offer sends"),
            (
                Way::In,
                &["audio sendonly opus", "video sendonly H265"],
                "one of vp8, h264, vp9, av1; it offers h265",
            ),
            (Way::In, &["audio sendonly PCMU"], "one of opus"),
            (Way::Out, &["audio sendonly opus"], "a player receives"),
            (Way::Out, &["audio recvonly opus", "video recvonly H264"], "must offer vp8"),
            (Way::In, &["video recvonly H264"], "nothing in the offer sends"),
            (Way::Out, &[], "nothing in the offer receives"),
            (Way::In, &["audio sendonly opus"; 33], "one audio section"),
            (Way::Out, &["audio recvonly opus"; 33], "33 media sections"),
        ] {
            let Err(Unfit::NotTaken(sentence)) = DeviceOffer::read(way, &offer(sections)) else {
                panic!("{sections:?} was taken");
            };
            assert!(sentence.contains(says), "{sentence}");
        }
    }

    #[test]
    fn what_is_no_sdp_is_malformed() {
        for text in ["", "hello", "v=1\r\n", "v=0\r\nhello\r\n", "{\"sdp\":\"v=0\"}"] {
            let read = DeviceOffer::read(Way::In, text);
            assert!(matches!(read, Err(Unfit::Malformed(_))), "{text}: {read:?}");
        }
    }
}
