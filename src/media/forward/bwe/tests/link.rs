//! A line in virtual time, with a sender that fills its estimate at one end and a browser that tells at the other.

use super::dice::Dice;
use crate::media::forward::allocate::{Choice, Fullness, STILL, Slot, allocate};
use crate::media::forward::bwe::{Bandwidth, LEAST, START};
use crate::media::forward::feedback::Feedback;
use crate::media::forward::feedback::written::{Form, write};
use crate::media::forward::pacer::{Admission, Pacer, Urgency};
use crate::media::forward::probe::Prober;
use crate::media::forward::rate::BitRate;
use std::collections::VecDeque;
use std::time::Duration;

/// Microseconds.
const WANDERS_EVERY: u64 = 50_000;

/// What a line does to packets. Times in milliseconds, rates in kbit/s.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub kbps: u64,
    /// One way.
    pub delay: u64,
    pub jitter: u64,
    /// Whether what trembles may overtake.
    pub reorders: bool,
    /// By so much both ways the delay wanders, to another value every 50 ms: neighbours share it, as on the air.
    pub wanders: u64,
    /// Longest queue; what finds it longer is dropped.
    pub queue: u64,
    /// Share lost by chance on the way down, and of feedback on the way up.
    pub loss: f64,
    pub loss_up: f64,
    /// Mean length of a run of losses, packets; 1 for chance alone.
    pub burst: f64,
    pub dark: bool,
}

/// A fair 4G day.
pub const FAIR: Line = Line {
    kbps: 2000,
    delay: 30,
    jitter: 0,
    reorders: false,
    wanders: 0,
    queue: 300,
    loss: 0.0,
    loss_up: 0.0,
    burst: 1.0,
    dark: false,
};

#[derive(Debug, Clone, Copy)]
struct Flying {
    at: u64,
    sequence: u16,
}

/// One second of what happened.
#[derive(Debug, Clone, Copy, Default)]
pub struct Second {
    /// Mean of the estimate, kbit/s.
    pub estimate: u64,
    /// Arrived, kbit/s.
    pub arrived: u64,
    /// Longest and shortest time in the line's queue, ms.
    pub queue: u64,
    pub standing: u64,
    pub probes: u32,
    /// How often slots changed their spatial layer, and pictures were dropped by the pacer.
    pub changes: u32,
    pub stale: u32,
    /// Of its ten shares, those in which every slot was sent all pictures of a layer, and those in which the first one moved.
    pub fluent: u32,
    pub moving: u32,
}

/// What the sender has to send.
#[derive(Debug)]
pub enum Source {
    /// An encoder of our own: as much as the estimate allows, up to so many kbit/s.
    Elastic(u64),
    /// Publishers' layers, chosen by [`allocate`]: what they are is what is sent.
    Layers(Vec<Slot>, Fullness),
}

/// Everything, stepped by the millisecond; its own times are microseconds.
#[derive(Debug)]
pub struct Sim {
    pub line: Line,
    pub source: Source,
    /// Bytes of sound every 20 ms.
    pub sound: usize,
    /// With so many bytes a layer begins, and so many are a still; 0: as much as ever.
    pub key_frame: usize,
    pub bandwidth: Bandwidth,
    prober: Prober,
    pacer: Pacer<()>,
    wanted: BitRate,
    /// Of pictures, kbit/s.
    pictures: u64,
    dice: Dice,
    seed: u64,
    now: u64,
    sequence: u16,
    /// When the line's queue is empty.
    busy_until: u64,
    last_arrival: u64,
    losing: bool,
    flying: VecDeque<Flying>,
    /// (number, arrival) not told yet.
    arrivals: Vec<(u16, u64)>,
    next_told: Option<u16>,
    feedbacks: VecDeque<(u64, Vec<u8>)>,
    told: u8,
    /// Bytes of pictures that are encoded and not in packets yet.
    encoded: f64,
    second: Second,
    samples: u64,
}

/// Sound: 100 bytes every 20 ms.
const SOUND: usize = 100;
pub const SOUND_KBPS: u64 = 40;
/// Milliseconds.
const STILL_EVERY: u64 = 4000;
const PICTURE: usize = 1000;
/// Where the receiver's clock stands when ours begins, microseconds.
const SKEW: u64 = 7_777_000;

impl Sim {
    pub fn new(seed: u64, line: Line, source: Source) -> Self {
        Self {
            line,
            source,
            sound: SOUND,
            key_frame: 0,
            bandwidth: Bandwidth::starting(Duration::ZERO, START),
            prober: Prober::default(),
            pacer: Pacer::new(Duration::ZERO, START),
            wanted: BitRate::ZERO,
            pictures: 0,
            dice: Dice::new(seed),
            seed,
            now: 0,
            sequence: 65_000,
            busy_until: 0,
            last_arrival: 0,
            losing: false,
            flying: VecDeque::new(),
            arrivals: Vec::new(),
            next_told: None,
            feedbacks: VecDeque::new(),
            told: 0,
            encoded: 0.0,
            second: Second { standing: u64::MAX, ..Second::default() },
            samples: 0,
        }
    }

    /// Whether the line counts as narrow.
    pub fn is_narrow(&self) -> bool {
        self.pacer.is_narrow()
    }

    /// Lets so many seconds pass.
    pub fn run(&mut self, seconds: u64) -> Vec<Second> {
        (0..seconds).map(|_| self.run_second()).collect()
    }

    fn run_second(&mut self) -> Second {
        self.second = Second { standing: u64::MAX, ..Second::default() };
        self.samples = 0;
        for _ in 0..1000 {
            self.step();
        }
        self.second.estimate /= self.samples.max(1);
        self.second.arrived = self.second.arrived * 8 / 1000;
        self.second
    }

    fn now(&self) -> Duration {
        Duration::from_micros(self.now)
    }

    fn step(&mut self) {
        self.now += 1000;
        let (now, ms) = (self.now(), self.now / 1000);
        self.deliver();
        self.listen();
        if ms.is_multiple_of(20) {
            let _always = self.pacer.admit(now, self.sound, Urgency::Sound);
            self.send(self.sound);
        }
        if ms.is_multiple_of(33) {
            let trembles = 0.7 + 0.6 * self.dice.roll();
            self.encoded += self.pictures as f64 * 33.0 / 8.0 * trembles;
        }
        self.send_pictures();
        while let Some(bytes) = self.prober.due(now) {
            let _always = self.pacer.admit(now, bytes, Urgency::Padding);
            self.send(bytes);
        }
        if ms.is_multiple_of(100) {
            self.tick();
            self.tell();
        }
        self.observe();
    }

    fn observe(&mut self) {
        let estimate = self.bandwidth.estimate(self.now());
        assert!(estimate >= LEAST);
        self.second.estimate += estimate.as_bps() / 1000;
        self.samples += 1;
        let queue = self.busy_until.saturating_sub(self.now) / 1000;
        self.second.queue = self.second.queue.max(queue);
        self.second.standing = self.second.standing.min(queue);
    }

    /// What a relay does ten times a second.
    fn tick(&mut self) {
        let now = self.now();
        self.bandwidth.tick(now);
        let estimate = self.bandwidth.estimate(now);
        let sound = BitRate::of(self.sound as u64, Duration::from_millis(20));
        self.pacer.set_estimate(now, estimate);
        match &mut self.source {
            Source::Elastic(most) => {
                self.wanted = BitRate::kbps(*most);
                self.pictures = (*most).min(estimate.as_bps() / 1000).saturating_sub(sound.as_bps() / 1000);
            }
            Source::Layers(slots, fullness) => {
                let before: Vec<_> = slots.iter().map(|slot| spatial(slot.choice)).collect();
                let verdict = allocate(now, estimate, sound, slots);
                let changed =
                    slots.iter().zip(&before).filter(|(slot, before)| spatial(slot.choice) != **before);
                let (shown, gone): (Vec<_>, Vec<_>) =
                    changed.partition(|(slot, _)| spatial(slot.choice).is_some());
                self.second.changes += (shown.len() + gone.len()) as u32;
                self.encoded += (shown.len() * self.key_frame) as f64;
                self.second.moving +=
                    u32::from(slots.first().is_some_and(|slot| slot.choice > Choice::Still));
                let fluent = |slot: &Slot| matches!(slot.choice, Choice::Layer { temporal: 2, .. });
                self.second.fluent += u32::from(slots.iter().all(fluent));
                self.wanted = verdict.aim(now, estimate, self.pacer.is_narrow());
                *fullness = verdict.fullness;
                self.pictures = verdict.pictures.as_bps() / 1000;
                let still = slots.iter().any(|slot| slot.choice == Choice::Still);
                if still && self.key_frame > 0 {
                    self.pictures = self.pictures.saturating_sub(STILL.as_bps() / 1000);
                    let due = (self.now / 1000).is_multiple_of(STILL_EVERY);
                    self.encoded += if due { self.key_frame as f64 } else { 0.0 };
                }
            }
        }
        let line = self.bandwidth.line(now);
        self.second.probes += u32::from(self.prober.tick(now, &line, self.wanted).is_some());
    }

    fn send_pictures(&mut self) {
        let now = self.now();
        while self.encoded >= PICTURE as f64 {
            self.encoded -= PICTURE as f64;
            match self.pacer.admit(now, PICTURE, Urgency::Speaker) {
                Admission::Send => self.send(PICTURE),
                Admission::Queue => assert!(self.pacer.push(now, PICTURE, Urgency::Speaker, ())),
                Admission::Drop => self.second.stale += 1,
            }
        }
        let stale = &mut self.second.stale;
        self.pacer.drop_stale(now, |_| *stale += 1);
        while let Some(length) = self.pacer.pop(now).map(|popped| popped.bytes) {
            self.send(length);
        }
    }

    fn send(&mut self, bytes: usize) {
        let now = self.now();
        let cluster = self.prober.sent(now, bytes);
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        self.bandwidth.sent(now, sequence, bytes, cluster);
        let full = self.busy_until.saturating_sub(self.now) > self.line.queue * 1000;
        if self.line.dark || full {
            return;
        }
        let takes = bytes as u64 * 8000 / self.line.kbps;
        self.busy_until = self.busy_until.max(self.now) + takes;
        if self.lose() {
            return;
        }
        let jitter = (self.dice.roll() * self.line.jitter as f64 * 1000.0) as u64;
        let mut at = self.busy_until + self.line.delay * 1000 + jitter + self.wandering();
        if !self.line.reorders {
            at = at.max(self.last_arrival);
            self.last_arrival = at;
        }
        let place = self.flying.partition_point(|flying| flying.at <= at);
        self.flying.insert(place, Flying { at, sequence });
        self.second.arrived += bytes as u64;
    }

    /// Straight lines between points drawn at even distances; from none to twice what it wanders by.
    fn wandering(&self) -> u64 {
        let wanders = self.line.wanders as f64 * 1000.0;
        let (step, part) = (self.busy_until / WANDERS_EVERY, self.busy_until % WANDERS_EVERY);
        let point = |step: u64| Dice::new(self.seed.wrapping_mul(1_000_003).wrapping_add(step)).rolled(3);
        let part = part as f64 / WANDERS_EVERY as f64;
        (2.0 * wanders * (point(step) * (1.0 - part) + point(step + 1) * part)) as u64
    }

    /// Two states; in the bad one everything is lost (Gilbert).
    fn lose(&mut self) -> bool {
        let Line { loss, burst, .. } = self.line;
        if burst <= 1.0 {
            return self.dice.roll() < loss;
        }
        let ends = 1.0 / burst;
        let begins = ends * loss / (1.0 - loss);
        let turns = self.dice.roll() < if self.losing { ends } else { begins };
        self.losing ^= turns;
        self.losing
    }

    fn deliver(&mut self) {
        while let Some(flying) = self.flying.pop_front_if(|flying| flying.at <= self.now) {
            self.arrivals.push((flying.sequence, flying.at + SKEW));
        }
    }

    /// The receiver writes its feedback: from the first number not told yet, or told missing and come late.
    fn tell(&mut self) {
        let arrivals = std::mem::take(&mut self.arrivals);
        let (Some(first), Some(earliest)) = (arrivals.first(), arrivals.iter().map(|(_, at)| *at).min())
        else {
            return;
        };
        let reference = earliest / 64_000;
        let base = arrivals.iter().map(|(sequence, _)| *sequence);
        let base = base.chain(self.next_told).reduce(|a, b| if b.wrapping_sub(a) < 0x8000 { a } else { b });
        let base = base.unwrap_or(first.0);
        let ahead = |sequence: u16| usize::from(sequence.wrapping_sub(base));
        let count = arrivals.iter().map(|(sequence, _)| ahead(*sequence)).max().unwrap_or_default() + 1;
        let mut statuses = vec![None; count];
        for (sequence, at) in arrivals {
            statuses[ahead(sequence)] = Some((at - reference * 64_000) as i64 / 250);
        }
        self.next_told = Some(base.wrapping_add(count as u16));
        let packet = write(Form::OneBit, base, reference as u32, self.told, &statuses);
        self.told = self.told.wrapping_add(1);
        let lost = self.line.dark || self.dice.roll() < self.line.loss_up;
        if !lost {
            self.feedbacks.push_back((self.now + self.line.delay * 1000, packet));
        }
    }

    fn listen(&mut self) {
        while let Some((_, packet)) = self.feedbacks.pop_front_if(|(at, _)| *at <= self.now) {
            let now = self.now();
            self.bandwidth.feedback(now, &Feedback::parse(&packet).expect("what a receiver wrote"));
        }
    }
}

/// The spatial layer of a choice, if there is any.
pub fn spatial(choice: Choice) -> Option<u8> {
    if let Choice::Layer { spatial, .. } = choice { Some(spatial) } else { None }
}

/// Says what happened if `claim` is false.
#[track_caller]
pub fn claim(seed: u64, line: &Line, seconds: &[Second], claim: bool) {
    let second = |(at, second): (usize, &Second)| {
        let Second { estimate, arrived, queue, standing, probes, changes, stale, fluent, moving } = second;
        format!(
            "{at:3} s: estimate {estimate:5}, arrived {arrived:5}, queue {standing:4}..{queue:4}, \
             {probes} probes, {changes} changes, {stale} stale, {fluent} fluent, {moving} moving"
        )
    };
    let story: Vec<String> = seconds.iter().enumerate().map(second).collect();
    assert!(claim, "seed {seed}, {line:?}:\n{}", story.join("\n"));
}

pub fn mean(seconds: &[Second]) -> u64 {
    seconds.iter().map(|second| second.estimate).sum::<u64>() / seconds.len() as u64
}

pub fn least(seconds: &[Second]) -> u64 {
    seconds.iter().map(|second| second.estimate).min().unwrap_or_default()
}
