//! What passes as it is: other codecs, redundant sound, and what packets say beside their content.

use super::*;
use client::*;

/// A packet of the camera's with these extensions (RFC 8285 §4.2), one byte each for id and length.
fn packet(sequence: u16, extensions: &[(u8, &[u8])], payload: &[u8]) -> Vec<u8> {
    let mut listed = Vec::new();
    for (id, data) in extensions {
        listed.push(id << 4 | (data.len() as u8 - 1));
        listed.extend_from_slice(data);
    }
    listed.resize(listed.len().next_multiple_of(4), 0);
    let mut packet = vec![0x90, 0x80 | VP8];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(sequence) * 3000).to_be_bytes());
    packet.extend(CAMERA.to_be_bytes());
    packet.extend([0xbe, 0xde, 0, (listed.len() / 4) as u8]);
    packet.extend(listed);
    packet.extend(payload);
    packet
}

/// (extensions by id, payload) of a packet received.
pub fn read(packet: &[u8]) -> (Vec<(u8, Vec<u8>)>, Vec<u8>) {
    if packet[0] & 0x10 == 0 {
        return (Vec::new(), packet[12..].to_vec());
    }
    let length = 4 * usize::from(packet[15]);
    let (mut listed, payload) = packet[16..].split_at(length);
    let mut extensions = Vec::new();
    while let [head, rest @ ..] = listed {
        listed = rest;
        if *head != 0 {
            let (data, rest) = rest.split_at(usize::from(head & 15) + 1);
            extensions.push((head >> 4, data.to_vec()));
            listed = rest;
        }
    }
    (extensions, payload.to_vec())
}

/// One who films and one who watches, both with pictures coded so and `more` in their offers.
fn pair(codec: &'static str, more: [&'static str; 2]) -> (Hall, Client, Client) {
    let mut hall = Hall::open();
    let made = |mark| {
        let mut client = Client::new(ROOM, mark);
        (client.codec, client.more) = (codec, more);
        client
    };
    let (a, b) = (hall.through(made(1)), hall.through(made(2)));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    (hall, a, b)
}

const ORIENTATION_AND_DELAY: [&str; 2] = [
    "a=extmap:7 urn:3gpp:video-orientation\r\n\
     a=extmap:8 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\n",
    "a=extmap:10 urn:3gpp:video-orientation\r\n\
     a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\n",
];

#[test]
fn how_a_camera_is_held_and_how_long_to_wait_are_passed_on_by_the_receivers_numbers() {
    let (mut hall, mut a, mut b) = pair("VP8", ORIENTATION_AND_DELAY);
    let picture = [0x90, 0x80, 0x80, 1, 0, 7];
    hall.sends(&mut a, &packet(1, &[(7, &[2]), (8, &[0, 0x40, 0x19])], &picture), &mut [&mut b]);
    hall.sends(&mut a, &packet(2, &[], &[0x90, 0x80, 0x80, 2, 1, 7]), &mut [&mut b]);
    let got = b.take();
    assert_eq!(got.len(), 2);
    let (mut extensions, _) = read(&got[0]);
    extensions.sort_unstable();
    assert_eq!(extensions, [(4, vec![0, 0x40, 0x19]), (10, vec![2])]);
    assert_eq!(read(&got[1]).0, [], "what was not said is not made up");
}

const DESCRIBED: [&str; 2] = [
    "a=extmap:7 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension\r\n",
    "a=extmap:9 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension\r\n",
];

/// (its name, the first bytes of a key frame and of another), as RFC 9628 §4.2 and the AV1 payload's §4.4 have them: for VP9
/// with layers in space of one frame, the second on the first.
const OTHERS: [(&str, [u8; 2], [u8; 2]); 2] = [("VP9", [0x88, 1], [0xc8, 1]), ("AV1", [0x18, 1], [0x10, 1])];

#[test]
fn vp9_and_av1_begin_with_a_key_frame_and_pass_unchanged() {
    for (codec, key_frame, other) in OTHERS {
        let (mut hall, mut a, mut b) = pair(codec, DESCRIBED);
        let payload = |head: [u8; 2], n: u8| [&head[..], &[n; 200]].concat();
        for sequence in 1..=3 {
            hall.sends(&mut a, &packet(sequence, &[(7, &[1, 2, 3])], &payload(other, 0)), &mut [&mut b]);
        }
        assert_eq!(b.take().len(), 0, "{codec}: nobody can begin there");
        assert!(a.reports.contains(&Report::KeyFrame { ssrc: CAMERA }), "{codec}: one is asked for");
        let sent: Vec<_> = (4..=9).map(|n| payload(if n == 4 { key_frame } else { other }, n)).collect();
        for (sequence, payload) in (4..).zip(&sent) {
            let descriptor = [0xc0, 0, sequence as u8, 0x80];
            hall.sends(&mut a, &packet(sequence, &[(7, &descriptor)], payload), &mut [&mut b]);
        }
        let got = b.take();
        let numbers: Vec<u16> = got.iter().map(|packet| client::sequence(packet)).collect();
        assert!(numbers.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)), "{codec}: {numbers:?}");
        for (n, (packet, sent)) in (4..).zip(got.iter().zip(&sent)) {
            let (extensions, payload) = read(packet);
            assert_eq!((&payload, extensions), (sent, vec![(9, vec![0xc0, 0, n, 0x80])]), "{codec}");
        }
        assert_eq!(got.len(), sent.len(), "{codec}");
    }
}

/// A screen that plays H.264 alone, where a camera sends VP8, and the reverse.
#[test]
fn who_cannot_play_a_source_is_sent_nothing_and_has_nobody_asked_for_key_frames() {
    const FRAGMENTS: &str = "a=fmtp:96 packetization-mode=1\r\n";
    let made = |mark, codec| {
        let mut client = Client::new(ROOM, mark);
        (client.codec, client.more) = (codec, [if codec == "H264" { FRAGMENTS } else { "" }; 2]);
        client
    };
    for (sends, plays) in [("VP8", "H264"), ("H264", "VP8")] {
        let mut hall = Hall::open();
        let (mut a, mut b) = (hall.through(made(1, sends)), hall.through(made(2, plays)));
        hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
        for number in 1..=250 {
            hall.sends(&mut a, &picture(number, number == 1, 1), &mut [&mut b]);
            hall.pass(Duration::from_millis(40), &mut [&mut a, &mut b]);
            if number % 25 == 0 {
                hall.check(&mut a);
                hall.check(&mut b);
            }
        }
        let asked = a.reports.iter().filter(|report| matches!(report, Report::KeyFrame { .. })).count();
        assert_eq!((asked, b.take().len()), (0, 0), "{sends} to {plays}, in ten seconds");
        let told = hall.all_events();
        let mut wanted = told.iter().filter_map(|event| match event {
            MediaEvent::Wanted { peer, anybody, .. } if *peer == a.key => Some(*anybody),
            _ => None,
        });
        assert_eq!(wanted.next_back(), Some(false), "its camera is encoded for nobody");
    }
}

/// Two blocks: what was said before, and what is said now (RFC 2198 §3).
fn twice(sequence: u16, before: &[u8], now: &[u8]) -> Vec<u8> {
    let mut packet = sound(sequence, 40);
    packet[1] = RED;
    packet.truncate(20);
    let offset_and_length = (960_u32 << 10 | before.len() as u32).to_be_bytes();
    packet.push(0x80 | OPUS);
    packet.extend(&offset_and_length[1..]);
    packet.push(OPUS);
    packet.extend([before, now].concat());
    packet
}

#[test]
fn redundant_sound_goes_to_who_speaks_it_and_the_plain_to_who_does_not() {
    let mut hall = Hall::open();
    let made = |mark, red| {
        let mut client = Client::new(ROOM, mark);
        client.red = red;
        client
    };
    let (mut a, mut b, mut c) =
        (hall.through(made(1, true)), hall.through(made(2, true)), hall.through(made(3, false)));
    let hears = |to: &Client| ReceiverPlan {
        seat: to.key.seat,
        slots: vec![("2".to_owned(), Source { seat: a.key.seat, kind: SourceKind::Microphone })],
    };
    let plan = RoutePlan { receivers: vec![hears(&b), hears(&c)] };
    hall.relay.command(hall.now, Command::Route(ROOM, plan), &mut hall.out);
    hall.sends(&mut a, &twice(1, &[1; 30], &[2; 40]), &mut [&mut b, &mut c]);
    let (to_b, to_c) = (b.take().remove(0), c.take().remove(0));
    assert_eq!((to_b[1] & 0x7f, to_c[1] & 0x7f), (RED, OPUS));
    assert_eq!(read(&to_b).1[5..], [[1; 30].as_slice(), &[2; 40]].concat(), "both blocks");
    assert_eq!(read(&to_c).1, [2; 40], "the last alone");
}
