//! Those who have a seat and keys: what they say is authentic, and is nonsense (docs/threats.md T7, T8; C33, C38).

use super::{
    KEY_FRAME, PICTURE, SOUND, Stage,
    raw::{MID, OPUS, RawPeer, VP8, rtcp, rtp},
};
use signaling::wire::SourceKind::Camera;
use std::time::{Duration, Instant};

const ONE_BYTE: u16 = 0xbede;
/// Sends each, and sees after each that the others go on and the attacker hears nothing.
async fn suffers(stage: &Stage, attacker: &mut RawPeer, packets: &[(&str, Vec<u8>)]) {
    for (what, packet) in packets {
        attacker.say(packet);
        stage.goes_on(what).await;
    }
    assert_eq!(attacker.media(), 0, "the attacker was sent media");
    // It is still a peer like any other: what is sound is heard.
    let (_, listener) = &stage.attacked;
    let (slot, since) = (listener.slot(true, 1), Instant::now());
    let mut sequence = 1000;
    let mut hears = Box::pin(listener.hears(&slot, 9, since, 1));
    loop {
        attacker.say(&rtp(VP8, sequence, PICTURE, None, &KEY_FRAME));
        sequence += 1;
        let pause = Duration::from_millis(20);
        if tokio::time::timeout(pause, &mut hears).await.is_ok() {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_packets_harm_nobody() {
    let mut stage = Stage::open().await;
    let mut attacker = stage.insider([SOUND, PICTURE]).await;
    let sound = |sequence, extension, payload: &[u8]| rtp(OPUS, sequence, SOUND, extension, payload);
    let padded = |sequence, payload: &[u8]| {
        let mut packet = rtp(VP8, sequence, PICTURE, None, payload);
        packet[0] |= 0x20;
        packet
    };
    let mut csrcs = rtp(OPUS, 7, SOUND, None, &[0; 60]);
    csrcs[0] |= 15;
    let packets = [
        ("extension id 15", sound(1, Some((ONE_BYTE, &[0xf0, 1, 0xff, 0xff])), &[1; 20])),
        ("extension id 15 at the end", sound(2, Some((ONE_BYTE, &[0x10, 1, 0, 0xff])), &[1; 20])),
        ("an element beyond its block", sound(3, Some((ONE_BYTE, &[0x1f, 1, 2, 3])), &[1; 20])),
        ("a two-byte element beyond its block", sound(4, Some((0x1000, &[1, 200, 2, 3])), &[1; 20])),
        ("an unknown profile", sound(5, Some((0xffff, &[1, 2, 3, 4])), &[1; 20])),
        ("a header and nothing else", sound(6, None, &[])),
        ("fifteen CSRCs", csrcs),
        ("padding alone", padded(8, &[0, 0, 0, 4])),
        ("padding of nothing", padded(9, &[0])),
        ("padding longer than the packet", padded(10, &[1, 2, 255])),
        ("padding without a payload", padded(11, &[])),
        ("a descriptor cut short", rtp(VP8, 12, PICTURE, None, &[0xff])),
        ("a descriptor without a frame", rtp(VP8, 13, PICTURE, None, &[0x90, 0xf0, 0x80])),
        ("another payload type", rtp(33, 14, PICTURE, None, &[1; 20])),
        ("a retransmission of nothing", rtp(97, 15, 93, Some((ONE_BYTE, &[MID << 4, b'1'])), &[])),
        ("half a retransmission", rtp(97, 16, 93, Some((ONE_BYTE, &[MID << 4, b'1'])), &[0])),
        ("a mid of another section", rtp(VP8, 17, 99, Some((ONE_BYTE, &[MID << 4, b'2'])), &KEY_FRAME)),
        ("the largest jump", sound(32_000, None, &[1; 20])),
    ];
    suffers(&stage, &mut attacker, &packets).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn absurd_reports_harm_nobody() {
    let mut stage = Stage::open().await;
    let mut attacker = stage.insider([SOUND, PICTURE]).await;
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let everything_lost = (0..300_u32).fold(vec![1, SOUND], |mut words, n| {
        words.push(n << 16 | 0xffff);
        words
    });
    let packets = [
        ("31 blocks and none there", rtcp(31, 201, &words(&[1]))),
        ("a sender report of one word", rtcp(31, 200, &words(&[1]))),
        ("31 descriptions and none there", rtcp(31, 202, &words(&[1]))),
        ("an item longer than its packet", rtcp(1, 202, &words(&[1, 0x01ff_4142]))),
        ("31 goodbyes", rtcp(31, 203, &words(&[1]))),
        ("a goodbye in another's name", rtcp(1, 203, &words(&[1001]))),
        ("a reason longer than its packet", rtcp(1, 203, &words(&[1, 0xff00_0000]))),
        ("300 runs of lost packets", rtcp(1, 205, &words(&everything_lost))),
        ("feedback with symbol 0b11", rtcp(15, 205, &words(&[1, 5, 0x0001_0007, 0x100, 0xffff_6003]))),
        ("feedback on 65,535 packets", rtcp(15, 205, &words(&[1, 5, 0x0001_ffff, 0x100, 0x3fff_3fff]))),
        ("feedback without its deltas", rtcp(15, 205, &words(&[1, 5, 0x0001_0010, 0x100]))),
        ("an estimate for 255 streams", rtcp(15, 206, &words(&[1, 0, 0x5245_4d42, 0xff03_ffff]))),
        ("a key frame wanted of nobody", rtcp(1, 206, &words(&[1, 0xffff_ffff]))),
        (
            "eight full intra requests",
            rtcp(4, 206, &words(&[[1, 0].as_slice(), &[7, 7 << 24].repeat(8)].concat())),
        ),
        ("an extended report of no length", rtcp(0, 207, &words(&[1, 0x0400_0000]))),
        ("an application's", rtcp(0, 204, &words(&[1, 0x4142_4344]))),
    ];
    suffers(&stage, &mut attacker, &packets).await;
}

/// Another's stream number gives nothing of the other's, announced or not.
#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_stream_number_stays_the_thiefs_own() {
    for announced in [[1001, 1002], [SOUND, PICTURE]] {
        let mut stage = Stage::open().await;
        let mut thief = stage.insider(announced).await;
        for sequence in 0..200 {
            thief.say(&rtp(OPUS, sequence, 1001, None, &[9; 40]));
            thief.say(&rtp(VP8, sequence, 1002, Some((ONE_BYTE, &[MID << 4, b'1'])), &KEY_FRAME));
        }
        thief.say(&rtcp(1, 203, &1001_u32.to_be_bytes()));
        stage.goes_on("a theft").await;
        assert_eq!(thief.media(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_packet_repeated_on_the_way_is_forwarded_once() {
    let mut stage = Stage::open().await;
    let mut attacker = stage.insider([SOUND, PICTURE]).await;
    let (_, listener) = &stage.attacked;
    let slot = listener.slot(true, 1);
    let sealed = attacker.seal(&rtp(VP8, 1, PICTURE, None, &KEY_FRAME));
    let since = Instant::now();
    for _ in 0..50 {
        attacker.send(&sealed);
    }
    listener.hears(&slot, 9, since, 1).await;
    let after = attacker.seal(&rtp(VP8, 2, PICTURE, None, &KEY_FRAME));
    attacker.send(&after);
    listener.hears(&slot, 9, since, 2).await;
    assert_eq!(listener.heard(&slot).len(), 2);
    stage.goes_on("a replay").await;
}

/// More streams than anybody has: each new one costs memory, so there are only so many.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_streams_of_one_peer_harm_nobody() {
    let mut stage = Stage::open().await;
    let mut attacker = stage.insider([SOUND, PICTURE]).await;
    for ssrc in 0..1000 {
        attacker.say(&rtp(VP8, 1, 5000 + ssrc, Some((ONE_BYTE, &[MID << 4, b'1'])), &KEY_FRAME));
    }
    stage.goes_on("a thousand streams").await;
    let (_, listener) = &stage.attacked;
    stage.route(&[(listener, listener.slot(true, 1), 1, Camera)]);
    listener.hears(&listener.slot(true, 1), 1, Instant::now(), 1).await;
}
