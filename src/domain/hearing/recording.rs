//! 录音录像: when a hearing is recorded, and what is kept of it.

use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hearing::{AgendaPhase, Refusal, RefusalCode, SourceKind, Stage},
    ids::{HearingId, RecordingId, SeatId},
};

/// Whether a hearing is recorded at a stage. Deliberation never is (docs/rules.md 3.5, invariant 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingStage {
    /// It has not begun, or is over.
    Off,
    On,
    /// It will go on.
    Paused,
}

impl RecordingStage {
    #[must_use]
    pub const fn of(stage: &Stage) -> Self {
        match stage {
            Stage::InSession { phase: AgendaPhase::Deliberation, .. }
            | Stage::Paused { .. }
            | Stage::Suspended { .. } => Self::Paused,
            Stage::InSession { .. } => Self::On,
            Stage::Requested
            | Stage::Scheduled
            | Stage::CheckIn { .. }
            | Stage::Ready { .. }
            | Stage::Countdown { .. }
            | Stage::MinutesReview { .. }
            | Stage::Signing { .. }
            | Stage::Closed { .. }
            | Stage::OutcomeIssued { .. }
            | Stage::Cancelled { .. }
            | Stage::Postponed { .. }
            | Stage::NoShow { .. }
            | Stage::Adjourned { .. }
            | Stage::InPerson { .. } => Self::Off,
        }
    }

    /// Somebody wants it begun anew. `fails`: nothing is written, or sound alone.
    ///
    /// # Errors
    /// There is nothing to begin, or nothing has stopped.
    pub fn begin_anew(self, fails: bool) -> Result<Change, Refusal> {
        let sentence = match self {
            Self::Off => "Nothing is recorded at this stage",
            Self::Paused => "The recording rests with the session and goes on with it",
            Self::On if !fails => "The recording goes on: there is nothing to begin anew",
            Self::On => return Ok(Change::new(EventKind::HearingRecordingRestarted)),
        };
        Err(Refusal::new(RefusalCode::WrongStage, sentence))
    }

    /// What the log says of a step from here to there; nothing if nothing changed.
    #[must_use]
    pub const fn change_to(self, next: Self) -> Option<Change> {
        let kind = match (self, next) {
            (Self::Off, Self::On) => EventKind::HearingRecordingStarted,
            (Self::Paused, Self::On) => EventKind::HearingRecordingResumed,
            (Self::On, Self::Paused) => EventKind::HearingRecordingPaused,
            (Self::On | Self::Paused, Self::Off) => EventKind::HearingRecordingStopped,
            (Self::Off, Self::Off | Self::Paused) | (Self::On, Self::On) | (Self::Paused, Self::Paused) => {
                return None;
            }
        };
        Some(Change::new(kind))
    }
}

/// One file: what one source of one seat sent, for as long as recording went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    pub id: RecordingId,
    pub hearing: HearingId,
    pub seat: SeatId,
    pub source: SourceKind,
    pub began_at: Timestamp,
    /// Once the file is whole.
    pub whole: Option<WholeRecording>,
}

/// What is known of a recording's file once nothing more is written to it; `sha256` is of all its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeRecording {
    pub ended_at: Timestamp,
    pub bytes: u64,
    pub sha256: [u8; 32],
    /// Stretches of more than two seconds in which nothing came.
    pub gaps: u32,
    /// The server died over it: up to a second is missing at its end.
    pub interrupted: bool,
}

impl Recording {
    /// What the log says of a file that is whole: its hash goes into the chain. `sha256` is it in hexadecimal.
    #[must_use]
    pub fn filed(&self, whole: &WholeRecording, sha256: &str) -> Change {
        Change::new(EventKind::HearingRecordingFiled)
            .with("recording", self.id)
            .with("seat", self.seat)
            .with("source", self.source)
            .with("began_at", self.began_at.0)
            .with("ended_at", whole.ended_at.0)
            .with("bytes", whole.bytes)
            .with("sha256", sha256)
            .with("gaps", whole.gaps)
            .with("interrupted", if whole.interrupted { "yes" } else { "no" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_outside_deliberation_is_recorded() {
        let since = Timestamp(0);
        let session = |phase| Stage::InSession { since, phase, phase_since: since };
        for phase in AgendaPhase::ALL {
            let expected =
                if *phase == AgendaPhase::Deliberation { RecordingStage::Paused } else { RecordingStage::On };
            assert_eq!(RecordingStage::of(&session(*phase)), expected, "{phase}");
        }
        let (phase, reason) = (AgendaPhase::Statement, String::new());
        for (stage, expected) in [
            (Stage::Countdown { since, begins_at: since }, RecordingStage::Off),
            (Stage::Paused { since, phase, phase_spent: 0, reason: reason.clone() }, RecordingStage::Paused),
            (Stage::Suspended { since, phase, phase_spent: 0, reason }, RecordingStage::Paused),
            (Stage::MinutesReview { since }, RecordingStage::Off),
            (Stage::Closed { at: since }, RecordingStage::Off),
        ] {
            assert_eq!(RecordingStage::of(&stage), expected, "{stage:?}");
        }
    }

    #[test]
    fn only_what_has_stopped_is_begun_anew() {
        use RecordingStage::{Off, On, Paused};
        for (stage, fails, expected) in [
            (On, true, true),
            (On, false, false),
            (Paused, true, false),
            (Paused, false, false),
            (Off, true, false),
            (Off, false, false),
        ] {
            assert_eq!(stage.begin_anew(fails).is_ok(), expected, "{stage:?} {fails}");
        }
    }

    #[test]
    fn every_switch_is_in_the_log() {
        use EventKind as E;
        use RecordingStage::{Off, On, Paused};
        for (from, to, expected) in [
            (Off, On, Some(E::HearingRecordingStarted)),
            (On, Paused, Some(E::HearingRecordingPaused)),
            (Paused, On, Some(E::HearingRecordingResumed)),
            (On, Off, Some(E::HearingRecordingStopped)),
            (Paused, Off, Some(E::HearingRecordingStopped)),
            (On, On, None),
            (Off, Off, None),
        ] {
            assert_eq!(from.change_to(to).map(|change| change.kind), expected, "{from:?} to {to:?}");
        }
    }
}
