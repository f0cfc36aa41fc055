//! Kinds of hearings, phases of their agenda, and the stage a hearing is in.

use crate::domain::{Timestamp, named};

named!(
    /// 类型.
    pub enum HearingKind {
        LeaderReception = "leader_reception",
        JointReception = "joint_reception",
        Appointed = "appointed",
        WithCaseVisit = "with_case_visit",
        FormalHearing = "formal_hearing",
        Coordination = "coordination",
        Mediation = "mediation",
        ReplyDelivery = "reply_delivery",
    }
);

named!(
    /// 环节.
    pub enum AgendaPhase {
        Opening = "opening",
        Statement = "statement",
        Response = "response",
        Evidence = "evidence",
        Questions = "questions",
        Mediation = "mediation",
        LastStatement = "last_statement",
        Deliberation = "deliberation",
        Conclusion = "conclusion",
        ReadBack = "read_back",
    }
);

impl AgendaPhase {
    /// Whether the minutes have lines of it. Not of deliberation (合议): the parties read and sign them (docs/rules.md 1.6).
    #[must_use]
    pub const fn is_minuted(self) -> bool {
        !matches!(self, Self::Deliberation)
    }
}

/// Where a hearing stands (docs/rules.md 3.3), with what belongs to that stage and to no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    Requested,
    Scheduled,
    CheckIn {
        since: Timestamp,
    },
    Ready {
        since: Timestamp,
    },
    Countdown {
        since: Timestamp,
        begins_at: Timestamp,
    },
    InSession {
        since: Timestamp,
        phase: AgendaPhase,
        phase_since: Timestamp,
    },
    /// Recess; `phase_spent` is what the phase had used, in milliseconds.
    Paused {
        since: Timestamp,
        phase: AgendaPhase,
        phase_spent: i64,
        reason: String,
    },
    /// Technical fault.
    Suspended {
        since: Timestamp,
        phase: AgendaPhase,
        phase_spent: i64,
        reason: String,
    },
    MinutesReview {
        since: Timestamp,
    },
    /// The latest frozen version is signed.
    Signing {
        since: Timestamp,
    },
    Closed {
        at: Timestamp,
    },
    OutcomeIssued {
        at: Timestamp,
    },
    Cancelled {
        at: Timestamp,
        reason: String,
    },
    Postponed {
        at: Timestamp,
        reason: String,
    },
    NoShow {
        at: Timestamp,
        reason: String,
    },
    /// 休会: another session goes on from this phase.
    Adjourned {
        at: Timestamp,
        phase: AgendaPhase,
        reason: String,
    },
    /// 转现场接访: it goes on face to face; what was done stays valid (OLR21 21).
    InPerson {
        at: Timestamp,
        reason: String,
    },
}

named!(
    pub enum StageName {
        Requested = "requested",
        Scheduled = "scheduled",
        CheckIn = "check_in",
        Ready = "ready",
        Countdown = "countdown",
        InSession = "in_session",
        Paused = "paused",
        Suspended = "suspended",
        MinutesReview = "minutes_review",
        Signing = "signing",
        Closed = "closed",
        OutcomeIssued = "outcome_issued",
        Cancelled = "cancelled",
        Postponed = "postponed",
        NoShow = "no_show",
        Adjourned = "adjourned",
        InPerson = "in_person",
    }
);

impl Stage {
    #[must_use]
    pub const fn name(&self) -> StageName {
        match self {
            Self::Requested => StageName::Requested,
            Self::Scheduled => StageName::Scheduled,
            Self::CheckIn { .. } => StageName::CheckIn,
            Self::Ready { .. } => StageName::Ready,
            Self::Countdown { .. } => StageName::Countdown,
            Self::InSession { .. } => StageName::InSession,
            Self::Paused { .. } => StageName::Paused,
            Self::Suspended { .. } => StageName::Suspended,
            Self::MinutesReview { .. } => StageName::MinutesReview,
            Self::Signing { .. } => StageName::Signing,
            Self::Closed { .. } => StageName::Closed,
            Self::OutcomeIssued { .. } => StageName::OutcomeIssued,
            Self::Cancelled { .. } => StageName::Cancelled,
            Self::Postponed { .. } => StageName::Postponed,
            Self::NoShow { .. } => StageName::NoShow,
            Self::Adjourned { .. } => StageName::Adjourned,
            Self::InPerson { .. } => StageName::InPerson,
        }
    }

    /// The phase that is on and how long it has run, in milliseconds; it stands still in a recess.
    #[must_use]
    pub fn phase_spent(&self, now: Timestamp) -> Option<(AgendaPhase, i64)> {
        match *self {
            Self::InSession { phase, phase_since, .. } => Some((phase, (now.0 - phase_since.0).max(0))),
            Self::Paused { phase, phase_spent, .. } | Self::Suspended { phase, phase_spent, .. } => {
                Some((phase, phase_spent))
            }
            _ => None,
        }
    }
}

impl StageName {
    /// Nobody will sit down any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Closed
                | Self::OutcomeIssued
                | Self::Cancelled
                | Self::NoShow
                | Self::Adjourned
                | Self::InPerson
        )
    }

    /// Over, and there is something to keep of it: minutes, a seal, recordings, in the end its file (归档).
    #[must_use]
    pub const fn has_file(self) -> bool {
        self.is_over() && !matches!(self, Self::Cancelled)
    }

    /// Broken off before everybody had signed. Who had not still may, on paper: what was done stays valid (OLR21 21).
    #[must_use]
    pub const fn takes_paper(self) -> bool {
        matches!(self, Self::Adjourned | Self::InPerson)
    }

    /// Nobody sits there now: over, or postponed.
    #[must_use]
    pub const fn is_vacant(self) -> bool {
        self.is_over() || matches!(self, Self::Postponed)
    }

    /// From check-in to signing: somebody should be at it.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::CheckIn
                | Self::Ready
                | Self::Countdown
                | Self::InSession
                | Self::Paused
                | Self::Suspended
                | Self::MinutesReview
                | Self::Signing
        )
    }

    /// Exhibits are brought until the minutes are read back.
    #[must_use]
    pub const fn takes_exhibits(self) -> bool {
        matches!(
            self,
            Self::Scheduled
                | Self::CheckIn
                | Self::Ready
                | Self::Countdown
                | Self::InSession
                | Self::Paused
                | Self::Suspended
        )
    }

    /// Seats are added, replaced and withdrawn until the minutes are read back: who is to sign them is settled then.
    #[must_use]
    pub const fn takes_seats(self) -> bool {
        self.takes_exhibits() || matches!(self, Self::Postponed)
    }

    /// Minutes are written from check-in (who came) until they are closed.
    #[must_use]
    pub const fn takes_minutes(self) -> bool {
        matches!(
            self,
            Self::CheckIn
                | Self::Ready
                | Self::Countdown
                | Self::InSession
                | Self::Paused
                | Self::Suspended
                | Self::MinutesReview
        )
    }
}
