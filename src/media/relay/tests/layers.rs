//! Simulcast: who gets which layer, and what its publisher is told.

use super::*;
use crate::media::forward::{rate::BitRate, rtcp::Compound};
use crate::media::plane::PeerStatistics;
use client::*;
use signaling::wire::{Pictures, Tile};

/// Heights of the three layers, low to high, and packets of each that make a frame.
const HEIGHTS: [u16; 3] = [180, 360, 720];
const PACKETS: [u16; 3] = [1, 2, 6];

/// A camera in three layers of 25 frames a second.
struct Camera {
    frames: u16,
    sequences: [u16; 3],
    /// Layers it sends, and those that owe a key frame.
    sends: [bool; 3],
    owes: [bool; 3],
}

impl Camera {
    fn new() -> Self {
        Self { frames: 0, sequences: [0; 3], sends: [true; 3], owes: [true; 3] }
    }

    /// One frame of every layer, and 40 ms.
    fn frame(&mut self, hall: &mut Hall, from: &mut Client, to: &mut Client) {
        self.frames += 1;
        for (layer, parts) in PACKETS.into_iter().enumerate() {
            if !self.sends[layer] {
                continue;
            }
            let key_frame = std::mem::take(&mut self.owes[layer]);
            for part in 0..parts {
                self.sequences[layer] += 1;
                let packet = layered(layer, self.sequences[layer], self.frames, key_frame, part);
                hall.sends(from, &packet, &mut [to]);
            }
        }
        hall.pass(Duration::from_millis(40), &mut [from, to]);
        if self.frames.is_multiple_of(25) {
            hall.check(to);
        }
        for report in std::mem::take(&mut from.reports) {
            if let Report::KeyFrame { ssrc } = report {
                self.owes[(ssrc - LAYER) as usize] = true;
            }
        }
    }

    fn frames(&mut self, hall: &mut Hall, count: usize, from: &mut Client, to: &mut Client) -> Vec<u8> {
        (0..count).for_each(|_| self.frame(hall, from, to));
        to.take().iter().map(|packet| *packet.last().unwrap()).collect()
    }
}

/// A packet of a layer; its last byte says which.
fn layered(layer: usize, sequence: u16, frame: u16, key_frame: bool, part: u16) -> Vec<u8> {
    let mut packet = vec![0x90, if part + 1 == PACKETS[layer] { 0x80 | VP8 } else { VP8 }];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(frame) * 3600).to_be_bytes());
    packet.extend((LAYER + layer as u32).to_be_bytes());
    // mid "1" under id 2, the layer's name under id 3.
    packet.extend([0xbe, 0xde, 0, 1, 0x20, b'1', 0x30, RIDS[layer]]);
    let [high, low] = (frame | 0x8000).to_be_bytes();
    packet.extend([if part == 0 { 0x90 } else { 0x80 }, 0x80, high, low]);
    if part == 0 {
        packet.extend([u8::from(!key_frame), 0, 0, 0x9d, 0x01, 0x2a, 0, 0]);
        packet.extend(HEIGHTS[layer].to_le_bytes());
    }
    packet.extend([0; 900]);
    packet.push(layer as u8);
    packet
}

fn show(hall: &mut Hall, client: &Client, height: u16) {
    let tiles = vec![Tile { mid: "3".to_owned(), height }];
    let command = Command::Show(ROOM, client.key.seat, tiles);
    hall.relay.command(hall.now, command, &mut hall.out);
}

/// A publisher in layers and a receiver, routed.
fn meeting() -> (Hall, Client, Client, Camera) {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join_layered(1), hall.join(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    let mut camera = Camera::new();
    camera.frames(&mut hall, 25, &mut a, &mut b);
    (hall, a, b, camera)
}

fn statistics(hall: &mut Hall) -> Vec<PeerStatistics> {
    let (reply, mut answer) = oneshot::channel();
    hall.relay.command(hall.now, Command::Statistics(ROOM, reply), &mut hall.out);
    answer.try_recv().unwrap()
}

#[test]
fn a_tile_gets_the_layer_that_is_sharp_enough_for_it() {
    for (height, layer) in [(720, 2), (500, 2), (360, 1), (90, 0)] {
        let (mut hall, mut a, mut b, mut camera) = meeting();
        show(&mut hall, &b, height);
        camera.frames(&mut hall, 60, &mut a, &mut b);
        let got = camera.frames(&mut hall, 5, &mut a, &mut b);
        assert!(got.iter().all(|of| *of == layer), "{height} px: layers {got:?}");
        let leg = &statistics(&mut hall).into_iter().find(|peer| peer.peer == b.key).unwrap().receives[0];
        assert_eq!((leg.layer, leg.mid.as_str()), (Some(layer), "3"));
    }
}

/// The still picture every few seconds of a line that carries no video.
#[test]
fn a_line_too_narrow_for_pictures_gets_whole_stills_seconds_apart() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join_layered(1), hall.join_controlled(2));
    let id = hall.relay.rooms[&ROOM].peer_of(b.key.seat).unwrap();
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    let mut camera = Camera::new();
    let mut stills = Vec::new();
    for second in 0..14 {
        // What its feedback would say, if it gave any.
        hall.relay.peers.get_mut(&id).unwrap().downlink.resume(BitRate::kbps(90));
        (0..25).for_each(|_| camera.frame(&mut hall, &mut a, &mut b));
        let got = b.take();
        if second > 0 {
            stills.extend(got); // by then the line is shared out, and the layers are known
        }
    }
    let times: Vec<u32> =
        stills.iter().map(|packet| u32::from_be_bytes(packet[4..8].try_into().unwrap())).collect();
    assert!((3..=4).contains(&stills.len()), "{} in 14 s", stills.len());
    assert!(times.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) >= 3 * 90_000), "{times:?}");
    for still in &stills {
        let (_, payload) = carried::read(still);
        assert_eq!((payload[4] & 1, *payload.last().unwrap()), (0, 0), "a key frame of the lowest layer");
    }
    let told = hall.all_events();
    let still =
        |event: &MediaEvent| matches!(event, MediaEvent::Pictures(peer, Pictures::Stills) if *peer == b.key);
    assert!(told.iter().any(still), "the page is told: {told:?}");
}

#[test]
fn another_layer_begins_with_its_key_frame_and_without_a_gap() {
    let (mut hall, mut a, mut b, mut camera) = meeting();
    show(&mut hall, &b, 90);
    camera.frames(&mut hall, 60, &mut a, &mut b);
    show(&mut hall, &b, 720);
    (0..60).for_each(|_| camera.frame(&mut hall, &mut a, &mut b));
    let got = b.take();
    let numbers: Vec<u16> = got.iter().map(|packet| sequence(packet)).collect();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)), "no gap");
    let layers: Vec<u8> = got.iter().map(|packet| *packet.last().unwrap()).collect();
    assert!(layers.is_sorted() && layers[0] == 0 && layers.last() == Some(&2), "once, upwards: {layers:?}");
    let first = &got[layers.iter().position(|layer| *layer == 2).unwrap()];
    assert_eq!(first[12 + 4] & 1, 0, "a key frame");
}

#[test]
fn what_is_not_to_be_seen_is_not_sent() {
    let (mut hall, mut a, mut b, mut camera) = meeting();
    show(&mut hall, &b, 0);
    camera.frames(&mut hall, 10, &mut a, &mut b);
    assert!(camera.frames(&mut hall, 25, &mut a, &mut b).is_empty());
    show(&mut hall, &b, 180);
    assert!(!camera.frames(&mut hall, 25, &mut a, &mut b).is_empty());
}

#[test]
fn publishers_are_told_to_stop_layers_nobody_wants_and_to_begin_them_at_once() {
    let (mut hall, mut a, mut b, mut camera) = meeting();
    show(&mut hall, &b, 180);
    camera.frames(&mut hall, 150, &mut a, &mut b);
    let wanted = |layers: &[&str], anybody| MediaEvent::Wanted {
        peer: PeerKey { room: ROOM, seat: SeatId(uuid::Uuid::from_u128(1)), number: 1 },
        kind: SourceKind::Camera,
        anybody,
        layers: layers.iter().map(|layer| (*layer).to_owned()).collect(),
    };
    let publisher = a.key.seat;
    let told = |hall: &mut Hall| {
        let mut events = hall.all_events();
        events.retain(|event| matches!(event, MediaEvent::Wanted { peer, .. } if peer.seat == publisher));
        events
    };
    assert_eq!(told(&mut hall).last(), Some(&wanted(&["q"], true)));
    camera.sends = [true, false, false];
    show(&mut hall, &b, 720);
    camera.frames(&mut hall, 5, &mut a, &mut b);
    assert!(told(&mut hall).contains(&wanted(&["q", "f"], true)), "within 200 ms");
    show(&mut hall, &b, 0);
    camera.frames(&mut hall, 150, &mut a, &mut b);
    assert_eq!(told(&mut hall).last(), Some(&wanted(&[], false)));
}

#[test]
fn a_layer_that_stays_away_is_done_without() {
    let (mut hall, mut a, mut b, mut camera) = meeting();
    camera.sends = [true, true, false]; // the browser found its processor too slow
    show(&mut hall, &b, 720);
    camera.frames(&mut hall, 120, &mut a, &mut b);
    let got = camera.frames(&mut hall, 25, &mut a, &mut b);
    assert!(!got.is_empty() && got.iter().all(|layer| *layer == 1), "{got:?}");
}

/// Seconds of a shared page on which nothing moves: a small frame each, and a key frame where one was asked for.
fn stand_still(hall: &mut Hall, numbers: std::ops::Range<u16>, clients: [&mut Client; 3]) {
    let [from, one, other] = clients;
    for number in numbers {
        let asked = from.reports.drain(..).any(|report| matches!(report, Report::KeyFrame { .. }));
        hall.sends(from, &picture(number, asked || number == 1, 1), &mut [&mut *one, &mut *other]);
        hall.pass(Duration::from_secs(1), &mut [&mut *from, &mut *one, &mut *other]);
        for client in [&mut *from, &mut *one, &mut *other] {
            hall.check(client);
        }
    }
}

#[test]
fn a_page_that_stands_still_is_shown_to_who_comes_back() {
    let mut hall = Hall::open();
    let (mut a, mut b, mut c) = (hall.join(1), hall.join(2), hall.join(3));
    hall.route(&[(&b, "3", &a, SourceKind::Camera), (&c, "3", &a, SourceKind::Camera)]);
    stand_still(&mut hall, 1..3, [&mut a, &mut b, &mut c]);
    show(&mut hall, &c, 0);
    stand_still(&mut hall, 3..5, [&mut a, &mut b, &mut c]);
    c.take();
    stand_still(&mut hall, 5..10, [&mut a, &mut b, &mut c]);
    assert!(c.take().is_empty(), "it looks elsewhere");
    show(&mut hall, &c, 720);
    stand_still(&mut hall, 10..13, [&mut a, &mut b, &mut c]);
    let came = c.take();
    assert!(
        !came.is_empty() && carried::read(&came[0]).1[4] & 1 == 0,
        "with a key frame: {} packets",
        came.len()
    );
    assert!(b.take().len() > 10, "who looked on all the time saw every frame");
}

#[test]
fn a_line_that_tells_of_losses_gets_less_and_its_page_is_told() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join_layered(1), hall.join_controlled(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    let mut camera = Camera::new();
    // Its feedback tells of nothing: everything is lost.
    for _ in 0..100 {
        camera.frame(&mut hall, &mut a, &mut b);
    }
    let word =
        |event: &MediaEvent| matches!(event, MediaEvent::Pictures(key, Pictures::SoundOnly) if *key == b.key);
    assert!(hall.all_events().iter().any(word), "nothing heard for four seconds");
    b.take();
    assert!(camera.frames(&mut hall, 25, &mut a, &mut b).is_empty(), "no picture goes into the dark");
}

/// One packet of the smallest layer every 120 ms: 62 kbit/s. What came of them.
fn trickle(hall: &mut Hall, camera: &mut Camera, count: usize, [a, b]: [&mut Client; 2]) -> Vec<Vec<u8>> {
    for _ in 0..count {
        camera.frames += 1;
        camera.sequences[0] += 1;
        let key_frame = std::mem::take(&mut camera.owes[0]);
        hall.sends(a, &layered(0, camera.sequences[0], camera.frames, key_frame, 0), &mut [&mut *b]);
        hall.pass(Duration::from_millis(120), &mut [&mut *a, &mut *b]);
        let asked = a.reports.drain(..).any(|report| report == Report::KeyFrame { ssrc: LAYER });
        camera.owes[0] |= asked;
    }
    b.take()
}

/// A picture too large for its line finds no room: what there was of it is not sent late, nor again ahead of fresh ones.
#[test]
fn what_the_pacer_threw_away_does_not_come_back() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join_layered(1), hall.join_controlled(2));
    let id = hall.relay.rooms[&ROOM].peer_of(b.key.seat).unwrap();
    hall.relay.peers.get_mut(&id).unwrap().downlink.resume(BitRate::kbps(190));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    let mut camera = Camera::new();
    let last = trickle(&mut hall, &mut camera, 6, [&mut a, &mut b]).pop().expect("it flows");
    camera.frames += 1;
    for part in 0..100 {
        camera.sequences[0] += 1;
        let packet = layered(0, camera.sequences[0], camera.frames, false, part);
        hall.sends(&mut a, &packet, &mut [&mut b]);
    }
    let at_once = b.take().len() as u16;
    assert!(at_once < 5, "{at_once} packets in one go");
    let lost: Vec<u16> = (1..20).map(|more| sequence(&last).wrapping_add(at_once + more)).collect();
    hall.sends(&mut b, &nack(ssrc(&last), &lost), &mut [&mut a]);
    hall.pass(Duration::from_millis(40), &mut [&mut a, &mut b]);
    assert_eq!(b.take().len(), 0, "neither late nor again");
    let fresh = trickle(&mut hall, &mut camera, 8, [&mut a, &mut b]);
    assert!(fresh.iter().all(|packet| packet[1] & 0x7f == VP8), "fresh ones only");
    let first = carried::read(fresh.first().expect("it begins anew")).1;
    assert_eq!((first[4] & 1, first.last()), (0, Some(&0)), "with a key frame");
}

#[test]
fn a_compound_of_a_receiver_reports_its_legs() {
    let (mut hall, mut a, mut b, mut camera) = meeting();
    camera.frames(&mut hall, 5, &mut a, &mut b);
    (0..3).for_each(|_| camera.frame(&mut hall, &mut a, &mut b));
    let ssrc = ssrc(&b.take()[0]);
    let mut compound = Compound::default();
    let block =
        crate::media::forward::rtcp::Block { ssrc, fraction_lost: 64, jitter: 900, ..Default::default() };
    compound.receiver_report(1, &[block]);
    hall.sends(&mut b, compound.finish().unwrap(), &mut [&mut a]);
    let all = statistics(&mut hall);
    let of = |key| all.iter().find(|peer| peer.peer == key).unwrap();
    let leg = &of(b.key).receives[0];
    assert_eq!((leg.lost, leg.jitter_ms), (250, 10));
    let rids: Vec<_> = of(a.key).sends.iter().filter_map(|up| up.rid.clone()).collect();
    assert_eq!(rids, ["q", "h", "f"]);
    assert!(of(a.key).sends.iter().filter(|up| up.rid.is_some()).all(|up| up.bits > 100_000));
}

/// A player that gives no transport-wide feedback (docs/adr/0091), by a line that loses half of the largest layer.
#[test]
fn who_tells_only_of_losses_gets_less_too() {
    let (mut hall, mut a, mut b, mut camera) = meeting();
    show(&mut hall, &b, 720);
    camera.frames(&mut hall, 60, &mut a, &mut b);
    let mut highest = 0;
    for fraction_lost in [0, 128] {
        (0..25).for_each(|_| camera.frame(&mut hall, &mut a, &mut b));
        let got = b.take();
        assert_eq!(got.last().and_then(|packet| packet.last()), Some(&2), "the largest");
        highest += got.len() as u32;
        let block = crate::media::forward::rtcp::Block {
            ssrc: ssrc(&got[0]),
            fraction_lost,
            highest,
            ..Default::default()
        };
        let mut compound = Compound::default();
        compound.receiver_report(1, &[block]);
        hall.sends(&mut b, compound.finish().unwrap(), &mut [&mut a]);
    }
    camera.frames(&mut hall, 25, &mut a, &mut b);
    let got = camera.frames(&mut hall, 10, &mut a, &mut b);
    assert!(!got.is_empty() && got.iter().all(|layer| *layer < 2), "{got:?}");
    let all = statistics(&mut hall);
    let estimate = all.iter().find(|peer| peer.peer == b.key).unwrap().estimate;
    assert!((300_000..800_000).contains(&estimate), "{estimate}");
}
