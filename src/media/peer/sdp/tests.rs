//! Offers as browsers write them: one that sends sound and picture, keeps a section of each for others, and
//! has a data channel.

use super::answer::{LocalTransport, write};
use super::extensions::ExtensionIds;
use super::offer::Description;
use super::plan::{Answered, Plan, plan};
use crate::media::forward::frame::Codec;
use crate::media::peer::dtls::Role;
use crate::media::peer::ice::Credentials;
use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};

const CHROMIUM: &str = include_str!("testdata/chromium.sdp");
const FIREFOX: &str = include_str!("testdata/firefox.sdp");

fn sources() -> Vec<OfferedSource> {
    let source = |mid: &str, kind| OfferedSource { mid: mid.to_owned(), kind };
    vec![source("0", SourceKind::Microphone), source("1", SourceKind::Camera)]
}

fn receivers() -> Vec<OfferedReceiver> {
    let receiver = |mid: &str, video| OfferedReceiver { mid: mid.to_owned(), video };
    vec![receiver("2", false), receiver("3", true)]
}

fn answer(sdp: &str) -> (Plan, Vec<String>) {
    let offer = Description::parse(sdp).unwrap();
    let mut next = 100;
    let streams = |_: &str| {
        next += 10;
        (next, next + 1)
    };
    let plan = plan(&offer, &sources(), &receivers(), streams).unwrap();
    let credentials = Credentials { ufrag: "ours".into(), password: "p".repeat(24) };
    let transport = LocalTransport {
        credentials: &credentials,
        fingerprint: &[0xab; 32],
        role: Role::Server,
        candidates: &["192.0.2.7:3478".parse().unwrap(), "[2001:db8::7]:3478".parse().unwrap()],
        tcp: true,
        session: 42,
        version: 3,
    };
    let text = write(&offer, &plan, &transport);
    assert!(text.ends_with("\r\n") && !text.contains("\n\n"));
    (plan, text.split("m=").map(str::to_owned).collect())
}

fn has(section: &str, lines: &[&str]) {
    for line in lines {
        assert!(section.lines().any(|found| found == *line), "no {line} in\n{section}");
    }
}

#[test]
fn both_browsers_offers_are_answered_section_by_section() {
    for (sdp, sound_formats, opus, vp8, rtx, mid_id) in
        [(CHROMIUM, "63 111", 111, 96, 97, 4), (FIREFOX, "109", 109, 120, 124, 3)]
    {
        let (_, answer) = answer(sdp);
        let [session, microphone, camera, sound, picture, data] = &answer[..] else { panic!() };
        has(session, &["a=ice-lite", "a=group:BUNDLE 0 1 2 3", "o=- 42 3 IN IP4 127.0.0.1"]);
        assert!(
            microphone.starts_with(&format!("audio 9 UDP/TLS/RTP/SAVPF {sound_formats}\r\n")),
            "{microphone}"
        );
        has(microphone, &["a=mid:0", "a=recvonly", "a=setup:passive", "a=rtcp-mux", "a=end-of-candidates"]);
        has(microphone, &[&format!("a=fmtp:{opus} minptime=10;useinbandfec=1;usedtx=1")]);
        has(microphone, &["a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level"]);
        has(microphone, &["a=candidate:1 1 udp 2130706431 192.0.2.7 3478 typ host"]);
        has(microphone, &["a=candidate:2 1 udp 2130706175 2001:db8::7 3478 typ host"]);
        has(microphone, &["a=candidate:3 1 tcp 1520435199 192.0.2.7 3478 typ host tcptype passive"]);
        has(microphone, &["a=candidate:4 1 tcp 1520434943 2001:db8::7 3478 typ host tcptype passive"]);
        assert!(camera.starts_with(&format!("video 9 UDP/TLS/RTP/SAVPF {vp8} {rtx}\r\n")), "{camera}");
        has(camera, &["a=mid:1", "a=recvonly", "a=ice-ufrag:ours", &format!("a=fmtp:{rtx} apt={vp8}")]);
        has(camera, &[&format!("a=rtcp-fb:{vp8} nack pli"), &format!("a=rtcp-fb:{vp8} transport-cc")]);
        has(camera, &[&format!("a=extmap:{mid_id} urn:ietf:params:rtp-hdrext:sdes:mid")]);
        assert!(!camera.contains("a=candidate") && !camera.contains("goog-remb"));
        has(sound, &["a=mid:2", "a=sendonly", "a=ssrc:110 cname:relay", "a=msid:slot-2 track-2"]);
        has(sound, &[&format!("a=rtpmap:{opus} opus/48000/2")]);
        has(picture, &[&format!("a=rtcp-fb:{vp8} transport-cc")]);
        for codec in ["VP8", "H264", "VP9"] {
            let passes = picture.contains(&format!(" {codec}/90000"));
            assert_eq!(passes, sdp.contains(&format!(" {codec}/90000")), "{codec} passes");
            assert!(codec == "VP8" || !camera.contains(codec), "one codec is asked of the camera");
        }
        has(picture, &["a=mid:3", "a=sendonly", "a=ssrc-group:FID 120 121", "a=ssrc:121 cname:relay"]);
        has(data, &["application 0 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:4", "a=inactive"]);
    }
}

/// An older browser: what it thinks the line bears is better than nothing.
#[test]
fn who_does_not_tell_when_packets_came_may_say_what_the_line_bears() {
    let old: String = FIREFOX.split_inclusive('\n').filter(|line| !line.contains("transport-cc")).collect();
    let (_, answer) = answer(&old);
    let [_, _, camera, _, picture, _] = &answer[..] else { panic!() };
    has(picture, &["a=rtcp-fb:120 goog-remb", "a=rtcp-fb:120 nack pli"]);
    assert!(!picture.contains("transport-wide"), "no number that nobody tells of");
    has(camera, &["a=rtcp-fb:120 goog-remb"]);
}

#[test]
fn who_cannot_find_its_rate_by_itself_is_told_it() {
    let (plan, answer) = answer(&CHROMIUM.replace("transport-cc", "x"));
    has(&answer[2], &["a=rtcp-fb:96 goog-remb"]);
    assert!(!answer[2].contains("transport-"), "neither numbers nor feedback on them");
    assert!(!answer[1].contains("goog-remb"), "sound takes what it takes");
    let Answered::Source(camera) = &plan.sections[1] else { panic!() };
    assert!(camera.needs_advice());
}

#[test]
fn announced_streams_are_known_before_their_first_packet() {
    let (plan, _) = answer(FIREFOX);
    let Answered::Source(camera) = &plan.sections[1] else { panic!() };
    assert!(camera.ssrc.is_some() && camera.rtx_ssrc.is_some() && camera.ssrc != camera.rtx_ssrc);
    assert_eq!(camera.ids, ExtensionIds { mid: 3, transport_sequence: 7, ..ExtensionIds::default() });
}

#[test]
fn layers_are_taken_by_their_names() {
    let layers = "a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\na=simulcast:send q;~h;f\r\na=mid:1\r\n";
    let (plan, answer) = answer(&CHROMIUM.replace("a=mid:1\r\n", layers));
    let Answered::Source(camera) = &plan.sections[1] else { panic!() };
    assert_eq!(camera.layers, ["q", "h", "f"]);
    assert_eq!(camera.ssrc, None, "layers are known by their rid");
    assert!(camera.ids.rid != 0 && camera.ids.repaired_rid != 0);
    has(&answer[2], &["a=rid:q recv", "a=rid:f recv", "a=simulcast:recv q;h;f"]);
    has(&answer[2], &["a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"]);
}

#[test]
fn layers_without_a_way_to_name_them_are_one_stream() {
    let layers = "a=rid:q send\r\na=rid:f send\r\na=simulcast:send q;f\r\na=mid:1\r\n";
    let sdp = CHROMIUM.replace("a=mid:1\r\n", layers).replace("sdes:rtp-stream-id", "sdes:x");
    let (plan, answer) = answer(&sdp);
    let Answered::Source(camera) = &plan.sections[1] else { panic!() };
    assert!(camera.layers.is_empty() && camera.ssrc.is_some() && !answer[2].contains("simulcast"));
}

#[test]
fn another_codec_is_taken_where_vp8_is_not_offered() {
    for (codec, offered) in
        [(Codec::H264, &["VP8"][..]), (Codec::Vp9, &["VP8", "H264"]), (Codec::Av1, &["VP8", "H264", "VP9"])]
    {
        let sdp = offered.iter().fold(CHROMIUM.to_owned(), |sdp, codec| sdp.replace(codec, "X"));
        let Answered::Source(camera) = &answer(&sdp).0.sections[1] else { panic!() };
        assert_eq!(camera.format.codec, codec);
    }
}

#[test]
fn an_extension_the_browser_only_receives_is_not_taken() {
    let sdp = CHROMIUM.replace("a=extmap:1 urn", "a=extmap:1/recvonly urn");
    let (plan, answer) = answer(&sdp);
    let Answered::Source(microphone) = &plan.sections[0] else { panic!() };
    assert_eq!(microphone.ids.audio_level, 0);
    assert!(!answer[1].contains("audio-level"));
    let sdp = CHROMIUM.replace("a=extmap:1 urn", "a=extmap:1/sendonly urn");
    has(&self::answer(&sdp).1[1], &["a=extmap:1/recvonly urn:ietf:params:rtp-hdrext:ssrc-audio-level"]);
}

#[test]
fn a_paused_source_is_answered_inactive() {
    let sdp = CHROMIUM.replacen("a=sendonly", "a=inactive", 1);
    has(&answer(&sdp).1[1], &["a=inactive"]);
}

#[test]
fn the_transport_is_the_first_taken_sections() {
    // The microphone was stopped: port 0, and its section carries nothing any more.
    let sdp = CHROMIUM.replacen("m=audio 9", "m=audio 0", 1);
    let (plan, answer) = answer(&sdp);
    assert_eq!(plan.tagged, "1");
    assert!(answer[1].starts_with("audio 0 ") && answer[2].contains("a=candidate:1"));
    has(&answer[0], &["a=group:BUNDLE 1 2 3"]);
}

#[track_caller]
fn refused(change: impl Fn(&str) -> String, reason: &str) {
    let offer = Description::parse(&change(CHROMIUM));
    let planned = offer.and_then(|offer| {
        let plan = plan(&offer, &sources(), &receivers(), |_| (1, 2))?;
        offer.transport(&plan.tagged)
    });
    assert_eq!(planned.unwrap_err().0, reason);
}

#[test]
fn what_cannot_be_answered_is_refused_with_a_reason() {
    refused(|_| "hello".into(), "the SDP does not begin with v=0");
    let strange =
        |sdp: &str| ["VP8", "VP9", "H264", "AV1"].iter().fold(sdp.to_owned(), |s, c| s.replace(c, "X"));
    refused(strange, "media section 1 does not offer VP8, H264, VP9 or AV1");
    refused(|sdp| sdp.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "media section 0 is not UDP/TLS/RTP/SAVPF");
    refused(|sdp| sdp.replace("a=mid:1", "a=mid:0"), "two media sections are called 0");
    refused(|sdp| sdp.replace("a=mid:3", "a=mid:9"), "the SDP has no media section 3");
    refused(|sdp| sdp.replace("sha-256", "sha-1"), "section 0 has no sha-256 a=fingerprint");
    refused(|sdp| sdp.replace("actpass", "holdconn"), "section 0 has no a=setup we can answer");
    refused(|sdp| sdp.replace("a=rtcp-mux", "a=x"), "media section 0 needs a=rtcp-mux and a place in BUNDLE");
    refused(
        |sdp| sdp.replace("a=group:BUNDLE", "a=x"),
        "media section 0 needs a=rtcp-mux and a place in BUNDLE",
    );
    refused(|sdp| sdp.replace("a=ice-ufrag:", "a=ice-ufrag:?"), "a=ice-ufrag is malformed");
    refused(|sdp| sdp.repeat(5), "the SDP is longer than 49152 bytes");
    let section = "m=audio 0 X 0\r\na=mid:x\r\n";
    refused(|sdp| format!("{sdp}{}", section.repeat(28)), "the SDP has more than 32 media sections");
    refused(|_| format!("v=0\r\n{}", "s=-\r\n".repeat(1200)), "the SDP has more than 1200 lines");
}

#[test]
fn one_section_serves_one_purpose() {
    let offer = Description::parse(CHROMIUM).unwrap();
    let twice = vec![OfferedReceiver { mid: "0".into(), video: false }];
    let refusal = plan(&offer, &sources(), &twice, |_| (1, 2)).unwrap_err();
    assert_eq!(refusal.0, "media section 0 is named twice");
    let wrong = vec![OfferedSource { mid: "1".into(), kind: SourceKind::Microphone }];
    let refusal = plan(&offer, &wrong, &[], |_| (1, 2)).unwrap_err();
    assert_eq!(refusal.0, "media section 1 is of the wrong kind");
}

#[test]
fn an_offer_cut_anywhere_is_refused_or_answered_but_never_a_panic() {
    for sdp in [CHROMIUM, FIREFOX] {
        for cut in (0..sdp.len()).filter(|cut| sdp.is_char_boundary(*cut)) {
            if let Ok(offer) = Description::parse(&sdp[..cut]) {
                let _ = plan(&offer, &sources(), &receivers(), |_| (1, 2));
            }
        }
    }
}
