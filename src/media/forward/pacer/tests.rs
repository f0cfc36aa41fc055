use super::*;
use proptest::prelude::*;

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// On a line of 320 kbit/s (a pace of 100 bytes per millisecond) packets of 1,200 bytes are offered at 0 ms, one
/// per letter: `a` sound, `r` retransmission, `s` the speaker's picture, `p` another. What leaves at once, and what
/// is popped later, as `letter@ms`.
#[track_caller]
fn check(offered: &str, at_once: &str, later: &str) {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(320));
    let (mut now_out, mut later_out) = (String::new(), Vec::new());
    for letter in offered.chars() {
        let urgency = urgency(letter);
        match pacer.admit(ms(0), 1200, urgency) {
            Admission::Send => now_out.push(letter),
            Admission::Queue => assert!(pacer.push(ms(0), 1200, urgency, letter)),
            Admission::Drop => panic!("no room for {letter}"),
        }
    }
    while let Some(at) = pacer.deadline() {
        while let Some(popped) = pacer.pop(at) {
            assert_eq!((popped.urgency, popped.bytes), (urgency(popped.name), 1200));
            later_out.push(format!("{}@{}", popped.name, at.as_millis()));
        }
    }
    assert_eq!((&*now_out, &*later_out.join(" ")), (at_once, later));
}

fn urgency(letter: char) -> Urgency {
    match letter {
        'a' => Urgency::Sound,
        'r' => Urgency::Retransmission,
        's' => Urgency::Speaker,
        _ => Urgency::Picture,
    }
}

#[test]
fn what_fits_the_pace_leaves_at_once() {
    check("sa", "sa", "");
    let mut pacer = Pacer::<()>::new(ms(0), BitRate::kbps(1000));
    for packet in 0..1000 {
        assert_eq!(pacer.admit(ms(packet * 10), 1200, Urgency::Picture), Admission::Send);
    }
    let none = |pacer: &Pacer<()>| pacer.queues.iter().all(|queue| queue.capacity() == 0);
    assert!(none(&pacer), "a healthy line takes no memory");
    assert!(pacer.push(ms(10_000), 1200, Urgency::Picture, ()));
    assert!(pacer.pop(ms(10_100)).is_some());
    for (at, given_back) in [(12_000, false), (13_100, true)] {
        pacer.set_estimate(ms(at), BitRate::kbps(1000));
        assert_eq!(none(&pacer), given_back, "after {at} ms");
    }
}

#[test]
fn a_burst_is_spread() {
    check("sssss", "ss", "s@0 s@12 s@24");
}

#[test]
fn sound_never_waits_but_is_counted() {
    check("ssaas", "ssaa", "s@24");
}

#[test]
fn the_most_urgent_leaves_first() {
    check("ppppsrsr", "pp", "r@0 r@12 s@24 s@36 p@48 p@60");
}

#[test]
fn no_picture_overtakes_its_like() {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(320));
    assert_eq!(pacer.admit(ms(0), 2400, Urgency::Speaker), Admission::Send);
    assert_eq!(pacer.admit(ms(0), 1200, Urgency::Speaker), Admission::Queue);
    assert!(pacer.push(ms(0), 1200, Urgency::Speaker, 1));
    assert_eq!(pacer.admit(ms(500), 1200, Urgency::Speaker), Admission::Queue, "the first still waits");
    assert_eq!(pacer.admit(ms(500), 1200, Urgency::Retransmission), Admission::Send, "more urgent than any");
}

#[test]
fn a_full_queue_drops() {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(30));
    let mut kept = 0;
    loop {
        match pacer.admit(ms(0), 1200, Urgency::Picture) {
            Admission::Send => {}
            Admission::Queue => {
                assert!(pacer.push(ms(0), 1200, Urgency::Picture, 0));
                kept += 1;
            }
            Admission::Drop => break,
        }
    }
    assert_eq!((kept, pacer.waiting()), (40, 48_000));
    assert!(!pacer.push(ms(0), 1200, Urgency::Picture, 0));
}

/// A key frame of 8 KB on a line of 190 kbit/s with two voices: when all of it has left beside the sound, and how much has
/// in any tenth of a second at most.
#[test]
fn on_a_narrow_line_a_key_frame_leaves_beside_the_sound() {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(190));
    assert!(pacer.is_narrow());
    for part in 0..8 {
        match pacer.admit(ms(0), 1000, Urgency::Speaker) {
            Admission::Send => {}
            Admission::Queue => assert!(pacer.push(ms(0), 1000, Urgency::Speaker, part)),
            Admission::Drop => panic!("no room for {part}"),
        }
    }
    let (mut tenth, mut ended) = (0, 0);
    for at in 1..1000_u64 {
        if at.is_multiple_of(20) {
            assert_eq!(pacer.admit(ms(at), 188, Urgency::Sound), Admission::Send);
            tenth += 188;
        }
        if at.is_multiple_of(100) {
            pacer.drop_stale(ms(at), |popped| panic!("{} is not stale", popped.name));
            assert!(tenth <= 3600, "{tenth} bytes in a tenth of a second");
            tenth = 0;
        }
        while let Some(popped) = pacer.pop(ms(at)) {
            (tenth, ended) = (tenth + popped.bytes, at);
        }
    }
    assert!((400..600).contains(&ended), "after {ended} ms");
}

#[test]
fn a_line_is_narrow_until_it_bears_much_more() {
    let mut pacer = Pacer::<()>::new(ms(0), BitRate::kbps(300));
    for (kbps, narrow) in [(300, false), (200, false), (199, true), (279, true), (280, false), (201, false)] {
        pacer.set_estimate(ms(0), BitRate::kbps(kbps));
        assert_eq!(pacer.is_narrow(), narrow, "{kbps} kbit/s");
    }
}

#[test]
fn pictures_of_a_narrow_line_may_wait_for_longer() {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(100));
    assert!(pacer.push(ms(0), 100, Urgency::Speaker, ()));
    let dropped = [1500, 1501].map(|at| {
        let mut count = 0;
        pacer.drop_stale(ms(at), |_| count += 1);
        count
    });
    assert_eq!(dropped, [0, 1]);
}

#[test]
fn old_pictures_are_dropped_and_named() {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(320));
    let mut dropped = Vec::new();
    for (at, urgency, token) in [
        (0, Urgency::Picture, 1),
        (0, Urgency::Picture, 2),
        (300, Urgency::Speaker, 3),
        (300, Urgency::Picture, 4),
    ] {
        assert!(pacer.push(ms(at), 100, urgency, token));
    }
    pacer.drop_stale(ms(400), |popped| dropped.push(popped.name));
    assert!(dropped.is_empty());
    pacer.drop_stale(ms(401), |popped| dropped.push(popped.name));
    assert_eq!(dropped, [1, 2, 4]);
    assert_eq!(pacer.pop(ms(401)).map(|popped| popped.name), Some(3));
}

#[test]
fn small_packets_are_bounded_by_their_number() {
    let mut pacer = Pacer::new(ms(0), BitRate::kbps(30));
    let kept = (0..1000).filter(|name| pacer.push(ms(0), 40, Urgency::Speaker, *name));
    assert_eq!(kept.count(), MOST_PACKETS);
}

proptest! {
    #[test]
    fn the_pace_holds_and_packets_come_back_as_they_went(
        kbps in 30u64..20_000,
        offered in prop::collection::vec((0u64..20_000, 1usize..1500, 0usize..3), 1..300),
    ) {
        let mut pacer = Pacer::new(ms(0), BitRate::kbps(kbps));
        let mut waiting = [const { std::collections::VecDeque::new() }; 3];
        let (mut now, mut left) = (Duration::ZERO, 0);
        for (at, (wait, length, queue)) in offered.into_iter().enumerate() {
            now += Duration::from_micros(wait);
            match pacer.admit(now, length, QUEUED[queue]) {
                Admission::Send => left += length,
                Admission::Queue => {
                    prop_assert!(pacer.push(now, length, QUEUED[queue], at));
                    waiting[queue].push_back((length, at));
                }
                Admission::Drop => prop_assert!(pacer.waiting() > 20_000),
            }
            while let Some(popped) = pacer.pop(now) {
                left += popped.bytes;
                let queue = queue_of(popped.urgency).unwrap();
                let expected = waiting[queue].pop_front().unwrap();
                prop_assert_eq!((popped.bytes, popped.name), expected);
            }
            let allowed = BitRate::kbps(kbps).percent(PACE).bytes_in(now.max(BURST) + BURST) + LEAST_BURST + 1500;
            prop_assert!(left as u64 <= allowed, "{} of {}", left, allowed);
            if let Some(due) = pacer.deadline() {
                prop_assert!(due > now && due < now + Duration::from_secs(2));
                now = due;
                prop_assert!(pacer.pop(due - Duration::from_micros(1)).is_none());
            }
        }
    }
}
