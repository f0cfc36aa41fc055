//! What becomes of packets.

use super::*;
use crate::media::forward::leg::LARGEST_PAYLOAD;
use client::*;

#[test]
fn sound_goes_to_whom_the_plan_names_and_to_nobody_else() {
    let mut hall = Hall::open();
    let (mut a, mut b, mut c) = (hall.join(1), hall.join(2), hall.join(3));
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b, &mut c]);
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    hall.sends(&mut a, &sound(2, 50), &mut [&mut b, &mut c]);
    hall.route(&[]);
    hall.sends(&mut a, &sound(3, 50), &mut [&mut b, &mut c]);
    let heard = b.take();
    assert_eq!((heard.len(), c.take().len(), a.take().len()), (1, 0, 0));
    assert_eq!(heard[0][12..20], [0xbe, 0xde, 0, 1, 0x10, 50, 0, 0], "how loud it is goes with it");
    assert_eq!(heard[0][20..], [7; 20], "the payload as it came");
}

#[test]
fn what_came_in_one_turn_leaves_whole_and_in_order() {
    let mut hall = Hall::open();
    let (mut a, mut b, mut c) = (hall.join(1), hall.join(2), hall.join(3));
    let microphone = SourceKind::Microphone;
    hall.route(&[(&a, "2", &b, microphone), (&b, "2", &a, microphone), (&c, "2", &a, microphone)]);
    let mut turn: Vec<_> = (0..80)
        .map(|at| {
            let from = if at % 2 == 0 { &mut a } else { &mut b };
            (from.path, from.seal(&sound(at, 50)))
        })
        .collect();
    let datagrams = turn.iter_mut().map(|(from, datagram)| (*from, &mut datagram[..]));
    hall.relay.datagrams(hall.now, datagrams, &mut hall.out);
    hall.deliver(&mut [&mut a, &mut b, &mut c]);
    for client in [&mut a, &mut b, &mut c] {
        let numbers: Vec<u16> = client.take().iter().map(|packet| sequence(packet)).collect();
        assert_eq!(numbers.len(), 40);
        assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 2), "as they came: {numbers:?}");
    }
}

#[test]
fn a_slot_for_sound_never_carries_a_picture() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Camera), (&b, "3", &a, SourceKind::Microphone)]);
    hall.sends(&mut a, &picture(1, true, 1), &mut [&mut b]);
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    assert!(b.take().is_empty());
}

#[test]
fn a_picture_begins_with_a_key_frame_that_is_asked_for() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.sends(&mut a, &picture(1, true, 1), &mut [&mut b]);
    hall.pass(Duration::from_secs(2), &mut [&mut a, &mut b]);
    a.reports.clear();
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    hall.deliver(&mut [&mut a]);
    for sequence in 2..12 {
        hall.sends(&mut a, &picture(sequence, false, 1), &mut [&mut b]);
    }
    assert!(b.take().is_empty());
    assert_eq!(a.reports, [Report::KeyFrame { ssrc: CAMERA }], "asked once, however many wait");
    hall.sends(&mut a, &picture(12, true, 1), &mut [&mut b]);
    assert_eq!(b.take().len(), 1);
}

#[test]
fn who_joins_soon_after_a_key_frame_begins_with_it_and_asks_nobody() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    for sequence in 1..6 {
        hall.sends(&mut a, &picture(sequence, sequence == 2, sequence as u8), &mut [&mut b]);
    }
    a.reports.clear();
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    hall.deliver(&mut [&mut a, &mut b]);
    hall.sends(&mut a, &picture(6, false, 6), &mut [&mut b]);
    let got = b.take();
    let contents: Vec<u8> = got.iter().map(|packet| *packet.last().unwrap()).collect();
    assert_eq!((contents, &a.reports[..]), (vec![2, 3, 4, 5, 6], &[][..]));
    for pair in got.windows(2) {
        let apart = timestamp(&pair[1]).wrapping_sub(timestamp(&pair[0]));
        assert_eq!(
            apart, 3000,
            "what was kept, and the live picture after it, as far apart as at the source"
        );
        assert_eq!(sequence(&pair[1]), sequence(&pair[0]) + 1);
    }
}

#[test]
fn key_frame_requests_of_receivers_are_throttled() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    hall.sends(&mut a, &picture(1, true, 1), &mut [&mut b]);
    let stream = ssrc(&b.take()[0]);
    hall.pass(Duration::from_secs(1), &mut [&mut a, &mut b]);
    a.reports.clear();
    for sequence in 2..102 {
        hall.sends(&mut b, &pli(stream), &mut [&mut a]);
        hall.sends(&mut a, &picture(sequence, true, 1), &mut [&mut b]);
        hall.pass(Duration::from_millis(10), &mut [&mut a, &mut b]);
    }
    let asked = a.reports.iter().filter(|report| matches!(report, Report::KeyFrame { .. })).count();
    assert!((1..=3).contains(&asked), "{asked} requests in one second");
}

#[test]
fn a_lost_packet_is_repeated_from_the_sources_cache() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    for sequence in 1..6 {
        hall.sends(&mut a, &picture(sequence, sequence == 1, sequence as u8), &mut [&mut b]);
    }
    let sent = b.take();
    let lost = &sent[2];
    hall.sends(&mut b, &nack(ssrc(lost), &[sequence(lost), sequence(lost).wrapping_add(900)]), &mut [&mut a]);
    let repeated = b.take();
    let [rtx] = &repeated[..] else { panic!("{} packets", repeated.len()) };
    assert_eq!(rtx[1] & 0x7f, RTX);
    assert_ne!(ssrc(rtx), ssrc(lost));
    assert_eq!(rtx[4..8], lost[4..8], "the same timestamp");
    assert_eq!(rtx[12..14], lost[2..4], "the number it was sent under");
    assert_eq!(rtx[14..], lost[12..], "the same payload, picture id included");

    hall.route(&[]);
    hall.sends(&mut b, &nack(ssrc(lost), &[sequence(&sent[3])]), &mut [&mut a]);
    assert!(b.take().is_empty(), "what may not flow is not repeated either");
}

/// GStreamer's packets of 1,400 bytes, and the largest of all.
#[test]
fn large_packets_of_devices_pass_and_are_repeated() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    let sizes = [1388, LARGEST_PAYLOAD, LARGEST_PAYLOAD + 1];
    for (sequence, size) in (1..).zip(sizes) {
        let mut packet = picture(sequence, sequence == 1, 1);
        packet.resize(12 + size, 7);
        hall.sends(&mut a, &packet, &mut [&mut b]);
        hall.pass(Duration::from_millis(50), &mut [&mut a, &mut b]);
    }
    let got = b.take();
    assert_eq!(got.iter().map(|packet| packet.len() - 12).collect::<Vec<_>>(), sizes[..2]);
    hall.sends(&mut b, &nack(ssrc(&got[1]), &[sequence(&got[1])]), &mut [&mut a]);
    assert_eq!(b.take()[0].len(), 12 + 2 + LARGEST_PAYLOAD);
}

#[test]
fn a_gap_is_asked_for_and_filled_by_the_publishers_retransmission() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    hall.sends(&mut a, &picture(1, true, 1), &mut [&mut b]);
    hall.sends(&mut a, &picture(3, false, 3), &mut [&mut b]);
    a.reports.clear();
    hall.pass(Duration::from_millis(50), &mut [&mut a, &mut b]);
    assert_eq!(a.reports, [Report::Lost { ssrc: CAMERA, sequences: vec![2] }]);
    hall.sends(&mut a, &again(77, &picture(2, false, 2)), &mut [&mut b]);
    hall.sends(&mut a, &again(78, &picture(2, false, 2)), &mut [&mut b]);
    let got = b.take();
    let contents: Vec<u8> = got.iter().map(|packet| *packet.last().unwrap()).collect();
    assert_eq!(contents, [1, 3, 2], "filled, and once only");
    assert_eq!(sequence(&got[2]), sequence(&got[0]) + 1);
}

#[test]
fn lost_sound_goes_out_again_as_it_was() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    let first = b.take().remove(0);
    let asks = |step: u16| nack(ssrc(&first), &[sequence(&first).wrapping_add(step)]);
    hall.sends(&mut b, &asks(0), &mut [&mut a]);
    assert!(b.take().is_empty(), "nothing was kept before somebody asked");

    b.loses = true;
    hall.sends(&mut a, &sound(2, 50), &mut [&mut b]);
    b.loses = false;
    hall.sends(&mut b, &asks(1), &mut [&mut a]);
    assert_eq!(
        (b.take().len(), &b.last),
        (1, &b.lost[0]),
        "byte for byte: under one nonce there is one message"
    );

    b.loses = true;
    hall.sends(&mut a, &sound(3, 50), &mut [&mut b]);
    b.loses = false;
    hall.route(&[]);
    hall.sends(&mut b, &asks(2), &mut [&mut a]);
    assert!(b.take().is_empty(), "what may not flow is not repeated either");
}

#[test]
fn a_gap_in_sound_is_asked_for_and_keeps_its_place() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    for sequence in [1, 3] {
        hall.sends(&mut a, &sound(sequence, 50), &mut [&mut b]);
    }
    a.reports.clear();
    hall.pass(Duration::from_millis(50), &mut [&mut a, &mut b]);
    assert_eq!(a.reports, [Report::Lost { ssrc: MICROPHONE, sequences: vec![2] }]);
    hall.sends(&mut a, &sound(2, 50), &mut [&mut b]);
    let numbers: Vec<u16> = b.take().iter().map(|packet| sequence(packet)).collect();
    assert_eq!(numbers, [numbers[0], numbers[0] + 2, numbers[0] + 1]);
}

#[test]
fn nobody_speaks_in_anothers_name() {
    let mut hall = Hall::open();
    // All clients announce the same streams: numbers mean nothing beyond their own connection.
    let (mut a, mut b, mut c) = (hall.join(1), hall.join(2), hall.join(3));
    hall.route(&[(&c, "2", &a, SourceKind::Microphone)]);
    hall.sends(&mut b, &sound(1, 50), &mut [&mut c]);
    assert!(c.take().is_empty(), "b's packet with a's number stays b's");
    hall.sends(&mut a, &sound(1, 50), &mut [&mut c]);
    assert_eq!(c.take().len(), 1);
}

#[test]
fn a_stream_that_was_not_agreed_goes_nowhere() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    let mut unknown = sound(1, 50);
    unknown[8..12].copy_from_slice(&999_u32.to_be_bytes());
    hall.sends(&mut a, &unknown, &mut [&mut b]);
    let mut comfort_noise = sound(2, 50);
    comfort_noise[1] = 13;
    hall.sends(&mut a, &comfort_noise, &mut [&mut b]);
    assert!(b.take().is_empty());
}

#[test]
fn who_speaks_is_told_and_only_of_those_who_may_be_heard() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    let voice = |hall: &mut Hall, a: &mut Client, b: &mut Client, from| {
        for sequence in from..from + 50 {
            hall.sends(a, &sound(sequence, 20), &mut [b]);
            hall.pass(Duration::from_millis(20), &mut [a, b]);
        }
    };
    voice(&mut hall, &mut a, &mut b, 0);
    assert_eq!(hall.event(), None, "nobody is routed to the speaker");
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    voice(&mut hall, &mut a, &mut b, 100);
    assert_eq!(hall.event(), Some(MediaEvent::Speaking(vec![a.key.seat])));
    hall.route(&[]);
    assert_eq!(hall.event(), Some(MediaEvent::Speaking(vec![])), "a mute is the end of it");
}

#[test]
fn publishers_and_receivers_get_their_reports() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    for sequence in 0..60 {
        hall.sends(&mut a, &sound(sequence, 127), &mut [&mut b]);
        hall.pass(Duration::from_millis(20), &mut [&mut a, &mut b]);
    }
    let block = a.compounds.iter().find(|compound| compound[1] == 201 && compound.len() >= 32);
    let block = &block.expect("a receiver report")[8..];
    assert_eq!(block[..4], MICROPHONE.to_be_bytes());
    assert_eq!(block[4], 0, "nothing lost");
    let stream = ssrc(&b.take()[0]);
    let sent = b.reports.iter().find(|report| matches!(report, Report::Sent { .. }));
    assert!(matches!(sent, Some(Report::Sent { ssrc, .. }) if *ssrc == stream), "{sent:?}");
}

#[test]
fn a_publisher_without_a_better_way_is_told_what_its_line_bears_each_second() {
    let mut hall = Hall::open();
    let mut client = Client::new(ROOM, 1);
    client.more = ["a=rtcp-fb:96 goog-remb\r\n", ""];
    let (mut a, mut b) = (hall.through(client), hall.join(2));
    for sequence in 0..150 {
        hall.sends(&mut a, &picture(sequence, sequence == 0, 1), &mut [&mut b]);
        hall.sends(&mut b, &picture(sequence, sequence == 0, 1), &mut [&mut a]);
        hall.pass(Duration::from_millis(20), &mut [&mut a, &mut b]);
    }
    let told = |client: &Client| {
        let estimates = client.compounds.iter().filter_map(|compound| {
            let at = compound.windows(4).position(|word| word == b"REMB")?;
            Some(compound[at + 4..].to_vec())
        });
        estimates.collect::<Vec<_>>()
    };
    let estimates = told(&a);
    assert!((2..=4).contains(&estimates.len()), "{estimates:?}");
    assert!(estimates.iter().all(|told| told[0] == 1 && told[4..8] == CAMERA.to_be_bytes()), "{estimates:?}");
    assert_eq!(told(&b).len(), 0, "it did not ask for it");
}
