//! The state of a petition: an enum that carries what belongs to each state.

use super::{Category, LegalWay, NonAcceptance, Retention};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, PetitionId, StaffId},
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
    /// Result of a handling opinion (art. 32), or of the study of a suggestion (art. 29).
    pub enum OpinionResult {
        Support = "support",
        Explain = "explain",
        Reject = "reject",
        /// 采纳
        Adopted = "adopted",
        /// 部分采纳
        PartlyAdopted = "partly_adopted",
        /// 未采纳
        NotAdopted = "not_adopted",
    }
);

impl OpinionResult {
    /// Those that a petition of `category` may have: what is proposed is adopted or not, what is asked for is supported.
    #[must_use]
    pub const fn of(category: Category) -> &'static [Self] {
        match category {
            Category::Suggestion => &[Self::Adopted, Self::PartlyAdopted, Self::NotAdopted, Self::Explain],
            Category::Appeal | Category::Report => &[Self::Support, Self::Explain, Self::Reject],
        }
    }
}

/// Where a petition stands, with what belongs to that state and to no other. What it keeps from state to
/// state is its [`Course`](super::Course). Transitions are in `lifecycle`; docs/rules.md 3.2 numbers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PetitionState {
    /// Filed, or come from another bureau, and not yet taken over by the one that has it.
    Registered,
    Screening,
    /// The unit says that it is not its business (art. 23).
    Objected {
        how: Routing,
        unit: AgencyId,
        since: Timestamp,
    },
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
    /// Handled within more than sixty days (art. 34).
    Extended {
        unit: AgencyId,
        handler: StaffId,
        since: Timestamp,
    },
    ReplyApproval {
        unit: AgencyId,
        handler: StaffId,
    },
    /// Sent out; the window for review runs from its receipt.
    Replied {
        unit: AgencyId,
        delivered_at: Timestamp,
    },
    /// 复查; `organ` is the one that reviews (art. 35).
    ReviewRequested {
        unit: AgencyId,
        organ: AgencyId,
        since: Timestamp,
    },
    Reviewing {
        unit: AgencyId,
        organ: AgencyId,
        since: Timestamp,
    },
    Reviewed {
        unit: AgencyId,
        organ: AgencyId,
        delivered_at: Timestamp,
    },
    /// 复核; `organ` is the next higher one again (art. 36).
    RereviewRequested {
        unit: AgencyId,
        organ: AgencyId,
        since: Timestamp,
    },
    Rereviewing {
        unit: AgencyId,
        organ: AgencyId,
        since: Timestamp,
    },
    /// Decided and not yet delivered.
    Rereviewed {
        unit: AgencyId,
        organ: AgencyId,
        since: Timestamp,
    },
    Closed {
        unit: AgencyId,
        at: Timestamp,
    },
    /// Final by re-review: the same facts and reasons are no longer accepted (art. 36).
    Terminated {
        unit: AgencyId,
        at: Timestamp,
    },
    Diverted {
        way: LegalWay,
        organ: AgencyId,
        at: Timestamp,
    },
    NotAccepted {
        /// Who decided so, if it was no bureau: that organ writes to the petitioner (art. 23).
        unit: Option<AgencyId>,
        ground: NonAcceptance,
        at: Timestamp,
    },
    NoLongerAccepted {
        /// The petition with the same facts and reasons that re-review ended.
        earlier: PetitionId,
        at: Timestamp,
    },
    Merged {
        /// The petition it goes on in.
        lead: PetitionId,
        at: Timestamp,
    },
    Withdrawn {
        at: Timestamp,
    },
    Archived {
        /// What it ended as; filing it away takes nothing from it.
        ended: Box<PetitionState>,
        retention: Retention,
        at: Timestamp,
    },
}

named!(
    /// The bare name of a state: stored, filtered by, shown.
    pub enum StateName {
        Registered = "registered",
        Screening = "screening",
        Objected = "objected",
        Routed = "routed",
        Accepted = "accepted",
        Handling = "handling",
        Extended = "extended",
        ReplyApproval = "reply_approval",
        Replied = "replied",
        ReviewRequested = "review_requested",
        Reviewing = "reviewing",
        Reviewed = "reviewed",
        RereviewRequested = "rereview_requested",
        Rereviewing = "rereviewing",
        Rereviewed = "rereviewed",
        Closed = "closed",
        Terminated = "terminated",
        Diverted = "diverted",
        NotAccepted = "not_accepted",
        NoLongerAccepted = "no_longer_accepted",
        Merged = "merged",
        Withdrawn = "withdrawn",
        Archived = "archived",
    }
);

impl StateName {
    /// Still to be worked on.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Closed
                | Self::Terminated
                | Self::Diverted
                | Self::NotAccepted
                | Self::NoLongerAccepted
                | Self::Merged
                | Self::Withdrawn
                | Self::Archived
        )
    }
}

impl PetitionState {
    #[must_use]
    pub const fn name(&self) -> StateName {
        match self {
            Self::Registered => StateName::Registered,
            Self::Screening => StateName::Screening,
            Self::Objected { .. } => StateName::Objected,
            Self::Routed { .. } => StateName::Routed,
            Self::Accepted { .. } => StateName::Accepted,
            Self::Handling { .. } => StateName::Handling,
            Self::Extended { .. } => StateName::Extended,
            Self::ReplyApproval { .. } => StateName::ReplyApproval,
            Self::Replied { .. } => StateName::Replied,
            Self::ReviewRequested { .. } => StateName::ReviewRequested,
            Self::Reviewing { .. } => StateName::Reviewing,
            Self::Reviewed { .. } => StateName::Reviewed,
            Self::RereviewRequested { .. } => StateName::RereviewRequested,
            Self::Rereviewing { .. } => StateName::Rereviewing,
            Self::Rereviewed { .. } => StateName::Rereviewed,
            Self::Closed { .. } => StateName::Closed,
            Self::Terminated { .. } => StateName::Terminated,
            Self::Diverted { .. } => StateName::Diverted,
            Self::NotAccepted { .. } => StateName::NotAccepted,
            Self::NoLongerAccepted { .. } => StateName::NoLongerAccepted,
            Self::Merged { .. } => StateName::Merged,
            Self::Withdrawn { .. } => StateName::Withdrawn,
            Self::Archived { .. } => StateName::Archived,
        }
    }

    /// The unit that has it, once it was routed, or that refused it; in review still the unit whose opinion is reviewed.
    #[must_use]
    pub fn unit(&self) -> Option<AgencyId> {
        match self {
            Self::Registered
            | Self::Screening
            | Self::Diverted { .. }
            | Self::NoLongerAccepted { .. }
            | Self::Merged { .. }
            | Self::Withdrawn { .. } => None,
            Self::Objected { unit, .. }
            | Self::Routed { unit, .. }
            | Self::Accepted { unit, .. }
            | Self::Handling { unit, .. }
            | Self::Extended { unit, .. }
            | Self::ReplyApproval { unit, .. }
            | Self::Replied { unit, .. }
            | Self::ReviewRequested { unit, .. }
            | Self::Reviewing { unit, .. }
            | Self::Reviewed { unit, .. }
            | Self::RereviewRequested { unit, .. }
            | Self::Rereviewing { unit, .. }
            | Self::Rereviewed { unit, .. }
            | Self::Closed { unit, .. }
            | Self::Terminated { unit, .. } => Some(*unit),
            Self::NotAccepted { unit, .. } => *unit,
            Self::Archived { ended, .. } => ended.unit(),
        }
    }

    /// What it is, archived or not.
    #[must_use]
    pub fn ending(&self) -> &Self {
        match self {
            Self::Archived { ended, .. } => ended,
            state => state,
        }
    }

    /// It left its course without an answer of its own: what was promised on the way to one is nobody's to keep any more.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        matches!(
            self.ending(),
            Self::Diverted { .. }
                | Self::NotAccepted { .. }
                | Self::NoLongerAccepted { .. }
                | Self::Merged { .. }
                | Self::Withdrawn { .. }
        )
    }

    /// Where it was diverted.
    #[must_use]
    pub fn organ(&self) -> Option<AgencyId> {
        match self.ending() {
            Self::Diverted { organ, .. } => Some(*organ),
            _ => None,
        }
    }

    /// Who handles it now.
    #[must_use]
    pub const fn handler(&self) -> Option<StaffId> {
        match self {
            Self::Handling { handler, .. }
            | Self::Extended { handler, .. }
            | Self::ReplyApproval { handler, .. } => Some(*handler),
            _ => None,
        }
    }

    /// The organ that reviews it, or reviewed it last while it may still go higher.
    #[must_use]
    pub const fn reviewer(&self) -> Option<AgencyId> {
        match self {
            Self::ReviewRequested { organ, .. }
            | Self::Reviewing { organ, .. }
            | Self::Reviewed { organ, .. }
            | Self::RereviewRequested { organ, .. }
            | Self::Rereviewing { organ, .. }
            | Self::Rereviewed { organ, .. } => Some(*organ),
            _ => None,
        }
    }

    /// When the opinion at hand went out, while its receipt opens the window for review.
    #[must_use]
    pub const fn delivered_at(&self) -> Option<Timestamp> {
        match self {
            Self::Replied { delivered_at, .. } | Self::Reviewed { delivered_at, .. } => Some(*delivered_at),
            _ => None,
        }
    }

    /// Still to be worked on.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.name().is_open()
    }
}
