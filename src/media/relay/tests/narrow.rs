//! What a narrow line carries of sound (docs/adr/0030).

use super::*;
use crate::media::forward::pacer::{Admission, Urgency};
use crate::media::forward::rate::BitRate;
use client::*;
use std::ops::Range;

/// One frame of 20 ms alone in its packet (RFC 6716 §3.1).
fn word(sequence: u16) -> Vec<u8> {
    let mut packet = sound(sequence, 30);
    packet[20] = 9 << 3;
    packet[21..].fill(sequence as u8);
    packet
}

/// Three who speak and one who hears them all by a line that bears so much.
fn table(line: BitRate) -> (Hall, [Client; 3], Client) {
    let mut hall = Hall::open();
    let speakers = [hall.join(1), hall.join(2), hall.join(3)];
    let mut ear = Client::new(ROOM, 4);
    (ear.controlled, ear.ears) = (true, 3);
    let ear = hall.through(ear);
    let id = hall.relay.rooms[&ROOM].peer_of(ear.key.seat).unwrap();
    hall.relay.peers.get_mut(&id).unwrap().downlink.resume(line);
    hall.seat(&ear, &[("2", &speakers[0]), ("4", &speakers[1]), ("5", &speakers[2])]);
    (hall, speakers, ear)
}

/// Everybody speaks for so many packets of 20 ms; what the ear got, by stream.
fn speak(
    hall: &mut Hall,
    speakers: &mut [Client; 3],
    ear: &mut Client,
    packets: Range<u16>,
) -> Vec<Vec<Vec<u8>>> {
    ear.take();
    for sequence in packets {
        for speaker in &mut *speakers {
            hall.sends(speaker, &word(sequence), &mut [&mut *ear]);
        }
        hall.pass(Duration::from_millis(20), &mut [&mut *ear]);
    }
    let got = ear.take();
    let mut streams: Vec<u32> = got.iter().map(|packet| ssrc(packet)).collect();
    streams.sort_unstable();
    streams.dedup();
    let of = |stream: &u32| got.iter().filter(|packet| ssrc(packet) == *stream).cloned().collect();
    streams.iter().map(of).collect()
}

#[test]
fn three_packets_of_a_voice_are_one_on_a_narrow_line() {
    let (mut hall, mut speakers, mut ear) = table(BitRate::kbps(100));
    speak(&mut hall, &mut speakers, &mut ear, 1..10);
    let got = speak(&mut hall, &mut speakers, &mut ear, 10..40);
    let numbers: Vec<u16> = got[0].iter().map(|packet| sequence(packet)).collect();
    assert_eq!(numbers.len(), 10, "30 packets came in");
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)), "no gap: {numbers:?}");
    for packet in &got[0] {
        let (head, frames) = packet[20..].split_at(4);
        assert_eq!(head, [9 << 3 | 3, 0x83, 19, 19]);
        let first = frames[0];
        assert_eq!(frames, [[first; 19], [first + 1; 19], [first + 2; 19]].concat(), "in order");
    }
}

#[test]
fn a_line_carries_as_many_voices_as_it_bears() {
    for (kbps, voices) in [(40, 1), (100, 2), (190, 2), (300, 3)] {
        let (mut hall, mut speakers, mut ear) = table(BitRate::kbps(kbps));
        speak(&mut hall, &mut speakers, &mut ear, 1..20);
        assert_eq!(speak(&mut hall, &mut speakers, &mut ear, 20..40).len(), voices, "{kbps} kbit/s");
    }
}

/// What its packets are full of.
const ENCODER: u8 = 250;

/// An encoder that does not say how loud it is, at a line that bears two voices: behind who speaks, before who is silent.
#[test]
fn who_does_not_say_how_loud_it_is_is_heard_when_others_are_silent() {
    let mut hall = Hall::open();
    let mut encoder = Client::new(ROOM, 3);
    encoder.level = false;
    let mut speakers = [hall.join(1), hall.join(2), hall.through(encoder)];
    let mut ear = Client::new(ROOM, 4);
    (ear.controlled, ear.ears) = (true, 3);
    let mut ear = hall.through(ear);
    let id = hall.relay.rooms[&ROOM].peer_of(ear.key.seat).unwrap();
    hall.relay.peers.get_mut(&id).unwrap().downlink.resume(BitRate::kbps(100));
    hall.seat(&ear, &[("2", &speakers[0]), ("4", &speakers[1]), ("5", &speakers[2])]);
    speak(&mut hall, &mut speakers, &mut ear, 1..40);
    for sequence in 40..140 {
        let [first, second, encoder] = &mut speakers;
        for (speaker, loudness) in [(first, 127), (second, 127), (encoder, 0)] {
            let mut packet = word(sequence);
            packet[17] = loudness; // 127 below full scale: silence; of the encoder it means nothing
            if loudness == 0 {
                packet[21..].fill(ENCODER);
            }
            hall.sends(speaker, &packet, &mut [&mut ear]);
        }
        hall.pass(Duration::from_millis(20), &mut [&mut ear]);
    }
    let of_encoder = |packet: &Vec<u8>| packet[20..].windows(3).any(|bytes| bytes == [ENCODER; 3]);
    assert!(ear.take().iter().any(of_encoder));
}

/// Charged as the longest there could be, two voices took all that a line of 200 kbit/s bears, and no picture ever left.
#[test]
fn sound_put_together_takes_what_it_is_long() {
    let (mut hall, mut speakers, mut ear) = table(BitRate::kbps(120));
    let got = speak(&mut hall, &mut speakers, &mut ear, 1..60);
    assert_eq!(got.len(), 2, "voices of 19 kbit/s each");
    let id = hall.relay.rooms[&ROOM].peer_of(ear.key.seat).unwrap();
    let downlink = &mut hall.relay.peers.get_mut(&id).unwrap().downlink;
    assert!(downlink.is_narrow());
    assert_eq!(downlink.admit(downlink.since(hall.now), 1000, Urgency::Picture), Admission::Send);
}

#[test]
fn a_pause_lets_nothing_stale_out() {
    let (mut hall, mut speakers, mut ear) = table(BitRate::kbps(40));
    speak(&mut hall, &mut speakers, &mut ear, 1..20);
    hall.pass(Duration::from_millis(400), &mut [&mut ear]);
    let got = speak(&mut hall, &mut speakers, &mut ear, 40..43);
    assert_eq!(got[0].len(), 1, "only what was said after it");
    assert_eq!(got[0][0][24], 40);
}

#[test]
fn who_comes_back_by_a_narrow_line_finds_it_known() {
    let (mut hall, _speakers, ear) = table(BitRate::kbps(60));
    hall.relay.command(hall.now, Command::Close(ROOM, Some(ear.key.seat)), &mut hall.out);
    for (later, narrow) in [(Duration::from_secs(20), true), (Duration::from_secs(70), false)] {
        let mut again = Client::new(ROOM, 4);
        (again.controlled, again.key.number) = (true, 2);
        hall.now += later;
        hall.negotiate(&again).unwrap();
        let id = hall.relay.rooms[&ROOM].peer_of(again.key.seat).unwrap();
        assert_eq!(hall.relay.peers[&id].downlink.is_narrow(), narrow, "{later:?}");
        hall.relay.rooms.get_mut(&ROOM).unwrap().leave(hall.now, again.key.seat, id, BitRate::kbps(60));
    }
}
