//! Losses: which of them come from sending too much, and which the line has of itself.
//!
//! A bad phone line loses a tenth of everything at any rate; to send less does not help it. So a loss beyond what
//! is known of the line brings the rate down once, to what arrives. If that helps, the line was full; if the same
//! share is lost as before, it is the line's own, and from then on known.

use std::time::Duration;

/// A share is measured over at least this much.
const LEAST_TIME: Duration = Duration::from_millis(800);
const LEAST_PACKETS: u32 = 100;
/// Or this, when little is sent.
const MOST_TIME: Duration = Duration::from_secs(2);
const FEW_PACKETS: u32 = 10;
/// More than this nobody was sent meanwhile, whatever a client says.
const MOST_TALLIED: u32 = 1 << 24;
/// Beyond the line's own share and chance, this much is tolerated.
const TOLERATED: f64 = 0.05;
/// Standard deviations that are chance. Losses come in runs: two would not do.
const SPREAD: f64 = 2.5;
/// Losses that come in runs are so many times as much chance as single ones, at most: runs of six packets.
const MOST_SPREAD: f64 = 3.0;
/// Weight of how much they come in runs.
const RUNS: f64 = 0.2;
/// Weight of a measure below the line's own share, and of one above it while little is sent.
const FORGET: f64 = 0.25;
const LEARN: f64 = 0.2;
/// After the rate came down, so much of the share before is the same share.
const SAME: f64 = 0.8;
/// The line's own share, as a guess.
const GUESS: f64 = 0.02;
/// A line that loses more is not believed to do so by itself.
const MOST_INHERENT: f64 = 0.5;
/// Lost while little is sent, it is hardly ours, up to this share.
const IDLE_LOSS: f64 = 0.35;

/// What a measured share asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Calm,
    /// The rate must come down to what arrives.
    Shrink,
}

/// Counts packets whose fate is settled.
#[derive(Debug)]
pub struct Loss {
    /// The line's own share.
    inherent: f64,
    arrived: u32,
    lost: u32,
    since: Duration,
    /// Runs of losses that began, and whether one is under way.
    runs: u32,
    losing: bool,
    /// How alike neighbours fare: 0 for pure chance, towards 1 the longer the runs.
    alike: f64,
    /// Packets before this number were sent under other circumstances.
    from: u64,
    /// The share that brought the rate down, until the next is measured.
    shrunk_at: Option<f64>,
    lossy: bool,
    /// Smoothed, for people.
    share: f64,
}

impl Loss {
    pub fn new(now: Duration) -> Self {
        Self {
            inherent: 0.0,
            arrived: 0,
            lost: 0,
            since: now,
            runs: 0,
            losing: false,
            alike: 0.0,
            from: 0,
            shrunk_at: None,
            lossy: false,
            share: 0.0,
        }
    }

    pub fn note(&mut self, number: u64, arrived: bool) {
        if number >= self.from {
            self.runs += u32::from(!arrived && !self.losing);
            self.losing = !arrived;
            *if arrived { &mut self.arrived } else { &mut self.lost } += 1;
        }
    }

    /// Packets of which is only known how many were lost: as if by chance.
    pub fn tally(&mut self, arrived: u32, lost: u32) {
        self.arrived = self.arrived.saturating_add(arrived).min(MOST_TALLIED);
        self.lost = self.lost.saturating_add(lost).min(MOST_TALLIED);
        self.runs = self.runs.saturating_add(lost).min(MOST_TALLIED);
    }

    /// The line's own share, 0 to 0.5.
    pub fn inherent(&self) -> f64 {
        self.inherent
    }

    /// Whether the last measure was above what is tolerated.
    pub fn is_lossy(&self) -> bool {
        self.lossy
    }

    /// The share that brought the rate down, if that was the last that was measured.
    pub fn shrunk_at(&self) -> Option<f64> {
        self.shrunk_at
    }

    /// Packets before `number` do not count.
    pub fn restart(&mut self, now: Duration, number: u64) {
        (self.arrived, self.lost, self.runs, self.since, self.from) = (0, 0, 0, now, number);
    }

    /// Judges, if enough was counted. `idle`: less was sent than might be; `next` is the number to be sent next.
    pub fn judge(&mut self, now: Duration, idle: bool, next: u64) -> Verdict {
        let (packets, time) = (self.arrived + self.lost, now.saturating_sub(self.since));
        let enough = packets >= LEAST_PACKETS && time >= LEAST_TIME;
        if !enough && (packets < FEW_PACKETS || time < MOST_TIME) {
            return Verdict::Calm;
        }
        let share = f64::from(self.lost) / f64::from(packets);
        self.share += 0.5 * (share - self.share);
        // The line's own, and not our overflow of it: nothing filled it, or sending less did not help.
        let own = idle || self.shrunk_at.is_some_and(|before| share > SAME * before);
        self.learn(share, idle);
        if own {
            self.learn_runs();
        }
        self.restart(now, self.from);
        let chance = self.inherent.max(GUESS);
        let spread = SPREAD * self.spread() * (chance * (1.0 - chance) / f64::from(packets)).sqrt();
        self.lossy = share > self.inherent + TOLERATED + spread;
        if !self.lossy || (idle && share < IDLE_LOSS) {
            return Verdict::Calm;
        }
        self.shrunk_at = Some(share);
        self.from = next;
        Verdict::Shrink
    }

    /// Of two states, of which each goes on with its own chance, neighbours are alike by what the two leave.
    fn learn_runs(&mut self) {
        if self.runs > 0 && self.arrived > 0 {
            let runs = f64::from(self.runs);
            let alike = 1.0 - runs / f64::from(self.lost) - runs / f64::from(self.arrived);
            self.alike += RUNS * (alike.clamp(0.0, 0.99) - self.alike);
        }
    }

    /// By how much a share of such losses spreads more than one of single ones.
    fn spread(&self) -> f64 {
        ((1.0 + self.alike) / (1.0 - self.alike)).sqrt().min(MOST_SPREAD)
    }

    fn learn(&mut self, share: f64, idle: bool) {
        self.inherent = match self.shrunk_at.take() {
            Some(before) if share > SAME * before => share,
            // It helped: what is left is about the most the line has of itself.
            Some(_) => self.inherent.min(share + TOLERATED / 2.0),
            None if share < self.inherent => self.inherent + FORGET * (share - self.inherent),
            None if idle => self.inherent + LEARN * (share - self.inherent),
            // A little is always the line's, however it grows.
            None => self.inherent + LEARN * (share.min(TOLERATED) - self.inherent).max(0.0),
        };
        self.inherent = self.inherent.min(MOST_INHERENT);
    }
}
