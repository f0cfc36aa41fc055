//! Test data: a hearing with default values, and one in each stage.

use super::{AgendaPhase, COUNTDOWN, Hearing, HearingKind, Stage, StageName};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, HearingId, PetitionId},
};
use uuid::Uuid;

/// What the phase of a stage of [`Stage::sample`] has used.
const SPENT: i64 = 40_000;

impl Hearing {
    /// A joint reception that is scheduled and nothing more.
    pub(crate) fn blank() -> Self {
        let (id, petition, host) = (HearingId(Uuid::nil()), PetitionId(Uuid::nil()), AgencyId(Uuid::nil()));
        Self::new(id, petition, HearingKind::JointReception, host, Timestamp(0), Timestamp(0))
    }
}

impl Stage {
    /// The stage of this name since `at`, in `phase` where it has one, for `reason` where it takes one.
    pub(crate) fn sample(name: StageName, phase: AgendaPhase, at: Timestamp, reason: &str) -> Self {
        let (since, reason, phase_spent) = (at, reason.to_owned(), SPENT);
        match name {
            StageName::Requested => Self::Requested,
            StageName::Scheduled => Self::Scheduled,
            StageName::CheckIn => Self::CheckIn { since },
            StageName::Ready => Self::Ready { since },
            StageName::Countdown => Self::Countdown { since, begins_at: at.plus_millis(COUNTDOWN) },
            StageName::InSession => Self::InSession { since, phase, phase_since: at.plus_millis(-SPENT) },
            StageName::Paused => Self::Paused { since, phase, phase_spent, reason },
            StageName::Suspended => Self::Suspended { since, phase, phase_spent, reason },
            StageName::MinutesReview => Self::MinutesReview { since },
            StageName::Signing => Self::Signing { since },
            StageName::Closed => Self::Closed { at },
            StageName::OutcomeIssued => Self::OutcomeIssued { at },
            StageName::Cancelled => Self::Cancelled { at, reason },
            StageName::Postponed => Self::Postponed { at, reason },
            StageName::NoShow => Self::NoShow { at, reason },
            StageName::Adjourned => Self::Adjourned { at, phase, reason },
            StageName::InPerson => Self::InPerson { at, reason },
        }
    }
}
