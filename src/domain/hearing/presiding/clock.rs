//! Speaking time of each side in each phase (docs/rules.md 1.6: the presider fixes it). Times in milliseconds.

use crate::domain::{
    HOUR_MS, MINUTE_MS, Timestamp,
    hearing::{AgendaPhase, Refusal, RefusalCode, Side, Stage},
};

/// Time that may be given: enough for a sentence, less than a morning.
pub const MIN_SPEAKING: i64 = 30_000;
/// See [`MIN_SPEAKING`].
pub const MAX_SPEAKING: i64 = 2 * HOUR_MS;

/// Sides whose time is counted. Who presides and who only listens have none to keep.
pub const TIMED_SIDES: [Side; 3] = [Side::Petitioner, Side::Unit, Side::Company];

/// What a side has in a phase unless the presider says otherwise; none is no limit.
#[must_use]
pub const fn default_time(phase: AgendaPhase, side: Side) -> Option<i64> {
    match (phase, side) {
        (AgendaPhase::Statement, Side::Petitioner) | (AgendaPhase::Response, Side::Unit) => {
            Some(10 * MINUTE_MS)
        }
        (AgendaPhase::Response, Side::Company) | (AgendaPhase::Evidence, _) => Some(5 * MINUTE_MS),
        (AgendaPhase::LastStatement, _) => Some(3 * MINUTE_MS),
        _ => None,
    }
}

/// What a side has and has used in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeakingTime {
    pub phase: AgendaPhase,
    pub side: Side,
    /// None is no limit.
    pub allotted: Option<i64>,
    /// Without what runs now.
    pub spent: i64,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub side: Side,
    /// In which phase its time runs, and since when; none while it stands still.
    pub running: Option<(AgendaPhase, Timestamp)>,
}

/// Speaking times as far as they were set or used, and the turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakingClock {
    pub times: Vec<SpeakingTime>,
    pub turn: Option<Turn>,
}

impl SpeakingClock {
    /// What a side was given and has used in a phase, without what runs now; milliseconds.
    #[must_use]
    pub fn time(&self, phase: AgendaPhase, side: Side) -> SpeakingTime {
        let known = self.times.iter().find(|time| (time.phase, time.side) == (phase, side));
        known.copied().unwrap_or(SpeakingTime { phase, side, allotted: default_time(phase, side), spent: 0 })
    }

    /// What a side has used in a phase at `now`, with what runs.
    #[must_use]
    pub fn spent(&self, phase: AgendaPhase, side: Side, now: Timestamp) -> i64 {
        let runs = self.turn.filter(|turn| turn.side == side).and_then(|turn| turn.running);
        let since = runs.filter(|(on, _)| *on == phase).map_or(0, |(_, since)| (now.0 - since.0).max(0));
        self.time(phase, side).spent + since
    }

    /// What is left of a side's time at `now`, below nothing once it is used up; none without a limit.
    #[must_use]
    pub fn left(&self, phase: AgendaPhase, side: Side, now: Timestamp) -> Option<i64> {
        Some(self.time(phase, side).allotted? - self.spent(phase, side, now))
    }

    pub(super) fn allot(&mut self, phase: AgendaPhase, side: Side, time: Option<i64>) -> Result<(), Refusal> {
        let bad = |sentence: &str| Err(Refusal::new(RefusalCode::BadDuration, sentence));
        if !TIMED_SIDES.contains(&side) {
            return bad("This side's time is not counted");
        }
        if time.is_some_and(|time| !(MIN_SPEAKING..=MAX_SPEAKING).contains(&time)) {
            return bad("Speaking time is 30 seconds to 2 hours");
        }
        self.known(phase, side).allotted = time;
        Ok(())
    }

    /// Ends what runs, and begins the time of `side` if the stage lets it run.
    pub(super) fn turn_to(&mut self, side: Option<Side>, stage: &Stage, now: Timestamp) {
        self.run(side, runs_in(stage), now);
    }

    fn run(&mut self, side: Option<Side>, phase: Option<AgendaPhase>, now: Timestamp) {
        if let Some(Turn { side, running: Some((phase, since)) }) = self.turn {
            self.known(phase, side).spent += (now.0 - since.0).max(0);
        }
        let side = side.filter(|side| TIMED_SIDES.contains(side));
        self.turn = side.map(|side| Turn { side, running: phase.map(|phase| (phase, now)) });
    }

    /// `waits`: for who has the floor, and is not there to speak.
    pub(super) fn follow(&mut self, stage: &Stage, waits: bool, now: Timestamp) {
        if !self.follows(stage, waits) {
            self.run(self.turn.map(|turn| turn.side), runs_in(stage).filter(|_| !waits), now);
        }
    }

    /// Whether it runs as the stage and the floor want it.
    pub(super) fn follows(&self, stage: &Stage, waits: bool) -> bool {
        let wanted = runs_in(stage).filter(|_| !waits);
        self.turn.is_none_or(|turn| turn.running.map(|(phase, _)| phase) == wanted)
    }

    fn known(&mut self, phase: AgendaPhase, side: Side) -> &mut SpeakingTime {
        let place = self.times.iter().position(|time| (time.phase, time.side) == (phase, side));
        let place = place.unwrap_or_else(|| {
            self.times.push(self.time(phase, side));
            self.times.len() - 1
        });
        &mut self.times[place]
    }
}

/// In deliberation the sides do not speak.
const fn runs_in(stage: &Stage) -> Option<AgendaPhase> {
    match stage {
        Stage::InSession { phase: AgendaPhase::Deliberation, .. } => None,
        Stage::InSession { phase, .. } => Some(*phase),
        _ => None,
    }
}
