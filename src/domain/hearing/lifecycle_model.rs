//! Model test: random steps compared with a second implementation of the rules.

use super::*;
use crate::domain::hearing::lifecycle;
use proptest::prelude::*;

/// A second telling of the plain path, as short as it can be.
#[derive(Debug, Clone)]
struct Model {
    stage: StageName,
    phase: usize,
    spent: i64,
    running: bool,
    archived: bool,
}

impl Model {
    fn new() -> Self {
        Self { stage: StageName::Scheduled, phase: 0, spent: 0, running: false, archived: false }
    }

    /// Time passes.
    fn wait(&mut self, millis: i64) {
        if self.running {
            self.spent += millis;
        }
    }

    fn go(&mut self, stage: StageName) -> bool {
        self.stage = stage;
        self.running = stage == StageName::InSession;
        true
    }

    fn turn(&mut self, phase: usize) -> bool {
        (self.phase, self.spent) = (phase, 0);
        true
    }

    /// Whether the step is taken; `counted` says that the countdown is over.
    fn take(&mut self, kind: StepKind, quorate: bool, counted: bool, phases: usize) -> bool {
        use StageName as S;
        if self.archived {
            return false;
        }
        match (self.stage, kind) {
            (S::Closed | S::OutcomeIssued | S::Adjourned | S::InPerson, StepKind::Archive) => {
                self.archived = true;
                true
            }
            (S::Scheduled, StepKind::OpenCheckIn) | (S::Ready | S::Countdown, StepKind::QuorumLost) => {
                self.go(S::CheckIn)
            }
            (S::CheckIn, StepKind::QuorumReached) if quorate => self.go(S::Ready),
            (S::Ready, StepKind::Start) if quorate => self.go(S::Countdown),
            (S::Countdown, StepKind::Begin) if quorate && counted => self.turn(0) && self.go(S::InSession),
            (S::InSession, StepKind::NextPhase) if self.phase + 1 < phases => self.turn(self.phase + 1),
            (S::InSession, StepKind::PreviousPhase) if self.phase > 0 => self.turn(self.phase - 1),
            (S::InSession, StepKind::Pause) => self.go(S::Paused),
            (S::InSession | S::Paused, StepKind::Suspend) => self.go(S::Suspended),
            (S::Paused | S::Suspended, StepKind::Resume) if quorate => self.go(S::InSession),
            (S::InSession | S::Paused | S::Suspended, StepKind::ReviewMinutes) => self.go(S::MinutesReview),
            (S::MinutesReview, StepKind::ReopenSession) if quorate => {
                self.turn(phases - 1) && self.go(S::InSession)
            }
            (S::MinutesReview, StepKind::StartSigning) => self.go(S::Signing),
            (S::Signing, StepKind::ReopenReview) => self.go(S::MinutesReview),
            (S::MinutesReview | S::Signing, StepKind::Close) => self.go(S::Closed),
            (S::MinutesReview | S::Signing | S::Closed | S::InPerson, StepKind::IssueOutcome) => {
                self.go(S::OutcomeIssued)
            }
            (S::Scheduled | S::CheckIn | S::Ready | S::Countdown, StepKind::Cancel) => self.go(S::Cancelled),
            (S::Scheduled | S::CheckIn | S::Ready, StepKind::Postpone) => self.go(S::Scheduled),
            (S::InSession | S::Paused | S::Suspended | S::MinutesReview | S::Signing, StepKind::Adjourn) => {
                self.go(S::Adjourned)
            }
            (
                S::Scheduled
                | S::CheckIn
                | S::Ready
                | S::Countdown
                | S::InSession
                | S::Paused
                | S::Suspended
                | S::MinutesReview
                | S::Signing,
                StepKind::ConvertInPerson,
            ) => self.go(S::InPerson),
            _ => false,
        }
    }
}

/// Mostly a step the table has from here, so that runs get far; ending it early only in the wild.
fn pick(hearing: &Hearing, index: prop::sample::Index, wild: bool) -> StepKind {
    let from = hearing.stage.name();
    let ends = |kind| {
        matches!(kind, StepKind::Cancel | StepKind::Adjourn | StepKind::ConvertInPerson | StepKind::Archive)
    };
    let sensible = |kind: &StepKind| possible(from, *kind) && !ends(*kind);
    let choices: Vec<_> = StepKind::ALL.iter().copied().filter(|kind| wild || sensible(kind)).collect();
    if choices.is_empty() { *index.get(StepKind::ALL) } else { *index.get(&choices) }
}

fn spent(stage: &Stage, now: Timestamp) -> Option<i64> {
    match stage {
        Stage::InSession { phase_since, .. } => Some(now.0 - phase_since.0),
        Stage::Paused { phase_spent, .. } | Stage::Suspended { phase_spent, .. } => Some(*phase_spent),
        _ => None,
    }
}

proptest! {
    /// Whatever people and clocks do, the hearing stands where the model stands.
    #[test]
    fn random_steps_agree_with_the_model(
        steps in proptest::collection::vec(
            (any::<prop::sample::Index>(), prop::bool::weighted(0.3), 0..8_000_i64, prop::bool::weighted(0.9)),
            1..120,
        )
    ) {
        let mut current = hearing(Stage::Scheduled);
        let phases = current.agenda.len();
        let (mut model, mut now, mut counting_since) = (Model::new(), NOW, NOW);
        for (index, wild, wait, quorate) in steps {
            let kind = pick(&current, index, wild);
            // The wait for the petitioner is told above; here he is always there.
            let presence = if quorate { all_there() } else { clerk_missing(now.0) };
            now = now.plus_millis(wait);
            model.wait(wait);
            let counted = now >= counting_since.plus_millis(COUNTDOWN);
            let taken = model.take(kind, quorate, counted, phases);
            let step = match sample(kind) {
                Step::Postpone { reason, .. } => {
                    Step::Postpone { reason, to: Some((now, now.plus_millis(3_600_000))) }
                }
                step => step,
            };
            let found = lifecycle::step(&current, step, &presence, now);
            prop_assert_eq!(found.is_ok(), taken, "{} from {}", kind, current.stage.name());
            if let Ok(stepped) = found {
                prop_assert_eq!(stepped.hearing.version, current.version);
                current = stepped.hearing;
            }
            if matches!(current.stage, Stage::Countdown { since, .. } if since == now) {
                counting_since = now;
            }
            prop_assert_eq!(current.stage.name(), model.stage);
            if let Some(spent) = spent(&current.stage, now) {
                prop_assert_eq!(spent, model.spent);
                prop_assert_eq!(current.stage.phase(), Some(current.agenda[model.phase]));
            }
        }
    }
}
