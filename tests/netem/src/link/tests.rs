use super::*;
use crate::conditions::Pass;
use proptest::prelude::*;

const MS: Duration = Duration::from_millis(1);

/// The fates of packets of 1,000 bytes, one every `every`.
fn fates(conditions: &Conditions, seed: u64, count: u32, every: Duration) -> Vec<Fate> {
    let mut link = Link::new(conditions.clone(), seed);
    (0..count).map(|n| link.send(n * every, 1000, Traffic::Udp)).collect()
}

fn arrivals(fates: &[Fate]) -> Vec<Option<Duration>> {
    let arrival = |fate: &Fate| match fate {
        Fate::Lost(_) => None,
        Fate::Arrives(at) | Fate::ArrivesTwice(at, _) => Some(*at),
    };
    fates.iter().map(arrival).collect()
}

/// (share lost, mean length of a run of lost packets).
fn losses(fates: &[Fate]) -> (f64, f64) {
    let lost: Vec<bool> = fates.iter().map(|fate| *fate == Fate::Lost(Cause::Air)).collect();
    let total = lost.iter().filter(|lost| **lost).count() as f64;
    let runs = 1.0 + lost.windows(2).filter(|pair| !pair[0] && pair[1]).count() as f64;
    (total / lost.len() as f64, total / runs)
}

#[test]
fn a_perfect_line_delivers_everything_at_once() {
    let expected: Vec<Fate> = (0..50).map(|n| Fate::Arrives(n * MS)).collect();
    assert_eq!(fates(&Conditions::default(), 1, 50, MS), expected);
}

#[test]
fn loss_is_as_much_and_as_bursty_as_asked_for() {
    for (loss, share, length) in [
        (Loss::Random(0.05), 0.05, 1.05),
        (Loss::Random(0.3), 0.3, 1.43),
        (Loss::Bursts { share: 0.05, length: 4.0 }, 0.05, 4.0),
        (Loss::Bursts { share: 0.3, length: 8.0 }, 0.3, 8.0),
        (Loss::Random(1.0), 1.0, 40_000.0),
        (Loss::Bursts { share: 1.0, length: 4.0 }, 1.0, 40_000.0),
    ] {
        let (found, run) = losses(&fates(&Conditions { loss, ..Conditions::default() }, 3, 40_000, MS));
        assert!((found - share).abs() < 0.02, "{loss:?} loses {found}");
        assert!((run / length - 1.0).abs() < 0.15, "{loss:?} has runs of {run}");
    }
}

#[test]
fn another_delay_does_not_change_who_is_lost() {
    let lossy = Conditions { loss: Loss::Random(0.2), ..Conditions::default() };
    let slow = Conditions { delay_ms: 300, jitter_ms: 50, duplicate: 0.1, ..lossy.clone() };
    let lost = |conditions| -> Vec<bool> {
        arrivals(&fates(conditions, 5, 500, MS)).iter().map(Option::is_none).collect()
    };
    assert_eq!(lost(&lossy), lost(&slow));
}

#[test]
fn a_narrow_line_delivers_at_its_rate_and_drops_what_would_wait_too_long() {
    // 80 kbit/s take 100 ms for each packet; offered is twice that.
    let conditions = Conditions { rate_kbit: Some(80), queue_ms: 250, ..Conditions::default() };
    let fates = fates(&conditions, 1, 200, 50 * MS);
    let came: Vec<Duration> = arrivals(&fates).into_iter().flatten().collect();
    assert!(came.windows(2).all(|pair| pair[1] - pair[0] == 100 * MS), "{came:?}");
    assert!((98..=105).contains(&came.len()), "{} of 200 came", came.len());
    assert!(fates.contains(&Fate::Lost(Cause::QueueFull)));
    let waits = arrivals(&fates).into_iter().enumerate();
    let waits = waits.filter_map(|(n, at)| Some(at? - n as u32 * 50 * MS));
    assert!(waits.max().unwrap() <= 350 * MS, "250 ms in the queue, 100 ms on the line");
}

#[test]
fn jitter_stays_within_its_bounds_and_wanders() {
    let conditions = Conditions { delay_ms: 300, jitter_ms: 50, ..Conditions::default() };
    let came = arrivals(&fates(&conditions, 9, 5000, 10 * MS));
    let delays: Vec<Duration> =
        came.iter().enumerate().map(|(n, at)| at.unwrap() - n as u32 * 10 * MS).collect();
    let (least, most) = (delays.iter().min().unwrap(), delays.iter().max().unwrap());
    assert!(*least >= 250 * MS && *least < 270 * MS, "{least:?}");
    assert!(*most <= 350 * MS && *most > 330 * MS, "{most:?}");
    let mean = delays.iter().sum::<Duration>() / 5000;
    assert!((295 * MS..310 * MS).contains(&mean), "{mean:?}");
}

#[test]
fn some_are_overtaken_when_asked_for() {
    let conditions = Conditions { reorder: 0.05, ..Conditions::default() };
    let came: Vec<Duration> = arrivals(&fates(&conditions, 2, 2000, 10 * MS)).into_iter().flatten().collect();
    let overtaken = came.windows(2).filter(|pair| pair[1] < pair[0]).count();
    assert!((70..130).contains(&overtaken), "{overtaken} of 2,000");
}

#[test]
fn some_come_twice_when_asked_for() {
    let conditions = Conditions { duplicate: 0.1, ..Conditions::default() };
    let fates = fates(&conditions, 2, 2000, MS);
    let twice = fates.iter().filter(|fate| matches!(fate, Fate::ArrivesTwice(..))).count();
    assert!((150..250).contains(&twice), "{twice} of 2,000");
}

#[test]
fn nothing_comes_through_a_black_out_and_everything_after_it() {
    let mut link = Link::new(Conditions::default(), 1);
    link.black_out(100 * MS);
    for (at, fate) in
        [(0, Fate::Lost(Cause::BlackOut)), (99, Fate::Lost(Cause::BlackOut)), (100, Fate::Arrives(100 * MS))]
    {
        assert_eq!(link.send(at * MS, 100, Traffic::Udp), fate, "at {at} ms");
    }
    let expected = Counts { arrived: 1, black_out: 2, ..Counts::default() };
    assert_eq!(link.counts(), expected);
}

#[test]
fn a_firewall_drops_by_kind() {
    let mut link = Link::new(Conditions { pass: Pass::NoUdp, ..Conditions::default() }, 1);
    assert_eq!(link.send(MS, 100, Traffic::Udp), Fate::Lost(Cause::Firewall));
    assert_eq!(link.send(MS, 100, Traffic::Tcp { from: 1, to: 2 }), Fate::Arrives(MS));
}

fn any_conditions() -> impl Strategy<Value = Conditions> {
    let loss = prop_oneof![
        Just(Loss::None),
        (0.0..=1.0).prop_map(Loss::Random),
        (0.0..=1.0, 0.0..20.0).prop_map(|(share, length)| Loss::Bursts { share, length }),
    ];
    (loss, 0..500_u32, 0..100_u32, 0.0..0.2, 0.0..0.2, proptest::option::of(0..2000_u32), 0..500_u32)
        .prop_map(|(loss, delay_ms, jitter_ms, reorder, duplicate, rate_kbit, queue_ms)| Conditions {
            loss,
            delay_ms,
            jitter_ms,
            reorder,
            duplicate,
            rate_kbit,
            queue_ms,
            pass: Pass::Everything,
        })
}

proptest! {
    #[test]
    fn the_same_seed_gives_each_packet_the_same_fate(
        conditions in any_conditions(), seed: u64, gaps in prop::collection::vec(0..50_u32, 1..100),
    ) {
        let run = || {
            let mut link = Link::new(conditions.clone(), seed);
            let mut now = Duration::ZERO;
            gaps.iter().map(|gap| { now += *gap * MS; link.send(now, 500, Traffic::Udp) }).collect::<Vec<_>>()
        };
        prop_assert_eq!(run(), run());
    }

    #[test]
    fn nothing_arrives_before_it_was_sent_or_overtakes_unless_asked_to(
        conditions in any_conditions(), seed: u64, gaps in prop::collection::vec(0..50_u32, 1..100),
    ) {
        let mut link = Link::new(conditions.clone(), seed);
        let (mut now, mut before) = (Duration::ZERO, Duration::ZERO);
        for gap in gaps {
            now += gap * MS;
            if let Fate::Arrives(at) | Fate::ArrivesTwice(at, _) = link.send(now, 500, Traffic::Udp) {
                prop_assert!(at >= now);
                prop_assert!(at >= before || conditions.reorder > 0.0);
                before = at;
            }
        }
    }
}
