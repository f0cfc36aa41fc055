use super::*;
use crate::media::forward::bwe::{Dropped, Probed};

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn line(kbps: u64) -> Line {
    Line {
        estimate: BitRate::kbps(kbps),
        troubled: false,
        round_trip: Some(ms(50)),
        jitter: ms(0),
        probed: None,
        dropped: None,
    }
}

/// Ticks every 100 ms for so many seconds on a line of `capacity` kbit/s whose estimate begins at 300 and rises to
/// what a probe proves; each probe is sent in full. Every probe begun, as `kbit/s@ms`.
fn run(
    prober: &mut Prober,
    line: &mut Line,
    capacity: u64,
    wanted: u64,
    from: u64,
    seconds: u64,
) -> Vec<String> {
    let mut begun = Vec::new();
    for at in (from..from + seconds * 1000).step_by(100) {
        let Some(probe) = prober.tick(ms(at), line, BitRate::kbps(wanted)) else { continue };
        begun.push(format!("{}@{at}", probe.rate.as_bps() / 1000));
        while let Some(bytes) = prober.due(ms(at + 90)) {
            assert_eq!(prober.sent(ms(at + 90), bytes), Some(probe.cluster));
        }
        let proven = probe.rate.min(BitRate::kbps(capacity));
        line.probed = Some(Probed { cluster: probe.cluster, rate: Some(proven) });
        line.estimate = line.estimate.max(proven);
    }
    begun
}

#[test]
fn a_start_climbs_in_steps_to_what_is_wanted() {
    let begun = run(&mut Prober::default(), &mut line(300), 9000, 4000, 0, 5);
    assert_eq!(begun, ["900@0", "1800@100", "3600@200", "4000@300"]);
}

#[test]
fn nothing_is_probed_before_the_first_feedback_nor_in_trouble() {
    for line in [Line { round_trip: None, ..line(300) }, Line { troubled: true, ..line(300) }] {
        assert_eq!(run(&mut Prober::default(), &mut line.clone(), 9000, 4000, 0, 5), [""; 0]);
    }
}

#[test]
fn what_nobody_wants_is_not_probed_after_the_start() {
    let begun = run(&mut Prober::default(), &mut line(300), 9000, 100, 0, 60);
    assert_eq!(begun, ["900@0", "1800@100"]);
}

#[test]
fn a_line_that_bears_no_more_is_asked_ever_more_seldom() {
    let begun = run(&mut Prober::default(), &mut line(300), 320, 2000, 0, 40);
    assert_eq!(begun, ["900@0", "640@2100", "640@6200", "640@14300", "640@22400", "640@30500", "640@38600"]);
    let begun = run(&mut Prober::default(), &mut line(100), 100, 2000, 0, 100);
    assert_eq!(begun, ["900@0", "200@2100", "200@6200", "200@14300", "200@30400", "200@60500", "200@90600"]);
}

#[test]
fn a_line_that_grew_by_itself_is_asked_at_once() {
    let (mut prober, mut line) = (Prober::default(), line(300));
    run(&mut prober, &mut line, 300, 2000, 0, 30);
    line.estimate = BitRate::kbps(400);
    assert_eq!(run(&mut prober, &mut line, 2000, 2000, 31_000, 2), ["800@31000", "1600@31100", "2000@31200"]);
}

#[test]
fn after_a_drop_what_there_was_is_tried_when_the_line_is_calm() {
    let (mut prober, mut line) = (Prober::default(), line(300));
    run(&mut prober, &mut line, 300, 2000, 0, 32);
    line.dropped = Some(Dropped { at: ms(33_000), from: BitRate::kbps(800) });
    let begun = run(&mut prober, &mut line, 2000, 2000, 33_000, 2);
    assert_eq!(begun, ["680@34000", "1360@34100", "2000@34200"]);
}

#[test]
fn media_count_and_padding_fills_the_rest() {
    let mut prober = Prober::default();
    let line = line(300);
    let probe = prober.tick(ms(100), &line, BitRate::ZERO).unwrap();
    assert_eq!((probe.packet, probe.bytes, probe.interval), (900, 5625, ms(8)));
    assert_eq!(prober.sent(ms(100), 4000), Some(probe.cluster));
    assert_eq!((prober.due(ms(120)), prober.deadline()), (None, Some(Duration::from_micros(127_565))));
    assert_eq!(prober.due(ms(128)), Some(900));
    assert_eq!(prober.sent(ms(128), 900), Some(probe.cluster));
    assert_eq!(prober.due(ms(150)), Some(900));
    assert_eq!(prober.sent(ms(150), 900), Some(probe.cluster), "the last");
    assert_eq!((prober.due(ms(200)), prober.deadline()), (None, None));
    assert_eq!(prober.sent(ms(200), 900), None);
}

#[test]
fn a_probe_that_cannot_be_sent_or_is_not_told_of_has_failed() {
    let (mut prober, line) = (Prober::default(), line(300));
    let begun: Vec<u64> = (0..200)
        .map(|tick| tick * 100)
        .filter(|at| prober.tick(ms(*at), &line, BitRate::kbps(2000)).is_some())
        .collect();
    assert_eq!(begun, [0, 1800, 4100, 7400, 10_700, 14_000, 17_300]);
}

#[test]
fn at_its_deadline_a_probe_always_has_something_to_send() {
    for kbps in [301, 700, 1237, 3001, 7919] {
        let (mut prober, line) = (Prober::default(), line(kbps));
        prober
            .tick(ms(0), &line, BitRate::kbps(9 * kbps))
            .unwrap_or_else(|| prober.begin(ms(0), line.estimate, &line));
        let mut odd = 0;
        while let Some(due) = prober.deadline() {
            assert!(prober.due(due).is_some(), "{kbps} kbit/s at {due:?}");
            odd = (odd + 37) % 101; // media of any size counts too
            prober.sent(due, 1 + odd);
        }
    }
}
