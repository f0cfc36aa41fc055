//! The answer that says what a [`Plan`] decided: sources `recvonly`, slots `sendonly`, the rest with port 0.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::extensions::{ExtensionIds, TRANSPORT_CC};
use super::formats::{Format, NACK, REMB};
use super::offer::Description;
use super::plan::{Answered, Plan, SAVPF, SlotSection, SourceSection};
use super::section::Section;
use crate::media::forward::frame::Codec;
use crate::media::peer::dtls::{Fingerprint, Role};
use crate::media::peer::ice::Credentials;

/// Our end of the transport.
#[derive(Debug)]
pub struct LocalTransport<'a> {
    pub credentials: &'a Credentials,
    pub fingerprint: &'a Fingerprint,
    pub role: Role,
    pub candidates: &'a [SocketAddr],
    /// They are there by TCP as well, and wait to be called (RFC 6544).
    pub tcp: bool,
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
                write_head(&mut sdp, section, &[source.format]);
                write_transport(&mut sdp, section, plan, transport);
                write_source(&mut sdp, section, source);
            }
            Answered::Slot(slot) => {
                write_head(&mut sdp, section, &slot.formats);
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

fn write_head(sdp: &mut String, section: &Section, formats: &[Format]) {
    let _ = write!(sdp, "m={} 9 {SAVPF}", section.kind);
    // RED before what it repeats: a browser sends the first it is told.
    for number in formats.iter().flat_map(|format| [format.red, Some(format.media), format.rtx]).flatten() {
        let _ = write!(sdp, " {number}");
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
        write_candidates(sdp, transport);
    }
}

/// Host candidates, the first advertised preferred (RFC 8445 §5.1.2), by UDP before TCP (RFC 6544 §4.2).
fn write_candidates(sdp: &mut String, transport: &LocalTransport<'_>) {
    const UDP: u32 = 126;
    const TCP: u32 = 90;
    /// Of the local preference: who waits to be called (RFC 6544 §4.2).
    const PASSIVE: u32 = 4 << 13;
    let candidates = transport.candidates;
    for (at, address) in (0_u32..).zip(candidates) {
        let priority = (UDP << 24) + ((65_535 - at) << 8) + 255;
        let (ip, port) = (address.ip(), address.port());
        line(sdp, format_args!("a=candidate:{} 1 udp {priority} {ip} {port} typ host", at + 1));
    }
    for (at, address) in (0_u32..).zip(candidates).filter(|_| transport.tcp) {
        let priority = (TCP << 24) + ((PASSIVE + 8191 - at) << 8) + 255;
        let (ip, port) = (address.ip(), address.port());
        let foundation = candidates.len() as u32 + at + 1;
        line(
            sdp,
            format_args!("a=candidate:{foundation} 1 tcp {priority} {ip} {port} typ host tcptype passive"),
        );
    }
    line(sdp, format_args!("a=end-of-candidates"));
}

fn write_source(sdp: &mut String, section: &Section, source: &SourceSection) {
    line(sdp, format_args!("a={}", if source.sending { "recvonly" } else { "inactive" }));
    source.ids.lines(section, true).for_each(|extension| line(sdp, format_args!("a=extmap:{extension}")));
    let control = controlled(source.ids).or_else(|| source.needs_advice().then_some(REMB));
    write_codec(sdp, section, &source.format, control);
    for layer in &source.layers {
        line(sdp, format_args!("a=rid:{layer} recv"));
    }
    if !source.layers.is_empty() {
        line(sdp, format_args!("a=simulcast:recv {}", source.layers.join(";")));
    }
}

fn write_slot(sdp: &mut String, section: &Section, slot: &SlotSection) {
    line(sdp, format_args!("a={}", if slot.receiving { "sendonly" } else { "inactive" }));
    slot.ids.lines(section, false).for_each(|extension| line(sdp, format_args!("a=extmap:{extension}")));
    let rate = if slot.ids.transport_sequence != 0 { TRANSPORT_CC } else { REMB };
    for format in &slot.formats {
        write_codec(sdp, section, format, Some(rate));
    }
    let (mid, ssrc, rtx) = (&slot.mid, slot.ssrc, slot.rtx_ssrc);
    line(sdp, format_args!("a=msid:slot-{mid} track-{mid}"));
    let retransmits = slot.formats.iter().any(|format| format.rtx.is_some());
    if retransmits {
        line(sdp, format_args!("a=ssrc-group:FID {ssrc} {rtx}"));
    }
    for ssrc in [ssrc, rtx].into_iter().take(1 + usize::from(retransmits)) {
        line(sdp, format_args!("a=ssrc:{ssrc} cname:relay"));
        line(sdp, format_args!("a=ssrc:{ssrc} msid:slot-{mid} track-{mid}"));
    }
}

/// The feedback that goes with transport-wide numbers, where there are any.
fn controlled(ids: ExtensionIds) -> Option<&'static str> {
    (ids.transport_sequence != 0).then_some(TRANSPORT_CC)
}

/// `control`: the feedback by which the rate is found.
fn write_codec(sdp: &mut String, section: &Section, format: &Format, control: Option<&str>) {
    let number = format.media;
    let Some(codec) = section.codecs.iter().find(|codec| codec.payload_type == number) else { return };
    line(sdp, format_args!("a=rtpmap:{number} {}/{}", format.codec.name(), codec.clock));
    let sound = format.codec == Codec::Sound;
    if sound {
        // In-band FEC survives a lost packet, DTX sends nothing while nobody speaks (RFC 7587 §7).
        line(sdp, format_args!("a=fmtp:{number} minptime=10;useinbandfec=1;usedtx=1"));
    } else if !codec.parameters.is_empty() {
        line(sdp, format_args!("a=fmtp:{number} {}", codec.parameters));
    }
    let pictures: &[&str] = if sound { &[] } else { &["nack pli", "ccm fir"] };
    let wanted = [NACK].iter().chain(pictures).copied().chain(control);
    for feedback in wanted.filter(|feedback| codec.offers(feedback)) {
        line(sdp, format_args!("a=rtcp-fb:{number} {feedback}"));
    }
    if let Some(rtx) = format.rtx {
        line(sdp, format_args!("a=rtpmap:{rtx} rtx/90000"));
        line(sdp, format_args!("a=fmtp:{rtx} apt={number}"));
    }
    if let Some(red) = format.red {
        line(sdp, format_args!("a=rtpmap:{red} red/48000/2"));
        line(sdp, format_args!("a=fmtp:{red} {number}/{number}"));
    }
}
