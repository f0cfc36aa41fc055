//! The agenda of a hearing: default phases for each kind (docs/rules.md 1.6).

use super::{AgendaPhase, Hearing, HearingKind, Stage, lifecycle::CHECK_IN_BEFORE};
use crate::domain::Timestamp;

/// The phases a hearing of this kind has unless its host orders otherwise.
#[must_use]
pub const fn default_agenda(kind: HearingKind) -> &'static [AgendaPhase] {
    use AgendaPhase as P;
    match kind {
        HearingKind::FormalHearing => &[
            P::Opening,
            P::Statement,
            P::Response,
            P::Evidence,
            P::Questions,
            P::LastStatement,
            P::Deliberation,
            P::Conclusion,
            P::ReadBack,
        ],
        HearingKind::Mediation => {
            &[P::Opening, P::Statement, P::Response, P::Mediation, P::Conclusion, P::ReadBack]
        }
        HearingKind::ReplyDelivery => &[P::Opening, P::Response, P::Questions, P::ReadBack],
        HearingKind::LeaderReception
        | HearingKind::JointReception
        | HearingKind::Appointed
        | HearingKind::WithCaseVisit
        | HearingKind::Coordination => {
            &[P::Opening, P::Statement, P::Response, P::Questions, P::Conclusion, P::ReadBack]
        }
    }
}

impl Hearing {
    #[must_use]
    pub const fn check_in_opens_at(&self) -> Timestamp {
        self.starts_at.plus_millis(-CHECK_IN_BEFORE)
    }

    #[must_use]
    pub fn first_phase(&self) -> AgendaPhase {
        self.agenda.first().copied().unwrap_or(AgendaPhase::Opening)
    }

    #[must_use]
    pub fn last_phase(&self) -> AgendaPhase {
        self.agenda.last().copied().unwrap_or(AgendaPhase::ReadBack)
    }

    /// The phase a line of the minutes belongs to now: the one that is on, in deliberation the one before it; before the
    /// session the first, after it the last.
    #[must_use]
    pub fn minutes_phase(&self) -> AgendaPhase {
        let on = match self.stage {
            Stage::MinutesReview { .. }
            | Stage::Signing { .. }
            | Stage::Closed { .. }
            | Stage::OutcomeIssued { .. } => self.last_phase(),
            _ => self.stage.phase().unwrap_or_else(|| self.first_phase()),
        };
        let minuted = if on.is_minuted() { Some(on) } else { self.phase_before(on) };
        minuted.unwrap_or(AgendaPhase::Opening)
    }

    /// The phase that follows `phase` in the agenda.
    #[must_use]
    pub fn phase_after(&self, phase: AgendaPhase) -> Option<AgendaPhase> {
        let place = self.agenda.iter().position(|p| *p == phase)?;
        self.agenda.get(place + 1).copied()
    }

    #[must_use]
    pub fn phase_before(&self, phase: AgendaPhase) -> Option<AgendaPhase> {
        let place = self.agenda.iter().position(|p| *p == phase)?;
        self.agenda.get(place.checked_sub(1)?).copied()
    }
}

impl Stage {
    /// The phase that is on, or would go on after a break.
    #[must_use]
    pub const fn phase(&self) -> Option<AgendaPhase> {
        match self {
            Self::InSession { phase, .. }
            | Self::Paused { phase, .. }
            | Self::Suspended { phase, .. }
            | Self::Adjourned { phase, .. } => Some(*phase),
            _ => None,
        }
    }
}
