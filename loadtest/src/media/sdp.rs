//! As much SDP as a participant needs: an offer of its own, the relay's answer to it, and an answer to a relay
//! that offers itself.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::dtls::Fingerprint;
use super::ice::Credentials;
use super::rtp::{OPUS, RTX, VP8};

const MID: (u8, &str) = (4, "urn:ietf:params:rtp-hdrext:sdes:mid");
const RID: (u8, &str) = (10, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
const REPAIRED_RID: (u8, &str) = (11, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");
const LEVEL: (u8, &str) = (1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level");
const TRANSPORT: (u8, &str) =
    (3, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");
const PLAYOUT: (u8, &str) = (5, "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay");
const ORIENTATION: (u8, &str) = (13, "urn:3gpp:video-orientation");

/// A section of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub mid: String,
    pub video: bool,
    pub way: Way,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// (SSRC, SSRC of retransmissions) announced, or layers by rid.
    Send {
        streams: (u32, u32),
        rids: Vec<String>,
    },
    Receive,
}

/// Our end of the transport.
#[derive(Debug)]
pub struct Local<'a> {
    pub credentials: &'a Credentials,
    pub fingerprint: &'a Fingerprint,
    /// A lite relay learns it from the first check; others want to be told.
    pub candidate: Option<SocketAddr>,
}

/// Writes an offer of `wanted`.
#[must_use]
pub fn offer(local: &Local<'_>, wanted: &[Wanted]) -> String {
    let mut sdp = head(wanted.iter().map(|section| section.mid.as_str()));
    for section in wanted {
        let payloads = if section.video {
            Payloads { media: VP8, rtx: Some(RTX) }
        } else {
            Payloads { media: OPUS, rtx: None }
        };
        write_section(&mut sdp, local, section, "actpass", payloads);
        let extensions: &[(u8, &str)] = match (section.video, &section.way) {
            (false, _) => &[LEVEL, TRANSPORT, MID],
            (true, Way::Receive) => &[TRANSPORT, MID, PLAYOUT, ORIENTATION],
            (true, Way::Send { .. }) => &[TRANSPORT, MID, RID, REPAIRED_RID, PLAYOUT, ORIENTATION],
        };
        for (id, uri) in extensions {
            line(&mut sdp, format_args!("a=extmap:{id} {uri}"));
        }
        if let Way::Send { streams: (media, rtx), rids } = &section.way {
            write_streams(&mut sdp, section, (*media, *rtx), rids);
        }
    }
    sdp
}

fn head<'a>(mids: impl Iterator<Item = &'a str>) -> String {
    let mids: Vec<&str> = mids.collect();
    let mut sdp = String::new();
    for text in ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"] {
        line(&mut sdp, format_args!("{text}"));
    }
    line(&mut sdp, format_args!("a=group:BUNDLE {}", mids.join(" ")));
    line(&mut sdp, format_args!("a=extmap-allow-mixed"));
    line(&mut sdp, format_args!("a=msid-semantic: WMS *"));
    sdp
}

fn line(sdp: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = sdp.write_fmt(text);
    sdp.push_str("\r\n");
}

/// Payload types of a section.
#[derive(Debug, Clone, Copy)]
struct Payloads {
    media: u8,
    rtx: Option<u8>,
}

fn write_section(sdp: &mut String, local: &Local<'_>, section: &Wanted, setup: &str, payloads: Payloads) {
    let Payloads { media, rtx } = payloads;
    let kind = if section.video { "video" } else { "audio" };
    let numbers = rtx.map_or_else(|| media.to_string(), |rtx| format!("{media} {rtx}"));
    let digits: Vec<String> = local.fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
    line(sdp, format_args!("m={kind} 9 UDP/TLS/RTP/SAVPF {numbers}"));
    line(sdp, format_args!("c=IN IP4 0.0.0.0"));
    line(sdp, format_args!("a=mid:{}", section.mid));
    let way = if matches!(section.way, Way::Receive) { "recvonly" } else { "sendonly" };
    line(sdp, format_args!("a={way}"));
    line(sdp, format_args!("a=ice-ufrag:{}", local.credentials.ufrag));
    line(sdp, format_args!("a=ice-pwd:{}", local.credentials.password));
    line(sdp, format_args!("a=fingerprint:sha-256 {}", digits.join(":")));
    line(sdp, format_args!("a=setup:{setup}"));
    if let Some(address) = local.candidate {
        let (ip, port) = (address.ip(), address.port());
        line(sdp, format_args!("a=candidate:1 1 udp 2130706431 {ip} {port} typ host"));
        line(sdp, format_args!("a=end-of-candidates"));
    }
    line(sdp, format_args!("a=rtcp-mux"));
    line(sdp, format_args!("a=rtcp-rsize"));
    if section.video {
        line(sdp, format_args!("a=rtpmap:{media} VP8/90000"));
        for feedback in ["transport-cc", "ccm fir", "nack", "nack pli"] {
            line(sdp, format_args!("a=rtcp-fb:{media} {feedback}"));
        }
    } else {
        line(sdp, format_args!("a=rtpmap:{media} opus/48000/2"));
        line(sdp, format_args!("a=rtcp-fb:{media} transport-cc"));
        line(sdp, format_args!("a=fmtp:{media} minptime=10;useinbandfec=1;usedtx=1"));
    }
    if let Some(rtx) = rtx {
        line(sdp, format_args!("a=rtpmap:{rtx} rtx/90000"));
        line(sdp, format_args!("a=fmtp:{rtx} apt={media}"));
    }
}

fn write_streams(sdp: &mut String, section: &Wanted, (media, rtx): (u32, u32), rids: &[String]) {
    let mid = &section.mid;
    line(sdp, format_args!("a=msid:- track-{mid}"));
    if rids.len() > 1 {
        for rid in rids {
            line(sdp, format_args!("a=rid:{rid} send"));
        }
        line(sdp, format_args!("a=simulcast:send {}", rids.join(";")));
        return; // as browsers do: layers are known by their rid, not by their number
    }
    if section.video {
        line(sdp, format_args!("a=ssrc-group:FID {media} {rtx}"));
    }
    for ssrc in [media, rtx].into_iter().take(1 + usize::from(section.video)) {
        line(sdp, format_args!("a=ssrc:{ssrc} cname:loadtest"));
        line(sdp, format_args!("a=ssrc:{ssrc} msid:- track-{mid}"));
    }
}

/// Header extension ids agreed for a section; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ids {
    pub mid: u8,
    pub rid: u8,
    pub repaired_rid: u8,
    pub level: u8,
    pub transport: u8,
    pub playout: u8,
    pub orientation: u8,
}

/// A section of the relay's description.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    pub mid: String,
    pub video: bool,
    pub rejected: bool,
    pub ids: Ids,
    /// As announced, in order.
    pub ssrcs: Vec<u32>,
    pub rtx: Option<u32>,
    pub simulcast: bool,
    codecs: Vec<(u8, String)>,
    retransmits: Vec<(u8, u8)>,
}

/// The relay's description: answer or offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    pub credentials: Credentials,
    pub fingerprint: Fingerprint,
    /// It opens the handshake.
    pub active: bool,
    pub candidates: Vec<SocketAddr>,
    pub sections: Vec<Section>,
}

/// What a description lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the relay's description has no usable {0}")]
pub struct Incomplete(&'static str);

impl Description {
    /// # Errors
    /// It names no transport.
    pub fn parse(sdp: &str) -> Result<Self, Incomplete> {
        let mut found = Self::default();
        for text in sdp.lines() {
            let text = text.trim_end();
            if let Some(media) = text.strip_prefix("m=") {
                let mut words = media.split(' ');
                let video = words.next() == Some("video");
                let rejected = words.next() == Some("0");
                found.sections.push(Section { video, rejected, ..Section::default() });
            } else if let Some(attribute) = text.strip_prefix("a=") {
                let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
                found.transport(name, value);
                if let Some(section) = found.sections.last_mut() {
                    section.attribute(name, value);
                }
            }
        }
        found.candidates.dedup();
        for (there, what) in [
            (!found.credentials.ufrag.is_empty(), "ice-ufrag"),
            (!found.credentials.password.is_empty(), "ice-pwd"),
            (found.fingerprint != Fingerprint::default(), "fingerprint"),
            (!found.candidates.is_empty(), "candidate"),
        ] {
            if !there {
                return Err(Incomplete(what));
            }
        }
        Ok(found)
    }

    fn transport(&mut self, name: &str, value: &str) {
        match name {
            "ice-ufrag" => value.clone_into(&mut self.credentials.ufrag),
            "ice-pwd" => value.clone_into(&mut self.credentials.password),
            "fingerprint" => {
                if let Some(digits) = value.to_ascii_lowercase().strip_prefix("sha-256 ") {
                    for (byte, pair) in self.fingerprint.iter_mut().zip(digits.trim().split(':')) {
                        *byte = u8::from_str_radix(pair, 16).unwrap_or_default();
                    }
                }
            }
            "setup" => self.active = value == "active",
            "candidate" => self.candidates.extend(candidate(value)),
            _ => {}
        }
    }
}

/// A UDP candidate for RTP: `foundation component transport priority address port …`.
fn candidate(value: &str) -> Option<SocketAddr> {
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    let [_, "1", transport, _, address, port, ..] = words[..] else { return None };
    let udp = transport.eq_ignore_ascii_case("udp");
    udp.then(|| Some(SocketAddr::new(address.parse().ok()?, port.parse().ok()?))).flatten()
}

impl Section {
    fn attribute(&mut self, name: &str, value: &str) {
        match name {
            "mid" => value.clone_into(&mut self.mid),
            "extmap" => self.extmap(value),
            "simulcast" => self.simulcast = value.starts_with("recv"),
            "rtpmap" => {
                if let Some((number, codec)) = value.split_once(' ') {
                    let name = codec.split('/').next().unwrap_or_default().to_ascii_lowercase();
                    self.codecs.extend(number.parse().ok().map(|number| (number, name)));
                }
            }
            "fmtp" => {
                let apt = value.split_once(" apt=");
                let pair = apt.and_then(|(rtx, media)| Some((rtx.parse().ok()?, media.parse().ok()?)));
                self.retransmits.extend(pair);
            }
            "ssrc-group" => {
                let numbers = value.strip_prefix("FID ").and_then(|pair| pair.split_once(' '));
                self.rtx = numbers.and_then(|(_, rtx)| rtx.parse().ok()).or(self.rtx);
            }
            "ssrc" => {
                let number = value.split(' ').next().and_then(|number| number.parse().ok());
                if let Some(number) = number.filter(|number| !self.ssrcs.contains(number)) {
                    self.ssrcs.push(number);
                }
            }
            _ => {}
        }
    }

    fn extmap(&mut self, value: &str) {
        let mut words = value.split_ascii_whitespace();
        let id = words.next().and_then(|head| head.split('/').next()?.parse::<u8>().ok());
        let (Some(id), Some(uri)) = (id.filter(|id| *id < 15), words.next()) else { return };
        let ids = &mut self.ids;
        for ((_, known), place) in [
            (MID, &mut ids.mid),
            (RID, &mut ids.rid),
            (REPAIRED_RID, &mut ids.repaired_rid),
            (LEVEL, &mut ids.level),
            (TRANSPORT, &mut ids.transport),
            (PLAYOUT, &mut ids.playout),
            (ORIENTATION, &mut ids.orientation),
        ] {
            if uri == known {
                *place = id;
            }
        }
    }

    /// What we take of it, by the offer's numbers (RFC 3264 §6.1).
    fn payloads(&self) -> Payloads {
        let (codec, ours) = if self.video { ("vp8", VP8) } else { ("opus", OPUS) };
        let media = self.codecs.iter().find(|(_, name)| name == codec).map_or(ours, |(number, _)| *number);
        let rtx = self.retransmits.iter().find(|(_, apt)| *apt == media).map(|(rtx, _)| *rtx);
        Payloads { media, rtx }
    }
}

/// Answers a relay's offer: everything it can send of Opus and VP8 is received, nothing is sent.
#[must_use]
pub fn answer(local: &Local<'_>, offered: &Description) -> String {
    let mut sdp = head(offered.sections.iter().map(|section| section.mid.as_str()));
    for section in &offered.sections {
        let wanted = Wanted { mid: section.mid.clone(), video: section.video, way: Way::Receive };
        write_section(&mut sdp, local, &wanted, "active", section.payloads());
        for (id, (_, uri)) in [(section.ids.transport, TRANSPORT), (section.ids.mid, MID)] {
            if id != 0 {
                line(&mut sdp, format_args!("a=extmap:{id} {uri}"));
            }
        }
    }
    sdp
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local() -> (Credentials, Fingerprint) {
        (Credentials { ufrag: "u".to_owned(), password: "p".to_owned() }, [7; 32])
    }

    #[test]
    fn an_offer_is_read_back_as_it_was_meant() {
        let (credentials, fingerprint) = local();
        let local = Local { credentials: &credentials, fingerprint: &fingerprint, candidate: None };
        let way = |rids: &[&str]| Way::Send {
            streams: (11, 12),
            rids: rids.iter().map(|rid| (*rid).to_owned()).collect(),
        };
        let section = |mid: &str, video, way| Wanted { mid: mid.to_owned(), video, way };
        let wanted = [
            section("a", false, way(&[])),
            section("b", true, way(&["q"])),
            section("c", true, way(&["q", "f"])),
            section("d", true, Way::Receive),
        ];
        let sdp = offer(&local, &wanted) + "a=candidate:1 1 udp 5 192.0.2.7 9 typ host\r\n";
        let read = Description::parse(&sdp).unwrap();
        assert_eq!((read.credentials, read.fingerprint), (credentials, fingerprint));
        assert_eq!(read.candidates, [SocketAddr::from(([192, 0, 2, 7], 9))]);
        let seen: Vec<_> = read.sections.iter().map(|s| (&*s.mid, s.video, &s.ssrcs[..], s.rtx)).collect();
        assert_eq!(
            seen,
            [
                ("a", false, &[11][..], None),
                ("b", true, &[11, 12], Some(12)),
                ("c", true, &[], None),
                ("d", true, &[], None)
            ]
        );
        assert!(sdp.contains("a=simulcast:send q;f\r\n"));
    }

    #[test]
    fn an_answer_takes_over_the_offers_numbers() {
        let offered = "m=video 9 UDP/TLS/RTP/SAVPF 100 101\r\na=mid:v0\r\na=ice-ufrag:x\r\na=ice-pwd:y\r\n\
            a=fingerprint:sha-256 01:02\r\na=candidate:1 1 UDP 5 192.0.2.7 9 typ host\r\n\
            a=rtpmap:100 VP8/90000\r\na=rtpmap:101 rtx/90000\r\na=fmtp:101 apt=100\r\n\
            a=ssrc-group:FID 5 6\r\na=ssrc:5 cname:j\r\n";
        let offered = Description::parse(offered).unwrap();
        assert_eq!((offered.sections[0].ssrcs.clone(), offered.sections[0].rtx), (vec![5], Some(6)));
        let (credentials, fingerprint) = local();
        let answer = answer(
            &Local { credentials: &credentials, fingerprint: &fingerprint, candidate: None },
            &offered,
        );
        for line in ["m=video 9 UDP/TLS/RTP/SAVPF 100 101", "a=mid:v0", "a=recvonly", "a=fmtp:101 apt=100"] {
            assert!(answer.contains(&format!("{line}\r\n")), "{line} in {answer}");
        }
    }

    #[test]
    fn a_description_without_a_way_in_is_refused() {
        let whole = "a=ice-ufrag:x\r\na=ice-pwd:y\r\na=fingerprint:sha-256 01\r\n\
            a=candidate:1 1 tcp 5 192.0.2.7 9 typ host\r\n";
        assert_eq!(Description::parse(whole), Err(Incomplete("candidate")));
        assert_eq!(Description::parse(""), Err(Incomplete("ice-ufrag")));
    }
}
