//! Estimator, prober, pacer and allocation together, with publishers' layers: they are as large as they are, so that
//! a relay mostly sends less than the line bears, and can find out about more by padding only.

use super::link::{FAIR, Line, Second, Sim, Source, claim, spatial};
use crate::media::forward::allocate::{Choice, Fullness, Layer, Memory, Rank, Slot};
use crate::media::forward::rate::BitRate;

const SEEDS: std::ops::Range<u64> = 1..8;

/// A speaker's camera shown so large, and two tiles.
fn slots(shown: u16) -> Vec<Slot> {
    let layers = [(180, [80, 110, 160]), (360, [200, 300, 450]), (720, [800, 1200, 1700])];
    let layers = layers.map(|(height, kbps)| Layer { height, rates: kbps.map(BitRate::kbps) });
    let slot = |(rank, shown)| Slot { rank, shown, layers, choice: Choice::Off, memory: Memory::default() };
    [(Rank::Speaker, shown), (Rank::Tile, 180), (Rank::Tile, 180)].map(slot).into()
}

fn sim(seed: u64, line: Line) -> Sim {
    Sim::new(seed, line, Source::Layers(slots(720), Fullness::SoundOnly))
}

/// What a phone shows.
fn phone(seed: u64, line: Line) -> Sim {
    Sim::new(seed, line, Source::Layers(slots(360), Fullness::SoundOnly))
}

/// What the speaker gets, and the word the page shows.
fn seen(sim: &Sim) -> (Choice, Fullness) {
    let Source::Layers(slots, fullness) = &sim.source else { panic!("layers") };
    (slots[0].choice, *fullness)
}

fn changes(seconds: &[Second]) -> u32 {
    seconds.iter().map(|second| second.changes).sum()
}

#[test]
fn each_line_shows_what_it_can_and_stays_with_it() {
    for (kbps, layers, words) in [
        (4000, &[Some(2)][..], &[Fullness::Full][..]),
        (2000, &[Some(2)], &[Fullness::Reduced, Fullness::Full]),
        (1000, &[Some(1), Some(2)], &[Fullness::Reduced]), // it tries
        (500, &[Some(0), Some(1)], &[Fullness::Reduced]),
        (250, &[Some(0), Some(1)], &[Fullness::Reduced]),
        (120, &[None], &[Fullness::Stills]),
        (60, &[None], &[Fullness::SoundOnly]),
    ] {
        let line = Line { kbps, ..FAIR };
        for seed in SEEDS {
            let mut sim = sim(seed, line);
            sim.run(10);
            let then = sim.run(30);
            let (choice, word) = seen(&sim);
            claim(seed, &line, &then, layers.contains(&spatial(choice)) && words.contains(&word));
            claim(seed, &line, &then, changes(&then) <= 12); // of three slots in 30 s
            claim(seed, &line, &then, then.iter().all(|second| second.standing <= 250));
        }
    }
}

/// Two voices and the camera of a phone, by a line of 200 kbit/s: its least is two fifths of its smallest layer, and every
/// beginning and every still is a key frame of 8 KB.
#[test]
fn who_speaks_moves_on_a_line_of_two_hundred_kilobits() {
    let line = Line { kbps: 200, ..FAIR };
    for tiles in [1, 3] {
        for seed in SEEDS {
            let mut slots = slots(360);
            slots.truncate(tiles);
            for slot in &mut slots {
                slot.layers[0].rates = [64, 96, 160].map(BitRate::kbps);
            }
            let mut sim = Sim::new(seed, line, Source::Layers(slots, Fullness::SoundOnly));
            (sim.sound, sim.key_frame) = (188, 8000);
            sim.run(10);
            let then = sim.run(30);
            let moving: u32 = then.iter().map(|second| second.moving).sum();
            claim(seed, &line, &then, moving >= 250);
            claim(seed, &line, &then, then.iter().all(|second| second.standing <= 150));
            // Sound stands in it.
            claim(seed, &line, &then, then.iter().filter(|second| second.queue > 150).count() <= 3);
        }
    }
}

#[test]
fn a_phone_gets_its_layers_back() {
    for seed in SEEDS {
        let mut sim = sim(seed, Line { kbps: 250, ..FAIR });
        sim.run(60 - seed % 8);
        sim.line.kbps = 2500;
        let up = sim.run(10);
        claim(seed, &sim.line, &up, spatial(seen(&sim).0) == Some(2));
        sim.line.kbps = 250;
        let down = sim.run(3);
        claim(seed, &sim.line, &down, spatial(seen(&sim).0) == Some(0));
        let after = sim.run(20);
        claim(seed, &sim.line, &after, after[7..].iter().all(|second| second.standing <= 250));
    }
}

/// One voice by 100 kbit/s, and key frames of 6 KB: stills come, and are not heard.
#[test]
fn one_voice_on_a_hundred_kilobits_has_stills_beside_it() {
    let line = Line { kbps: 100, ..FAIR };
    for seed in SEEDS {
        let mut sim = phone(seed, line);
        sim.key_frame = 6000;
        sim.run(30);
        let (mut seconds, mut still) = (Vec::new(), 0);
        for _ in 0..60 {
            seconds.extend(sim.run(1));
            still += u32::from(seen(&sim).1 == Fullness::Stills);
        }
        claim(seed, &line, &seconds, still >= 20);
        claim(seed, &line, &seconds, seconds.iter().filter(|second| second.queue > 150).count() <= 12);
        claim(seed, &line, &seconds, seconds.iter().all(|second| second.standing <= 250));
    }
}

/// Two voices of 30 kbit/s by 100, and key frames of 6 KB: no picture begins for which the second voice would be cut.
#[test]
fn two_voices_on_a_hundred_kilobits_are_both_heard() {
    let line = Line { kbps: 100, ..FAIR };
    for seed in SEEDS {
        let mut slots = slots(360);
        slots.truncate(1);
        slots[0].layers[0].rates = [32, 64, 100].map(BitRate::kbps);
        let mut sim = Sim::new(seed, line, Source::Layers(slots, Fullness::SoundOnly));
        (sim.sound, sim.key_frame) = (150, 6000);
        sim.run(30);
        let then = sim.run(60);
        let both = then.iter().filter(|second| second.estimate >= 84).count();
        claim(seed, &line, &then, both >= 57);
    }
}

/// Whatever a line was narrowed to for a minute: when it bears a megabit again a phone has all of it within a minute, and keeps it.
#[test]
fn a_line_that_was_narrow_gets_everything_back_and_keeps_it() {
    for narrow in [60, 100, 150, 200] {
        for seed in SEEDS {
            let mut slots = slots(360);
            slots.truncate(2);
            let line = Line { kbps: narrow, ..FAIR };
            let mut sim = Sim::new(seed, line, Source::Layers(slots, Fullness::SoundOnly));
            sim.run(60 + seed);
            sim.line.kbps = 1000;
            let up = sim.run(60);
            claim(seed, &line, &up, !sim.is_narrow() && seen(&sim).1 == Fullness::Full);
            let then = sim.run(60);
            claim(seed, &line, &then, !sim.is_narrow() && seen(&sim).1 == Fullness::Full);
            claim(seed, &line, &then, changes(&then) <= 4);
        }
    }
}

/// Two voices and one small picture are all there is: what is sent never proves that the line bears more.
#[test]
fn a_line_that_was_narrow_is_found_wide_though_nothing_more_is_asked_of_it() {
    for seed in SEEDS {
        let mut slots = slots(180);
        slots.truncate(1);
        slots[0].layers[0].rates = [64, 0, 0].map(BitRate::kbps);
        slots[0].layers[1..].fill(Layer::default());
        let line = Line { kbps: 120, ..FAIR };
        let mut sim = Sim::new(seed, line, Source::Layers(slots, Fullness::SoundOnly));
        sim.sound = 188;
        let before = sim.run(60);
        claim(seed, &line, &before, sim.is_narrow());
        sim.line.kbps = 1000;
        let after = sim.run(90);
        claim(seed, &line, &after, !sim.is_narrow());
        let then = sim.run(60);
        claim(seed, &line, &then, !sim.is_narrow() && then.iter().all(|second| second.standing <= 150));
    }
}

/// And where it stays narrow, being asked now and then is not heard.
#[test]
fn a_line_that_stays_narrow_is_asked_seldom_and_without_a_queue() {
    let line = Line { kbps: 200, ..FAIR };
    for seed in SEEDS {
        let mut slots = slots(180);
        slots.truncate(1);
        slots[0].layers[0].rates = [64, 0, 0].map(BitRate::kbps);
        slots[0].layers[1..].fill(Layer::default());
        let mut sim = Sim::new(seed, line, Source::Layers(slots, Fullness::SoundOnly));
        sim.sound = 100;
        sim.run(30);
        let then = sim.run(120);
        claim(seed, &line, &then, then.iter().map(|second| second.probes).sum::<u32>() <= 16);
        claim(seed, &line, &then, then.iter().filter(|second| second.queue > 150).count() <= 8);
    }
}

#[test]
fn a_line_that_loses_a_tenth_still_shows_the_large_picture() {
    let line = Line { kbps: 2500, loss: 0.1, loss_up: 0.1, ..FAIR };
    for seed in SEEDS {
        let mut sim = sim(seed, line);
        let seconds = sim.run(30);
        claim(seed, &line, &seconds, spatial(seen(&sim).0) >= Some(1));
    }
}

/// Chance is not congestion, nor is a delay that swings: what a line does at any rate must not cost a picture its fluency.
#[test]
fn a_wide_line_that_loses_or_swings_shows_a_phone_every_picture() {
    let wide = Line { kbps: 10_000, delay: 20, ..FAIR };
    let loses = |loss, burst| Line { loss, loss_up: loss, burst, ..wide };
    for (line, least_percent) in [
        (loses(0.05, 1.0), 98),
        (loses(0.1, 1.0), 98),
        (loses(0.2, 1.0), 80),
        (loses(0.05, 5.0), 98),
        (loses(0.1, 5.0), 90),
        (loses(0.2, 5.0), 75),
        (Line { delay: 300, jitter: 50, ..wide }, 98),
        (Line { delay: 250, wanders: 50, ..wide }, 90),
        (Line { wanders: 20, ..wide }, 98),
    ] {
        for seed in SEEDS {
            let mut sim = phone(seed, line);
            sim.run(10);
            let then = sim.run(60);
            let fluent: u32 = then.iter().map(|second| second.fluent).sum();
            claim(seed, &line, &then, fluent / 6 >= least_percent && spatial(seen(&sim).0) == Some(1));
        }
    }
}
