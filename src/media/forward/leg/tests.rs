mod changes;

use super::*;
use crate::media::forward::frame::Codec;
use crate::media::forward::rewritten::Outgoing;
use crate::media::forward::rtp::{Header, NoRoom, restore_rtx};
use crate::media::forward::vp8::{Layer, Numbers, PictureId};
use proptest::prelude::*;

const A: StreamId = StreamId(1);
const B: StreamId = StreamId(2);
const TO: Outgoing = Outgoing { ssrc: 0xfeed, payload_type: 96 };

fn leg() -> Leg {
    Leg::new(LegStart { clock_rate: 1000, sequence: 1, timestamp: 100, rtx_sequence: 900, remembered: 64 })
}

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A publisher's packet with this number and payload; its timestamp is the number times ten.
fn packet(sequence: u16, payload: &[u8]) -> Vec<u8> {
    let header =
        Header { marker: true, payload_type: 120, sequence, timestamp: u32::from(sequence) * 10, ssrc: 7 };
    let mut out = vec![0; 12 + payload.len()];
    header.write(&mut out, &[], &[payload]).unwrap();
    out
}

/// A VP8 payload: `key` or not, picture id, temporal layer, `y` for a layer sync.
fn vp8(key: bool, picture: u16, temporal: u8, sync: bool) -> Vec<u8> {
    let [high, low] = (picture | 0x8000).to_be_bytes();
    vec![0x90, 0xe0, high, low, 5, (temporal << 6) | (u8::from(sync) << 5), u8::from(!key), 0xaa]
}

fn feed(leg: &mut Leg, now: u64, stream: StreamId, codec: Codec, bytes: &[u8]) -> Option<Rewritten> {
    let view = RtpView::parse(bytes).unwrap();
    leg.forward(ms(now), stream, &view, &Frame::read(codec, view.payload()))
}

/// Runs a story of words against a leg and says what it sent, as `number` or `-`:
/// `a7`/`b7` a sound packet of stream A or B, `kA7` a key frame, `pA7` another picture, `>a`/`>b` switch,
/// `~a`/`~b` change of layer, `.` stop, `eA7` padding only.
#[track_caller]
fn check(story: &str, sent: &str) {
    let mut leg = leg();
    let mut out = Vec::new();
    for word in story.split(' ') {
        let stream = if word.to_lowercase().contains('b') { B } else { A };
        let sequence: u16 = word.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
        let payload = match word.as_bytes()[0] {
            b'>' => {
                leg.switch_to(stream);
                continue;
            }
            b'~' => {
                leg.change_layer(stream, false);
                continue;
            }
            b'.' => {
                leg.stop();
                continue;
            }
            b'k' => vp8(true, sequence, 0, true),
            b'p' => vp8(false, sequence, 0, false),
            b'e' => vec![],
            _ => vec![0xfc],
        };
        let codec = if word.starts_with(['k', 'p', 'e']) { Codec::Vp8 } else { Codec::Sound };
        let rewritten = feed(&mut leg, 0, stream, codec, &packet(sequence, &payload));
        out.push(rewritten.map_or("-".to_owned(), |rewritten| rewritten.sequence.to_string()));
    }
    assert_eq!(out.join(" "), sent);
}

#[test]
fn nothing_flows_before_it_is_asked_for() {
    check("a7 >a a8", "- 1");
}

#[test]
fn sound_begins_at_once() {
    check(">a a7 a8 >b a9 b500 b501", "1 2 - 3 4");
}

#[test]
fn pictures_begin_with_a_key_frame() {
    check(">a pA7 pA8 kA9 pA10", "- - 1 2");
    check(">a kA7 >b pA8 pB500 kB501 pB502 pA9", "1 - - 2 3 -");
}

#[test]
fn a_layer_goes_on_until_the_others_key_frame() {
    check(">a kA7 ~b pA8 pB500 pA9 kB501 pA10 pB502", "1 2 - 3 4 - 5");
}

#[test]
fn a_change_of_layer_taken_back_changes_nothing() {
    check(">a kA7 ~b pA8 ~a kB500 pA9", "1 2 - 3");
    check(">a kA7 ~b pA8 >a kB500 pA9", "1 2 - 3");
}

#[test]
fn a_stopped_leg_is_silent_and_goes_on_where_it_stopped() {
    check(">a a7 a8 . a9 >a a10 a11", "1 2 - 3 4");
    check(">a kA7 . kA8 >a pA9 kA10", "1 - - 2");
}

#[test]
fn asking_again_for_what_flows_needs_no_key_frame() {
    check(">a kA7 >a pA8 >a pA9", "1 2 3");
}

#[test]
fn padding_is_withheld_without_a_gap() {
    check(">a kA7 eA8 eA9 pA10", "1 - - 2");
    check(">a eA6 kA7", "- 1");
}

#[test]
fn packets_before_the_key_frame_stay_behind() {
    check(">a kA9 pA8 pA10", "1 - 2");
}

#[test]
fn a_source_says_which_key_frame_it_waits_for() {
    let mut leg = leg();
    assert_eq!(leg.awaited(), None);
    leg.switch_to(A);
    assert_eq!(leg.awaited(), Some(A));
    feed(&mut leg, 0, A, Codec::Vp8, &packet(7, &vp8(true, 7, 0, true)));
    assert_eq!(leg.awaited(), None);
    leg.change_layer(B, false);
    assert_eq!(leg.awaited(), Some(B));
    leg.stop();
    assert_eq!(leg.awaited(), None);
}

/// Temporal layers of successive pictures after a key frame (`y`: layer sync); `<n` limits them.
#[track_caller]
fn check_layers(story: &str, sent: &str) {
    let mut leg = leg();
    leg.switch_to(A);
    let mut out = Vec::new();
    let mut next = 7;
    for word in story.split(' ') {
        if let Some(highest) = word.strip_prefix('<') {
            leg.limit_temporal(highest.parse().unwrap());
            continue;
        }
        let temporal = word.trim_matches(['k', 'y']).parse().unwrap();
        let payload = vp8(word.starts_with('k'), next, temporal, word.ends_with('y'));
        let rewritten = feed(&mut leg, 0, A, Codec::Vp8, &packet(next, &payload));
        out.push(rewritten.map_or("-".to_owned(), |sent| sent.numbers.unwrap().picture.to_string()));
        next += 1;
    }
    assert_eq!(out.join(" "), sent);
}

#[test]
fn all_layers_flow_unless_limited() {
    check_layers("k0 2 1 2 0", "7 8 9 10 11");
}

#[test]
fn fewer_layers_flow_at_once_without_gaps() {
    check_layers("k0 2 <0 1 2 0", "7 8 - - 9");
    check_layers("k0 <1 2 1 2 0", "7 - 8 - 9");
}

#[test]
fn more_layers_flow_from_their_synchronised_frames_one_by_one() {
    check_layers("<0 k0 1 <2 1 2y 0 1y 2 0 2y 1 2", "7 - - - 8 9 - 10 11 12 13");
}

#[test]
fn a_key_frame_opens_all_layers() {
    check_layers("<0 k0 1 <2 1 k0 2 1", "7 - - 8 9 10");
}

#[test]
fn another_source_goes_on_in_time() {
    let mut leg = leg();
    let timestamps = [(0, A, 7), (20, A, 9), (50, B, 500), (60, B, 501)].map(|(now, stream, sequence)| {
        leg.switch_to(stream);
        feed(&mut leg, now, stream, Codec::Sound, &packet(sequence, &[0xfc])).unwrap().timestamp
    });
    assert_eq!(timestamps, [100, 120, 150, 160]);
}

#[test]
fn a_pause_in_speech_keeps_its_length_and_needs_no_number() {
    let mut leg = leg();
    leg.switch_to(A);
    let mut silence = |now, sequence, timestamp: u32| {
        let mut bytes = packet(sequence, &[0xfc]);
        Header { timestamp, ..RtpView::parse(&bytes).unwrap().header() }.rewrite(&mut bytes).unwrap();
        let sent = feed(&mut leg, now, A, Codec::Sound, &bytes).unwrap();
        (sent.sequence, sent.timestamp)
    };
    // DTX: a packet every 400 ms, numbered without a gap, on the same clock.
    assert_eq!(
        [silence(0, 7, 0), silence(415, 8, 400), silence(790, 9, 800)],
        [(1, 100), (2, 500), (3, 900)]
    );
}

#[test]
fn a_packet_too_large_is_a_gap() {
    let mut leg = leg();
    leg.switch_to(A);
    let sizes = [1, LARGEST_PAYLOAD, LARGEST_PAYLOAD + 1, 1];
    let sent: Vec<_> = (7..)
        .zip(sizes)
        .map(|(sequence, size)| feed(&mut leg, 0, A, Codec::Sound, &packet(sequence, &vec![0; size])))
        .map(|sent| sent.map(|sent| sent.sequence))
        .collect();
    assert_eq!(sent, [Some(1), Some(2), None, Some(4)]);
}

#[test]
fn the_receivers_packet_has_its_numbers_and_the_publishers_content() {
    let mut leg = leg();
    leg.switch_to(A);
    let bytes = packet(7, &vp8(true, 300, 0, true));
    let view = RtpView::parse(&bytes).unwrap();
    let mut sent = feed(&mut leg, 0, A, Codec::Vp8, &bytes).unwrap();
    sent.numbers = Some(Numbers { picture: 4000, tl0_picture: 9 });
    let mut out = [0; 100];
    let of_vp8 = Frame::read(Codec::Vp8, view.payload());
    let length = sent.write(&mut out, (&view, &of_vp8), TO, &[(3, b"mid")]).unwrap();
    let written = RtpView::parse(&out[..length]).unwrap();
    let expected = Header { marker: true, payload_type: 96, sequence: 1, timestamp: 100, ssrc: 0xfeed };
    assert_eq!(written.header(), expected);
    assert_eq!(written.extension(3), Some(&b"mid"[..]));
    let frame = Descriptor::parse(written.payload()).unwrap();
    assert_eq!((frame.picture_id, frame.tl0_picture), (Some(PictureId::Long(4000)), Some(9)));
    assert_eq!(frame.layer, Some(Layer { temporal: 0, sync: true }));
    assert_eq!(written.payload()[5..], view.payload()[5..]);
    assert_eq!(sent.write(&mut out[..19], (&view, &of_vp8), TO, &[]), Err(NoRoom));
}

#[test]
fn redundant_sound_passes_untouched() {
    let mut leg = leg();
    leg.switch_to(A);
    let red = [0x80 | 111, 0, 0x10, 3, 111, 1, 2, 3, 4, 5]; // RFC 2198: a block of three bytes, then the primary
    let bytes = packet(7, &red);
    let view = RtpView::parse(&bytes).unwrap();
    let sent = feed(&mut leg, 0, A, Codec::Sound, &bytes).unwrap();
    let mut out = [0; 100];
    let length = sent.write(&mut out, (&view, &Frame::Sound), TO, &[]).unwrap();
    assert_eq!(RtpView::parse(&out[..length]).unwrap().payload(), red);
}

#[test]
fn a_lost_packet_is_found_by_the_number_it_was_sent_under() {
    let mut leg = leg();
    leg.switch_to(A);
    let sent = [7, 9].map(|number| feed(&mut leg, 0, A, Codec::Sound, &packet(number, &[0xfc])).unwrap());
    assert_eq!(leg.resend(ms(50), 3), Some(Resend::Again { stream: A, sequence: 9, rewritten: sent[1] }));
    assert_eq!(leg.resend(ms(50), 2), Some(Resend::Late { stream: A, sequence: 8 })); // not in the cache, though
    assert_eq!(leg.resend(ms(50), 65), None); // same place, other number
}

#[test]
fn a_packet_asked_for_twice_at_once_is_sent_again_once() {
    let mut leg = leg();
    leg.switch_to(A);
    feed(&mut leg, 0, A, Codec::Sound, &packet(7, &[0xfc]));
    assert_eq!([50, 69, 70].map(|at| leg.resend(ms(at), 1).is_some()), [true, false, true]);
    assert_eq!((0..100).filter(|round| leg.resend(ms(100 + 100 * round), 1).is_some()).count(), 4); // six in all
}

#[test]
fn a_key_frame_overtaken_by_its_rest_is_made_whole_on_request() {
    let mut leg = leg();
    leg.switch_to(A);
    let rest: Vec<_> = (8..11).map(|sequence| packet(sequence, &[0x80, 0x80, 0x87, 0, 0xaa])).collect();
    let mut frame = [packet(7, &vp8(true, 0x700, 0, true)), packet(11, &vp8(false, 0x701, 0, false))];
    frame[0][12 + 2] = 0x87; // picture id 0x700, as the rest has
    for late in &rest {
        assert_eq!(feed(&mut leg, 0, A, Codec::Vp8, late), None); // the first packet is being asked for
    }
    let sent = frame.map(|bytes| feed(&mut leg, 50, A, Codec::Vp8, &bytes).unwrap().sequence);
    assert_eq!(sent, [1, 5]);
    for (sequence, late) in (2..).zip(&rest) {
        let original = RtpView::parse(late).unwrap().sequence();
        assert_eq!(leg.resend(ms(90), sequence), Some(Resend::Late { stream: A, sequence: original }));
        let sent = feed(&mut leg, 90, A, Codec::Vp8, late).unwrap();
        assert_eq!((sent.sequence, sent.numbers.unwrap().picture), (sequence, 0x700));
        assert!(matches!(leg.resend(ms(150), sequence), Some(Resend::Again { .. })));
    }
}

#[test]
fn what_may_no_longer_flow_is_not_sent_again() {
    for take_away in [Leg::stop, |leg: &mut Leg| leg.switch_to(B)] {
        let mut leg = leg();
        leg.switch_to(A);
        feed(&mut leg, 0, A, Codec::Sound, &packet(7, &[0xfc]));
        take_away(&mut leg);
        assert_eq!(leg.resend(ms(50), 1), None);
        assert_eq!(leg.resend(ms(50), 2), None);
    }
}

#[test]
fn a_retransmission_is_the_packet_in_its_own_stream() {
    let mut leg = leg();
    leg.switch_to(A);
    let bytes = packet(7, &vp8(true, 300, 0, true));
    let view = RtpView::parse(&bytes).unwrap();
    feed(&mut leg, 0, A, Codec::Vp8, &bytes).unwrap();
    let Some(Resend::Again { rewritten: again, .. }) = leg.resend(ms(50), 1) else { panic!("not sent") };
    let rtx = Outgoing { ssrc: 0xbeef, payload_type: 97 };
    let (mut first, mut second) = ([0; 100], [0; 100]);
    let content = (&view, &Frame::read(Codec::Vp8, view.payload()));
    let length = again.write(&mut first, content, TO, &[]).unwrap();
    let rtx_length = again.write_rtx(&mut second, content, rtx, leg.next_rtx_sequence(), &[]).unwrap();
    assert_eq!(RtpView::parse(&second[..rtx_length]).unwrap().sequence(), 900);
    let restored = restore_rtx(&mut second[..rtx_length], TO.ssrc, TO.payload_type);
    assert_eq!(restored.unwrap(), &first[..length]);
    assert_eq!(leg.next_rtx_sequence(), 901);
}

#[test]
fn sender_reports_count_what_was_forwarded() {
    let mut leg = leg();
    leg.switch_to(A);
    assert_eq!(leg.sender_info(ms(0)), None);
    for sequence in [7, 7, 8] {
        feed(&mut leg, 0, A, Codec::Sound, &packet(sequence, &[0; 40]));
    }
    leg.note_report(ms(10), A, 70 + 30);
    leg.note_report(ms(10), B, 99_999);
    assert_eq!(leg.sender_info(ms(15)), Some(SenderInfo { timestamp: 135, packets: 2, octets: 80 }));
    leg.stop();
    assert_eq!(leg.sender_info(ms(15)), None);
}

#[test]
fn a_report_that_came_before_the_switch_counts_after_it() {
    let mut leg = leg();
    leg.switch_to(A);
    leg.note_report(ms(4), A, 30);
    feed(&mut leg, 50, A, Codec::Sound, &packet(7, &[0xfc])); // 70 becomes 100
    assert_eq!(leg.sender_info(ms(50)).unwrap().timestamp, 60 + 46);
}

proptest! {
    #[test]
    fn over_any_switches_numbers_go_up_by_one(steps in prop::collection::vec((0u8..6, 1u16..4), 1..600)) {
        let mut leg = leg();
        let (mut sequences, mut next) = ([60_000u16, 30_000], 1u16);
        let mut granted = None;
        for (step, count) in steps {
            let stream = if step % 2 == 0 { A } else { B };
            match step {
                0 | 1 => { leg.switch_to(stream); granted = Some(stream); }
                2 if count == 1 => { leg.stop(); granted = None; }
                _ => for _ in 0..count {
                    let sequence = &mut sequences[usize::from(stream == B)];
                    *sequence = sequence.wrapping_add(1);
                    let sent = feed(&mut leg, 0, stream, Codec::Sound, &packet(*sequence, &[0xfc]));
                    prop_assert_eq!(sent.map(|sent| sent.sequence), (granted == Some(stream)).then_some(next));
                    next = next.wrapping_add(sent.is_some().into());
                }
            }
        }
    }

    #[test]
    fn no_packets_make_it_panic(packets: Vec<(bool, u8, Vec<u8>, u16)>) {
        let mut leg = leg();
        leg.switch_to(A);
        let mut out = [0; 256];
        for (b, what, payload, number) in packets {
            let stream = if b { B } else { A };
            match what {
                0..20 => leg.switch_to(stream),
                20..40 => leg.change_layer(stream, number.is_multiple_of(2)),
                40..60 => leg.limit_temporal(what % 3),
                _ => {
                    let codec = [Codec::Sound, Codec::Vp8, Codec::H264][usize::from(what % 3)];
                    let bytes = packet(number, &payload);
                    let view = RtpView::parse(&bytes).unwrap();
                    if let Some(sent) = feed(&mut leg, what.into(), stream, codec, &bytes) {
                        let content = (&view, &Frame::read(codec, &payload));
                        let written = sent.write(&mut out[..usize::from(what)], content, TO, &[(1, &[1])]);
                        prop_assert!(written.is_ok() == (usize::from(what) >= 12 + 8 + payload.len()));
                    }
                    leg.resend(ms(what.into()), number);
                }
            }
        }
    }
}
