use super::*;
use crate::media::rtp::Vp8;

fn stream(shape: &Shape) -> (Instant, Stream) {
    let now = Instant::now();
    let mut next = 100;
    let number = || {
        next += 1;
        next
    };
    let kind = if matches!(shape, Shape::Sound(_)) { SourceKind::Microphone } else { SourceKind::Camera };
    let mut stream = Stream::all(now, kind, shape, "1", number).remove(0);
    stream.ids = Ids { mid: 4, level: 1, transport: 3, ..Ids::default() };
    (now, stream)
}

/// Everything sent in `time`.
fn sent(stream: &mut Stream, from: Instant, time: Duration) -> Vec<Vec<u8>> {
    let (mut packets, mut transport) = (Vec::new(), 0);
    let mut now = from;
    while now < from + time {
        stream.poll(now, 9, &mut transport, |packet, _| packets.push(packet.clone()));
        now += Duration::from_millis(1);
    }
    packets
}

#[test]
fn a_camera_sends_what_its_rate_says_in_whole_frames() {
    let picture = Picture {
        every: Duration::from_millis(10),
        packets_per_frame: 5,
        bytes: 1100,
        temporal: 1,
        phase: Duration::ZERO,
    };
    let (now, mut camera) = stream(&Shape::Picture(vec![picture]));
    let packets = sent(&mut camera, now, Duration::from_secs(1));
    assert_eq!(packets.len(), 500);
    for (at, packet) in packets.iter().enumerate() {
        let head = Head::parse(packet).unwrap();
        let vp8 = Vp8::read(&packet[head.length..]).unwrap();
        assert_eq!(packet.len(), 1100);
        assert_eq!((vp8.begins, head.marker), (at % 5 == 0, at % 5 == 4), "packet {at}");
        assert_eq!(vp8.key, at == 0, "packet {at}");
        assert_eq!(head.extension(packet, 3), Some(&(at as u16 + 1).to_be_bytes()[..]));
    }
    camera.want_key_frame();
    let next = sent(&mut camera, now + Duration::from_secs(1), Duration::from_millis(5));
    let head = Head::parse(&next[0]).unwrap();
    assert!(Vp8::read(&next[0][head.length..]).unwrap().key);
}

#[test]
fn a_microphone_is_silent_for_its_share_with_a_packet_each_400_ms() {
    let sound = Sound { talks: 0.5, ..Sound::default() };
    let (now, mut microphone) = stream(&Shape::Sound(sound));
    let packets = sent(&mut microphone, now, TURN * 2);
    let (talk, still) = (500, 25); // in 10 s each
    let expected = talk + still;
    assert!((expected - 8..=expected + 8).contains(&packets.len()), "{} packets", packets.len());
    let levels = packets.iter().map(|packet| Head::parse(packet).unwrap().extension(packet, 1).unwrap()[0]);
    assert!(levels.filter(|level| *level == 127).count() >= still - 4);
}

#[test]
fn a_retransmission_carries_the_number_it_repeats() {
    let (now, mut camera) = stream(&Shape::Picture(vec![Picture::of_rate(600.0, 25.0, 1100)]));
    let packets = sent(&mut camera, now, Duration::from_secs(1));
    let lost = Head::parse(&packets[7]).unwrap();
    let (again, head) = camera.again(now, lost.sequence, &mut 0).unwrap();
    assert_eq!((head.payload_type, head.ssrc), (RTX, camera.rtx_ssrc));
    assert_eq!(again[head.length..head.length + 2], lost.sequence.to_be_bytes());
    assert_eq!(again[head.length + 2..], packets[7][lost.length..]);
    assert!(camera.again(now, lost.sequence.wrapping_sub(100), &mut 0).is_none());
}

#[test]
fn a_rate_becomes_frames_of_full_packets() {
    let picture = Picture::of_rate(704.0, 10.0, 1100);
    assert_eq!((picture.packets_per_frame, picture.bytes), (8, 1100));
    assert_eq!(picture.every, Duration::from_millis(100));
}
