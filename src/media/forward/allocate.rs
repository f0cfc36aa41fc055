//! How a receiver's line is shared out among what it is shown (docs/adr/0007).
//!
//! Sound first, always. Then the speaker's lowest layer, everybody's lowest, and more by rank up to what each tile
//! shows. Down at once, temporal layers before spatial ones; up with headroom and patience. When the line does not bear
//! the least that moves of the speaker, that is a still every few seconds, and then there is only sound.

mod memory;

pub use memory::Memory;

use super::pacer::NO_LONGER_NARROW;
use super::rate::BitRate;
use std::time::Duration;

/// Layers of a source, and temporal layers of each.
pub const SPATIAL: usize = 3;
pub const TEMPORAL: usize = 3;
/// Slots that are looked at; those beyond are off.
pub const MOST_SLOTS: usize = 64;
/// What stills may cost: a key frame whenever so many bytes have been saved up, every two to five seconds.
pub const STILL: BitRate = BitRate::kbps(30);
/// Under this for pictures there are none.
pub const STILLS: BitRate = BitRate::kbps(40);
/// What a voice takes of a narrow line at most: 32 kbit/s, and the headers of 60 ms.
pub const VOICE: BitRate = BitRate::kbps(42);
/// Where two speak a slow line must bear so much for a picture to begin: its key frame may cost the estimate a third, and what
/// is left then still is two voices.
const BESIDE_VOICES: BitRate = BitRate::kbps(126);
/// Of the estimate, for retransmissions and reports, in hundredths.
const MARGIN: u64 = 5;
/// To go up, the line must bear so much more than it will carry, in hundredths.
const HEADROOM: u64 = 115;
/// On a slow line so much more, but for the least of the first picture: what a key frame more takes there stands before the sound,
/// and the estimate may be as much beyond what was ever sent.
const SLOW: BitRate = BitRate::kbps(280);
const SLOW_HEADROOM: u64 = 140;
/// Unless the line bears so many hundredths of what it will carry: it is not the line it was.
const PLENTY: u64 = 200;
/// A layer of so many hundredths of the height shown is sharp enough.
const SHARP: u32 = 75;
/// For so long of each while a narrow line that carries all that is asked of it is asked whether it still is narrow: what it is
/// sent proves nothing more, and it would carry two voices, put together, for ever.
const ASKS: Duration = Duration::from_secs(5);
const ASKS_EVERY: Duration = Duration::from_secs(30);
/// For that it must bear so much, in hundredths of what ends it.
const SURELY: u64 = 125;

/// A simulcast layer, or a spatial one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layer {
    /// Of its frames, in pixels.
    pub height: u16,
    /// What it takes with temporal layers up to 0, 1 and 2: measured, or expected of a layer that is paused.
    /// Zero: there is none.
    pub rates: [BitRate; TEMPORAL],
}

/// What is sent of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub enum Choice {
    #[default]
    Off,
    /// A key frame of the lowest layer every few seconds, as [`STILL`] allows.
    Still,
    /// By index: the layer, and its highest temporal layer.
    Layer { spatial: u8, temporal: u8 },
}

/// Who is shown, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    Speaker,
    Presider,
    Screen,
    Tile,
}

/// One video slot of the receiver.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    pub rank: Rank,
    /// Height of the tile in device pixels; 0: not shown.
    pub shown: u16,
    /// From the smallest; those that do not exist at the end, empty.
    pub layers: [Layer; SPATIAL],
    /// What is sent; [`allocate`] overwrites it.
    pub choice: Choice,
    /// What [`allocate`] remembers of its choices.
    pub memory: Memory,
}

/// How much of what is shown the line carries: what the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fullness {
    SoundOnly,
    Stills,
    Reduced,
    Full,
}

/// What came of it, besides the slots' choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    pub fullness: Fullness,
    /// What the line would have to bear for everything shown, headroom and sound included. The prober's aim.
    pub wanted: BitRate,
    /// And for the next step only: its aim on a narrow line, which it would fill for nothing again and again.
    pub next: BitRate,
    /// What pictures take as chosen.
    pub pictures: BitRate,
}

impl Verdict {
    /// What the prober is to prove. A `narrow` line's next step; where there is none, now and then, that it is narrow no longer.
    pub fn aim(&self, now: Duration, estimate: BitRate, narrow: bool) -> BitRate {
        if !narrow {
            return self.wanted;
        }
        let asks = now.as_secs() % ASKS_EVERY.as_secs() < ASKS.as_secs();
        if asks && self.next <= estimate { NO_LONGER_NARROW.percent(SURELY) } else { self.next }
    }
}

/// Shares `estimate` out, after `sound`.
pub fn allocate(now: Duration, estimate: BitRate, sound: BitRate, slots: &mut [Slot]) -> Verdict {
    let (slots, rest) = slots.split_at_mut(slots.len().min(MOST_SLOTS));
    rest.iter_mut().for_each(|slot| slot.choice = Choice::Off);
    let mut order = [0_u8; MOST_SLOTS];
    let order = in_order(slots, &mut order);
    let budget = estimate.percent(100 - MARGIN).saturating_sub(sound);
    let headroom = if estimate < SLOW { SLOW_HEADROOM } else { HEADROOM };
    let mut share = Share { now, budget, headroom, used: BitRate::ZERO };
    let mut chosen = [Choice::Off; MOST_SLOTS];
    let first = order.first().map(|at| &slots[usize::from(*at)]);
    let pictures = budget >= STILLS && first.is_some_and(|first| first.may_begin(now, estimate, sound));
    let shown = || order.iter().map(|at| usize::from(*at)).filter(|_| pictures);
    for at in shown().take(1) {
        share.begin(&slots[at], &mut chosen[at]);
    }
    for at in shown().skip(1) {
        share.lowest(&slots[at], &mut chosen[at]);
    }
    for at in shown() {
        share.raise(&slots[at], &mut chosen[at]);
    }
    let pictures = share.used;
    let fullness = fullness(slots, order, &chosen);
    let needed = order.iter().map(|at| slots[usize::from(*at)].needed()).sum();
    let least = if sound > VOICE && !order.is_empty() { BESIDE_VOICES } else { BitRate::ZERO };
    let wanted = needs(sound, needed).max(least);
    let next = share.next(sound, slots, order, &chosen).max(least);
    for (slot, choice) in slots.iter_mut().zip(chosen) {
        slot.take(&share, choice);
    }
    Verdict { fullness, wanted, next, pictures }
}

/// What a line must bear for pictures that are more than it carries now: less headroom does where it is not slow.
fn needs(sound: BitRate, pictures: BitRate) -> BitRate {
    let with = |headroom| needs_with(headroom, sound, pictures);
    with(SLOW_HEADROOM).min(with(HEADROOM).max(SLOW))
}

fn needs_with(headroom: u64, sound: BitRate, pictures: BitRate) -> BitRate {
    (sound + pictures.percent(headroom)).percent(100 * 100 / (100 - MARGIN) + 1)
}

/// Fills `order` with the slots that are shown and have something to show, the most important first.
fn in_order<'a>(slots: &[Slot], order: &'a mut [u8; MOST_SLOTS]) -> &'a [u8] {
    let mut count = 0;
    for (at, slot) in slots.iter().enumerate() {
        if slot.shown > 0 && slot.steps().next().is_some() {
            order[count] = at as u8; // below 64
            count += 1;
        }
    }
    let order = &mut order[..count];
    order.sort_unstable_by_key(|at| {
        let slot = &slots[usize::from(*at)];
        (slot.rank, u16::MAX - slot.shown, *at)
    });
    order
}

fn fullness(slots: &[Slot], order: &[u8], chosen: &[Choice; MOST_SLOTS]) -> Fullness {
    let mut choices = order.iter().map(|at| (&slots[usize::from(*at)], chosen[usize::from(*at)]));
    if choices.clone().all(|(slot, choice)| choice >= slot.enough()) {
        Fullness::Full
    } else if choices.clone().any(|(_, choice)| choice > Choice::Still) {
        Fullness::Reduced
    } else if choices.any(|(_, choice)| choice == Choice::Still) {
        Fullness::Stills
    } else {
        Fullness::SoundOnly
    }
}

/// What is shared out, and how much of it is gone.
#[derive(Debug)]
struct Share {
    now: Duration,
    budget: BitRate,
    headroom: u64,
    used: BitRate,
}

impl Share {
    /// What is used with `step` instead of `choice`.
    fn with(&self, slot: &Slot, choice: Choice, step: Choice) -> BitRate {
        self.used.saturating_sub(slot.rate(choice)) + slot.rate(step)
    }

    /// Takes `step` instead of `choice` if that fits: with headroom if it is more than what flows now.
    fn fit(&mut self, slot: &Slot, choice: &mut Choice, step: Choice, headroom: u64) {
        let used = self.with(slot, *choice, step);
        let needs = if step > slot.choice { used.percent(headroom) } else { used };
        if needs <= self.budget {
            self.used = used;
            *choice = step;
        }
    }

    /// The same, but nothing is taken too early that is more.
    fn take(&mut self, slot: &Slot, choice: &mut Choice, step: Choice) {
        let plenty = self.with(slot, *choice, step).percent(PLENTY) <= self.budget;
        if step <= slot.choice || !slot.memory.forbids(self.now, plenty) {
            self.fit(slot, choice, step, self.headroom);
        }
    }

    /// The least of the most important picture waits for nothing but the line: without it the page is dark. But where it was
    /// begun in vain again and again it is a still for a while, or its publisher sends one key frame after the other.
    fn begin(&mut self, slot: &Slot, choice: &mut Choice) {
        let slow = self.headroom == SLOW_HEADROOM;
        let moves = slot.choice > Choice::Still || !slow || !slot.memory.rests(self.now);
        for step in std::iter::once(Choice::Still).chain(slot.steps().take(usize::from(moves))) {
            self.fit(slot, choice, step, HEADROOM);
        }
    }

    fn lowest(&mut self, slot: &Slot, choice: &mut Choice) {
        if let Some(step) = slot.steps().next() {
            self.take(slot, choice, step);
        }
    }

    /// Up to what the tile shows, step by step; a step that does not fit is passed over, for the next may.
    fn raise(&mut self, slot: &Slot, choice: &mut Choice) {
        if *choice <= Choice::Still {
            return;
        }
        let enough = slot.enough();
        for step in slot.steps().filter(|step| *step <= enough) {
            if step > *choice {
                self.take(slot, choice, step);
            }
        }
    }

    /// What the line would have to bear for one step more: of the first that is not seen to move, or else of the first
    /// that could be seen better.
    fn next(&self, sound: BitRate, slots: &[Slot], order: &[u8], chosen: &[Choice; MOST_SLOTS]) -> BitRate {
        let each = || order.iter().map(|at| (&slots[usize::from(*at)], chosen[usize::from(*at)]));
        let dark = each().find(|(_, choice)| *choice <= Choice::Still);
        let next = dark.or_else(|| each().find(|(slot, choice)| *choice < slot.enough()));
        let step = next.and_then(|(slot, choice)| Some((slot, choice, slot.steps().find(|s| *s > choice)?)));
        let pictures = step.map_or(self.used, |(slot, choice, step)| self.with(slot, choice, step));
        let least = each().next().is_some_and(|(_, choice)| choice <= Choice::Still);
        if least { needs_with(HEADROOM, sound, pictures) } else { needs(sound, pictures) }
    }
}

impl Slot {
    /// All that could be sent, from the least: temporal layers of a layer before those of the next. Of a face, few pictures of a
    /// larger layer that take less than all of the smaller are left out: four sharp ones a second are no gain over fifteen. Not
    /// what flows already, nor all of a layer: a scene that is calm for a moment must not make the picture jump.
    fn steps(&self) -> impl Iterator<Item = Choice> + '_ {
        let (face, flows) = (self.rank != Rank::Screen, self.choice);
        let mut before = BitRate::ZERO;
        self.layers.iter().zip(0..).flat_map(move |(layer, spatial)| {
            let least = if face { before } else { BitRate::ZERO };
            let all = layer.rates.into_iter().max().unwrap_or_default();
            before = before.max(all);
            layer.rates.into_iter().zip(0..).filter_map(move |(rate, temporal)| {
                let step = Choice::Layer { spatial, temporal };
                let worth = rate > least || rate == all || step == flows;
                (worth && rate > BitRate::ZERO).then_some(step)
            })
        })
    }

    /// Whether it moves, or the line bears that it begins; where two speak not at once again after that was wrong.
    fn may_begin(&self, now: Duration, estimate: BitRate, sound: BitRate) -> bool {
        let rests = self.choice == Choice::Off && self.memory.forbids(now, false);
        let alone = sound <= VOICE || estimate >= SLOW;
        alone || self.choice > Choice::Still || (estimate >= BESIDE_VOICES && !rests)
    }

    fn rate(&self, choice: Choice) -> BitRate {
        let Choice::Layer { spatial, temporal } = choice else {
            return if choice == Choice::Still { STILL } else { BitRate::ZERO };
        };
        let layer = self.layers.get(usize::from(spatial));
        layer.and_then(|layer| layer.rates.get(usize::from(temporal))).copied().unwrap_or_default()
    }

    /// The most that is of use at the height shown: all of the first layer that is sharp enough.
    fn enough(&self) -> Choice {
        let mut most = Choice::Off;
        for step in self.steps() {
            if self.is_sharp(most) && step.spatial() != most.spatial() {
                break;
            }
            most = step;
        }
        most
    }

    fn is_sharp(&self, choice: Choice) -> bool {
        let layer = choice.spatial().and_then(|spatial| self.layers.get(usize::from(spatial)));
        layer.is_some_and(|layer| u32::from(layer.height) * 100 >= u32::from(self.shown) * SHARP)
    }

    fn needed(&self) -> BitRate {
        self.rate(self.enough())
    }

    fn take(&mut self, share: &Share, choice: Choice) {
        if choice > self.choice {
            self.memory.stepped_up(share.now, share.used);
        } else if choice < self.choice && choice < self.enough() {
            self.memory.lowered(share.now, share.budget);
        }
        if choice > Choice::Still {
            self.memory.moves(share.now);
        }
        self.choice = choice;
    }
}

impl Choice {
    /// The least picture that moves.
    pub const LEAST: Self = Self::Layer { spatial: 0, temporal: 0 };

    /// Whether a smaller layer is to be had.
    pub fn can_be_smaller(self) -> bool {
        self.spatial() > Some(0)
    }

    fn spatial(self) -> Option<u8> {
        match self {
            Self::Layer { spatial, .. } => Some(spatial),
            Self::Off | Self::Still => None,
        }
    }
}

#[cfg(test)]
mod tests;
