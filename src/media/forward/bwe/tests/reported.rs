//! Lines whose receiver tells only how many packets were lost, and how long the way is. In virtual time, with a sender that has
//! layers as large as they are.

use super::dice::Dice;
use crate::media::forward::bwe::{LEAST, MOST, Reported};
use crate::media::forward::rate::BitRate;
use std::collections::VecDeque;
use std::time::Duration;

const SEEDS: std::ops::Range<u64> = 1..6;
/// Sound, and what of pictures is sent at most: none, a temporal layer, then layers. kbit/s.
const SOUND: u64 = 75;
const PICTURES: [u64; 5] = [0, 64, 160, 450, 1700];
const PACKET: u64 = 1000;

/// Times in milliseconds, rates in kbit/s.
#[derive(Debug, Clone, Copy)]
struct Line {
    kbps: u64,
    delay: u64,
    queue: u64,
    loss: f64,
    /// Between two reports.
    every: u64,
}

const FAIR: Line = Line { kbps: 5000, delay: 30, queue: 300, loss: 0.0, every: 1000 };

/// One second of what happened.
#[derive(Debug, Clone, Copy, Default)]
struct Second {
    arrived: u64,
    sent: u64,
    /// Found the queue full.
    spilt: u64,
}

struct Report {
    at: u64,
    packets: u64,
    lost: u64,
    trip: u64,
}

struct Sim {
    line: Line,
    most: u64,
    reported: Reported,
    dice: Dice,
    /// Milliseconds; the rest microseconds.
    now: u64,
    pictures: u64,
    raised: u64,
    /// Bits that make no packet yet.
    encoded: u64,
    busy_until: u64,
    flying: VecDeque<u64>,
    /// Sent and arrived, and what was told of each.
    counts: [u64; 2],
    told: [u64; 2],
    reports: VecDeque<Report>,
    second: Second,
}

impl Sim {
    fn new(seed: u64, line: Line) -> Self {
        Self {
            line,
            most: 1700,
            reported: Reported::default(),
            dice: Dice::new(seed),
            now: 0,
            pictures: 0,
            raised: 0,
            encoded: 0,
            busy_until: 0,
            flying: VecDeque::new(),
            counts: [0; 2],
            told: [0; 2],
            reports: VecDeque::new(),
            second: Second::default(),
        }
    }

    fn run(&mut self, seconds: u64) -> Vec<Second> {
        let second = |_: u64| {
            self.second = Second::default();
            (0..1000).for_each(|_| self.step());
            self.second
        };
        (0..seconds).map(second).collect()
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.now)
    }

    fn step(&mut self) {
        self.now += 1;
        self.encoded += SOUND + self.pictures;
        while self.encoded >= 8 * PACKET {
            self.encoded -= 8 * PACKET;
            self.send();
        }
        while self.flying.pop_front_if(|at| *at <= 1000 * self.now).is_some() {
            self.counts[1] += 1;
            self.second.arrived += PACKET;
        }
        if self.now.is_multiple_of(self.line.every) {
            self.tell();
        }
        while let Some(report) = self.reports.pop_front_if(|report| report.at <= self.now) {
            let trip = Some(Duration::from_millis(report.trip));
            self.reported.report(self.now(), report.packets as u32, report.lost as u32, trip);
        }
        if self.now.is_multiple_of(100) {
            self.share();
        }
    }

    fn send(&mut self) {
        let now = 1000 * self.now;
        self.reported.sent(self.now(), PACKET as usize);
        self.counts[0] += 1;
        self.second.sent += 1;
        if self.busy_until.saturating_sub(now) > 1000 * self.line.queue {
            self.second.spilt += 1;
            return;
        }
        self.busy_until = self.busy_until.max(now) + 8_000 * PACKET / self.line.kbps;
        if self.dice.roll() >= self.line.loss {
            self.flying.push_back(self.busy_until + 1000 * self.line.delay);
        }
    }

    fn tell(&mut self) {
        let counts = [self.counts[0] - self.flying.len() as u64, self.counts[1]];
        let [packets, came] = [0, 1].map(|at| counts[at] - self.told[at]);
        self.told = counts;
        let stands = self.busy_until.saturating_sub(1000 * self.now) / 1000;
        let (at, trip) = (self.now + self.line.delay, 2 * self.line.delay + stands);
        self.reports.push_back(Report { at, packets, lost: packets.saturating_sub(came), trip });
    }

    /// Down at once, up with headroom and 1.5 s after the last step.
    fn share(&mut self) {
        let budget = (self.reported.estimate().as_bps() * 95 / 100_000).saturating_sub(SOUND);
        let fits = |hundredths: u64| {
            let all = PICTURES.into_iter().filter(|rate| *rate <= self.most);
            all.filter(|rate| rate * hundredths / 100 <= budget).max().unwrap_or_default()
        };
        let (down, up) = (fits(100), fits(115));
        if down < self.pictures {
            self.pictures = down;
        } else if up > self.pictures && self.now - self.raised >= 1500 {
            (self.pictures, self.raised) = (up, self.now);
        }
        let asked = BitRate::kbps(((SOUND + self.most * 115 / 100) * 100).div_ceil(95));
        self.reported.tick(self.now(), asked, BitRate::kbps(self.pictures));
        assert!(self.reported.estimate() >= LEAST);
    }
}

fn arrived(seconds: &[Second]) -> u64 {
    seconds.iter().map(|second| second.arrived * 8 / 1000).sum::<u64>() / seconds.len() as u64
}

#[test]
fn a_line_that_carries_all_is_never_limited() {
    for seed in SEEDS {
        let mut sim = Sim::new(seed, FAIR);
        sim.run(3);
        assert!(sim.run(60).iter().all(|second| second.spilt == 0));
        assert_eq!(sim.reported.estimate(), MOST, "seed {seed}");
        assert!(sim.reported.round_trip().is_some_and(|trip| (60..65).contains(&trip.as_millis())));
    }
}

#[test]
fn a_line_that_is_too_slow_is_sent_what_it_bears_and_tried_seldom() {
    for (kbps, queue, every, spilt) in [
        (1000, 300, 1000, 10),
        (1000, 2000, 1000, 5),
        (500, 300, 1000, 20),
        (500, 2000, 1000, 5),
        (250, 300, 1000, 12),
        (250, 2000, 1000, 5),
        (1000, 300, 5000, 12),
        (250, 300, 5000, 25),
    ] {
        for seed in SEEDS {
            let mut sim = Sim::new(seed, Line { kbps, queue, every, ..FAIR });
            sim.run(30);
            let then = sim.run(120);
            let percent = arrived(&then) * 100 / kbps;
            assert!(percent >= 45, "seed {seed}, {kbps} kbit/s, {queue} ms: {percent} % of it");
            let sum = |of: fn(&Second) -> u64| then.iter().map(of).sum::<u64>();
            let lost = sum(|second: &Second| second.spilt) * 100 / sum(|second: &Second| second.sent);
            assert!(lost <= spilt, "seed {seed}, {kbps} kbit/s, {queue} ms, {every} ms: {lost} % too much");
        }
    }
}

#[test]
fn what_a_line_loses_at_any_rate_does_not_make_its_picture_small() {
    for loss in [0.05, 0.1, 0.2, 0.3] {
        for seed in SEEDS {
            let mut sim = Sim::new(seed, Line { loss, ..FAIR });
            sim.run(30);
            let then = arrived(&sim.run(90));
            assert!(then >= 700, "seed {seed}, {loss} lost: {then} kbit/s");
        }
    }
}

#[test]
fn a_line_that_recovers_is_sent_everything_within_two_minutes() {
    for kbps in [150, 300, 500] {
        for seed in SEEDS {
            let mut sim = Sim::new(seed, Line { kbps, ..FAIR });
            sim.run(60);
            sim.line = FAIR;
            sim.run(120);
            assert_eq!((sim.reported.estimate(), sim.pictures), (MOST, 1700), "seed {seed}, {kbps} kbit/s");
        }
    }
}

#[test]
fn a_way_that_becomes_longer_is_no_queue() {
    for seed in SEEDS {
        let mut sim = Sim::new(seed, FAIR);
        sim.run(30);
        sim.line.delay = 430;
        sim.run(60);
        assert_eq!(sim.reported.estimate(), MOST, "seed {seed}");
    }
}

#[test]
fn where_there_is_only_sound_nothing_is_taken_from_it() {
    for seed in SEEDS {
        let mut sim = Sim::new(seed, Line { loss: 0.25, ..FAIR });
        sim.most = 0;
        for _ in 0..60 {
            sim.reported.said(LEAST);
            sim.run(1);
            assert_eq!(sim.reported.estimate(), MOST, "seed {seed}");
        }
    }
}

#[test]
fn what_a_browser_thinks_the_line_bears_counts_where_more_is_sent() {
    let mut sim = Sim::new(1, FAIR);
    sim.run(5);
    sim.reported.said(BitRate::kbps(2500));
    sim.run(1);
    assert_eq!(sim.reported.estimate(), MOST);
    sim.reported.said(BitRate::kbps(600));
    sim.run(1);
    assert_eq!((sim.reported.estimate(), sim.pictures), (BitRate::kbps(600), 450));
    sim.reported.said(BitRate::kbps(560)); // of what is sent now
    sim.run(1);
    assert_eq!(sim.reported.estimate(), BitRate::kbps(600));
}

#[test]
fn a_client_that_tells_nonsense_harms_only_itself() {
    let mut reported = Reported::default();
    for tenth in 0..100_u64 {
        let now = Duration::from_millis(100 * tenth);
        reported.sent(now, 1000);
        for _ in 0..100 {
            reported.report(now, u32::MAX, u32::MAX, Some(Duration::from_secs(3600)));
            reported.report(now, 0, 7, None);
        }
        reported.said(BitRate::ZERO);
        reported.tick(now, BitRate::kbps(u64::MAX), BitRate::kbps(1));
        assert!((LEAST..=MOST).contains(&reported.estimate()));
    }
}
