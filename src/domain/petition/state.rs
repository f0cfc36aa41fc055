use crate::domain::{
    Timestamp,
    ids::{AgencyId, StaffId},
    named,
};

named!(
    /// How a petition went to another organ (art. 22).
    pub enum Routing {
        /// 转送: no feedback demanded
        Transfer = "transfer",
        /// 交办: feedback and completion report in set time
        Assignment = "assignment",
    }
);

named!(
    /// Result of a handling opinion (art. 32).
    pub enum OpinionResult {
        Support = "support",
        Explain = "explain",
        Reject = "reject",
    }
);

/// Where a petition stands, with what belongs to that state and to no other.
/// Transitions are in `lifecycle`; domain.md 3.2 numbers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PetitionState {
    /// Filed on the citizen page and not yet taken over by a registrar.
    Registered,
    Screening,
    Routed {
        how: Routing,
        unit: AgencyId,
        since: Timestamp,
    },
    Accepted {
        unit: AgencyId,
        since: Timestamp,
    },
    Handling {
        unit: AgencyId,
        handler: StaffId,
        since: Timestamp,
    },
    ReplyApproval {
        unit: AgencyId,
        handler: StaffId,
    },
    Replied {
        unit: AgencyId,
        delivered_at: Timestamp,
    },
    Closed {
        unit: AgencyId,
        at: Timestamp,
    },
    Withdrawn {
        at: Timestamp,
    },
}

named!(
    /// The bare name of a state: stored, filtered by, shown.
    pub enum StateName {
        Registered = "registered",
        Screening = "screening",
        Routed = "routed",
        Accepted = "accepted",
        Handling = "handling",
        ReplyApproval = "reply_approval",
        Replied = "replied",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
);

impl PetitionState {
    #[must_use]
    pub const fn name(&self) -> StateName {
        match self {
            Self::Registered => StateName::Registered,
            Self::Screening => StateName::Screening,
            Self::Routed { .. } => StateName::Routed,
            Self::Accepted { .. } => StateName::Accepted,
            Self::Handling { .. } => StateName::Handling,
            Self::ReplyApproval { .. } => StateName::ReplyApproval,
            Self::Replied { .. } => StateName::Replied,
            Self::Closed { .. } => StateName::Closed,
            Self::Withdrawn { .. } => StateName::Withdrawn,
        }
    }

    /// The unit that has it, once it was routed.
    #[must_use]
    pub const fn unit(&self) -> Option<AgencyId> {
        match self {
            Self::Registered | Self::Screening | Self::Withdrawn { .. } => None,
            Self::Routed { unit, .. }
            | Self::Accepted { unit, .. }
            | Self::Handling { unit, .. }
            | Self::ReplyApproval { unit, .. }
            | Self::Replied { unit, .. }
            | Self::Closed { unit, .. } => Some(*unit),
        }
    }

    /// Still to be worked on.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Closed { .. } | Self::Withdrawn { .. })
    }
}
