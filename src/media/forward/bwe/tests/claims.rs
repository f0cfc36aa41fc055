//! What the estimator is for, on lines like those of villages. All in virtual time; a failing seed is printed with
//! what happened in each second.

use crate::media::forward::bwe::{Bandwidth, ClusterId, LEAST, MOST, START};
use crate::media::forward::feedback::Feedback;
use crate::media::forward::feedback::written::{Form, write};
use proptest::prelude::*;
use std::time::Duration;

use super::link::{FAIR, Line, SOUND_KBPS, Second, Sim, Source::Elastic, claim, least, mean};

const SEEDS: std::ops::Range<u64> = 1..8;
/// A speaker's full picture and some tiles, kbit/s.
const MUCH: u64 = 2500;

fn best(seconds: &[Second]) -> u64 {
    seconds.iter().map(|second| second.estimate).max().unwrap_or_default()
}

#[test]
fn a_good_line_is_found_within_five_seconds() {
    for seed in SEEDS {
        let seconds = Sim::new(seed, FAIR, Elastic(MUCH)).run(5);
        claim(seed, &FAIR, &seconds, best(&seconds) >= 1600);
    }
}

#[test]
fn a_narrow_line_is_filled_without_a_standing_queue() {
    for (kbps, queue) in
        [(500, 300), (200, 300), (100, 300), (500, 1500), (200, 1500), (100, 1500), (500, 50), (200, 50)]
    {
        let line = Line { kbps, queue, ..FAIR };
        for seed in SEEDS {
            let seconds = Sim::new(seed, line, Elastic(MUCH)).run(40);
            let mean = mean(&seconds[10..]);
            let most = if queue == 50 { 110 } else { 100 }; // a short queue loses before it delays
            claim(seed, &line, &seconds, (70..=most).contains(&(mean * 100 / kbps)));
            claim(seed, &line, &seconds, seconds[10..].iter().all(|second| second.standing <= 250));
        }
    }
}

#[test]
fn sound_alone_survives_fifty_kilobits() {
    let line = Line { kbps: 50, queue: 1500, ..FAIR };
    for seed in SEEDS {
        let seconds = Sim::new(seed, line, Elastic(MUCH)).run(40);
        claim(seed, &line, &seconds, seconds[15..].iter().all(|second| second.standing <= 250));
        claim(seed, &line, &seconds, seconds[5..].iter().all(|second| second.arrived >= SOUND_KBPS * 9 / 10));
    }
}

#[test]
fn a_line_that_falls_to_fifty_kilobits_is_left_to_sound_within_seconds() {
    for (queue, loss_up) in [(300, 0.0), (1500, 0.0), (300, 0.5), (300, 0.9)] {
        for seed in SEEDS {
            let mut sim = Sim::new(seed, FAIR, Elastic(MUCH));
            sim.run(20);
            sim.line = Line { kbps: 50, queue, loss_up, ..FAIR };
            let down = sim.run(20);
            claim(seed, &sim.line, &down, down[3..].iter().all(|second| second.estimate <= 300));
            // Of lost feedback another second goes by.
            let known = if loss_up > 0.0 { 4 } else { 3 };
            let told = down[known..].iter().all(|second| second.estimate <= 100);
            claim(seed, &sim.line, &down, loss_up > 0.5 || told);
            claim(seed, &sim.line, &down, down[10..].iter().all(|second| second.standing <= 300));
        }
    }
}

#[test]
fn a_phone_that_dropped_a_layer_climbs_back_and_goes_down_again() {
    let line = Line { kbps: 200, ..FAIR };
    for seed in SEEDS {
        for (minutes, queue) in [(1, 300), (1, 1500), (3, 300)] {
            let line = Line { queue, ..line };
            let mut sim = Sim::new(seed, line, Elastic(MUCH));
            sim.run(minutes * 60 - seed % 8);
            sim.line.kbps = 2000;
            let up = sim.run(10);
            claim(seed, &line, &up, best(&up) >= 1600);
            sim.run(10);
            sim.line.kbps = 200;
            let down = sim.run(15);
            claim(seed, &line, &down, down[2].estimate <= 220);
            claim(seed, &line, &down, down[10..].iter().all(|second| second.standing <= 250));
            claim(seed, &line, &down, mean(&down[10..]) >= 130);
        }
    }
}

#[test]
fn losses_of_the_lines_own_do_not_take_its_rate() {
    for (loss, burst, least_of_ten) in [
        (0.05, 1.0, 1600),
        (0.10, 1.0, 1200),
        (0.20, 1.0, 800),
        (0.30, 1.0, 400),
        (0.05, 4.0, 1200),
        (0.10, 4.0, 1200),
        (0.30, 4.0, 300),
    ] {
        let line = Line { loss, loss_up: loss, burst, ..FAIR };
        for seed in SEEDS {
            let seconds = Sim::new(seed, line, Elastic(MUCH)).run(40);
            claim(seed, &line, &seconds, mean(&seconds[10..]) >= least_of_ten);
            claim(seed, &line, &seconds, least(&seconds[1..]) >= if loss * burst > 1.0 { 60 } else { 100 });
        }
    }
}

#[test]
fn a_narrow_line_that_loses_is_not_flooded() {
    let line = Line { kbps: 300, loss: 0.1, loss_up: 0.1, ..FAIR };
    for seed in SEEDS {
        let seconds = Sim::new(seed, line, Elastic(MUCH)).run(40);
        claim(seed, &line, &seconds, (180..=330).contains(&mean(&seconds[10..])));
        claim(seed, &line, &seconds, seconds[10..].iter().all(|second| second.standing <= 250));
    }
}

#[test]
fn a_long_line_that_trembles_is_not_taken_for_a_full_one() {
    for reorders in [false, true] {
        for kbps in [2000, 500] {
            let line = Line { kbps, delay: 150, jitter: 50, reorders, ..FAIR };
            for seed in SEEDS {
                let seconds = Sim::new(seed, line, Elastic(MUCH)).run(40);
                claim(seed, &line, &seconds, mean(&seconds[10..]) * 100 >= kbps * 60);
            }
        }
    }
}

/// Its first feedback takes longer than silence is borne on others; 300 ms each way, and what trembles beside it.
#[test]
fn a_long_line_is_not_taken_for_a_silent_one_before_it_was_heard_of() {
    for line in [Line { delay: 400, ..FAIR }, Line { delay: 350, jitter: 50, ..FAIR }] {
        for seed in SEEDS {
            let seconds = Sim::new(seed, line, Elastic(MUCH)).run(1);
            claim(seed, &line, &seconds, seconds[0].estimate >= START.as_bps() / 1000);
        }
    }
}

#[test]
fn who_says_little_for_a_minute_may_say_much_at_once() {
    for line in [FAIR, Line { delay: 150, jitter: 50, ..FAIR }, Line { loss: 0.1, loss_up: 0.1, ..FAIR }] {
        for seed in SEEDS {
            let mut sim = Sim::new(seed, line, Elastic(60));
            let quiet = sim.run(60);
            claim(seed, &line, &quiet, least(&quiet) >= 150);
            sim.source = Elastic(MUCH);
            let busy = sim.run(6);
            claim(seed, &line, &busy, best(&busy) >= 1600);
        }
    }
}

#[test]
fn little_sent_proves_little() {
    let line = Line { kbps: 10_000, ..FAIR };
    for seed in SEEDS {
        let seconds = Sim::new(seed, line, Elastic(200)).run(60);
        claim(seed, &line, &seconds, best(&seconds) <= 2500);
    }
}

#[test]
fn a_black_out_is_sat_out_and_forgotten() {
    for seed in SEEDS {
        let mut sim = Sim::new(seed, FAIR, Elastic(MUCH));
        sim.run(20);
        sim.line.dark = true;
        let dark = sim.run(10);
        claim(seed, &FAIR, &dark, dark[3..].iter().all(|second| second.estimate == 30));
        sim.line.dark = false;
        let light = sim.run(5);
        claim(seed, &FAIR, &light, best(&light) >= 1600);
    }
}

#[test]
fn a_longer_way_is_not_taken_for_a_queue_for_long() {
    for (delay, before) in [(60, 30), (130, 30), (230, 30), (30, 230)] {
        for seed in SEEDS {
            let mut sim = Sim::new(seed, Line { delay: before, ..FAIR }, Elastic(MUCH));
            sim.run(20);
            sim.line.delay = delay;
            let after = sim.run(40);
            let line = sim.line;
            claim(seed, &line, &after, least(&after) >= 200);
            claim(seed, &line, &after, mean(&after[25..]) >= 1200);
        }
    }
}

/// A hundred packets a second, every other a picture that comes so many hundredths of a second late; whether that was loss.
fn late_is_lost(overtakes: bool, late: u16) -> bool {
    let mut bandwidth = Bandwidth::starting(Duration::ZERO, START);
    bandwidth.overtakes(overtakes);
    let mut lossy = false;
    for sent in 0..1000_u16 {
        let now = Duration::from_millis(10 * u64::from(sent));
        bandwidth.sent(now, sent, 100, None);
        let Some(since) = sent.checked_sub(9).filter(|since| since.is_multiple_of(10)) else { continue };
        let (base, reference) = (since.saturating_sub(late), u32::from(since) * 10 / 64);
        let status = |number: u16| {
            let comes = if number.is_multiple_of(2) { number } else { number + late };
            let ticks = i64::from(comes) * 40 - i64::from(reference) * 256;
            (since..=sent).contains(&comes).then_some(ticks)
        };
        let statuses: Vec<_> = (base..=sent).map(status).collect();
        let packet = write(Form::TwoBits, base, reference, (sent / 10) as u8, &statuses);
        bandwidth.feedback(now, &Feedback::parse(&packet).expect("what a receiver wrote"));
        lossy |= bandwidth.loss.is_lossy();
    }
    lossy
}

/// Behind the lanes of a connection nothing is lost but what is let go of.
#[test]
fn what_sound_overtakes_is_late_and_not_lost() {
    for (overtakes, late, lost) in [(false, 60, true), (true, 60, false), (true, 500, true)] {
        assert_eq!(late_is_lost(overtakes, late), lost, "{overtakes}, {late}0 ms");
    }
}

#[test]
fn memory_of_one_receiver_stays_under_48_kib() {
    let bandwidth = std::mem::size_of::<Bandwidth>() + 2048 * 8;
    let prober = std::mem::size_of::<crate::media::forward::probe::Prober>();
    let pacer = std::mem::size_of::<crate::media::forward::pacer::Pacer<u64>>();
    let total = bandwidth + prober + pacer;
    assert!(total < 20 * 1024, "{bandwidth} + {prober} + {pacer} bytes");
}

proptest! {
    #[test]
    fn no_feedback_makes_it_fail(
        steps in prop::collection::vec((0u64..3_000_000, any::<u16>(), any::<u32>(), 1usize..9000), 1..200),
        deltas in prop::collection::vec(prop::option::of(-30_000i64..30_000), 1..40),
    ) {
        let mut bandwidth = Bandwidth::starting(Duration::ZERO, START);
        let (mut now, mut cluster) = (Duration::ZERO, ClusterId::FIRST);
        let mut clock = 0;
        let ticks: Vec<_> = deltas.iter().map(|delta| delta.map(|delta| { clock += delta; clock })).collect();
        for (wait, sequence, chance, bytes) in steps {
            now += Duration::from_micros(wait);
            let sequence = if chance % 2 == 0 { sequence } else { sequence % 64 };
            bandwidth.sent(now, sequence, bytes, (chance % 3 == 0).then_some(cluster));
            if chance % 7 == 0 {
                cluster = cluster.next();
            }
            let packet = write(Form::TwoBits, sequence.wrapping_sub(20), chance & 0xff_ffff, 0, &ticks);
            bandwidth.feedback(now, &Feedback::parse(&packet).expect("well formed"));
            bandwidth.tick(now);
            prop_assert!((LEAST..=MOST).contains(&bandwidth.estimate(now)));
        }
    }
}
