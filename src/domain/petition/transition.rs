//! What may be done to a petition, and the table of domain.md 3.2 that says from where.

use super::{Category, ContentClass, Opinion, Routing, StateName};
use crate::domain::{event::EventKind, jurisdiction::Agency, named, people::Staff};
use time::Date;

/// What may be done to a petition. Ids are resolved before: a unit or handler that does not exist
/// cannot be named here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// P3, with a correction of what was filed.
    StartScreening { category: Option<Category>, content_class: Option<ContentClass> },
    /// P5; `ordered_until` goes with an assignment (交办) and with nothing else.
    Route { how: Routing, unit: Agency, ordered_until: Option<Date> },
    /// P9.
    Accept,
    /// P10.
    AssignHandler { handler: Staff },
    /// P12; again while it waits for approval, to correct the draft.
    DraftReply(Opinion),
    /// P13.
    DeliverReply,
    /// P18.
    Close { reason: String },
    /// P20.
    Withdraw { reason: String },
}

named!(
    /// The bare name of a transition.
    pub enum TransitionKind {
        StartScreening = "start_screening",
        Route = "route",
        Accept = "accept",
        AssignHandler = "assign_handler",
        DraftReply = "draft_reply",
        DeliverReply = "deliver_reply",
        Close = "close",
        Withdraw = "withdraw",
    }
);

impl Transition {
    #[must_use]
    pub const fn kind(&self) -> TransitionKind {
        match self {
            Self::StartScreening { .. } => TransitionKind::StartScreening,
            Self::Route { .. } => TransitionKind::Route,
            Self::Accept => TransitionKind::Accept,
            Self::AssignHandler { .. } => TransitionKind::AssignHandler,
            Self::DraftReply(_) => TransitionKind::DraftReply,
            Self::DeliverReply => TransitionKind::DeliverReply,
            Self::Close { .. } => TransitionKind::Close,
            Self::Withdraw { .. } => TransitionKind::Withdraw,
        }
    }
}

/// On whose behalf it moves. *Whether* that person may is `rights`' business; the law below asks only this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Staff,
    Petitioner,
    /// A clock ran out.
    System,
}

/// One way through the table.
pub(super) struct Row {
    rule: &'static str,
    kind: TransitionKind,
    pub(super) from: &'static [StateName],
    pub(super) event: EventKind,
    /// Of the Regulation (REG22).
    article: u8,
}

const OPEN: &[StateName] = &[
    StateName::Registered,
    StateName::Screening,
    StateName::Routed,
    StateName::Accepted,
    StateName::Handling,
    StateName::ReplyApproval,
    StateName::Replied,
];

#[rustfmt::skip]
const TABLE: &[Row] = &[
    Row { rule: "P3",  kind: TransitionKind::StartScreening, from: &[StateName::Registered], event: EventKind::PetitionScreening, article: 22 },
    Row { rule: "P5",  kind: TransitionKind::Route,          from: &[StateName::Screening], event: EventKind::PetitionRouted, article: 22 },
    Row { rule: "P9",  kind: TransitionKind::Accept,         from: &[StateName::Routed], event: EventKind::PetitionAccepted, article: 23 },
    Row { rule: "P10", kind: TransitionKind::AssignHandler,  from: &[StateName::Accepted], event: EventKind::PetitionHandling, article: 28 },
    Row { rule: "P12", kind: TransitionKind::DraftReply,     from: &[StateName::Handling, StateName::ReplyApproval], event: EventKind::PetitionReplyDrafted, article: 32 },
    Row { rule: "P13", kind: TransitionKind::DeliverReply,   from: &[StateName::ReplyApproval], event: EventKind::PetitionReplied, article: 34 },
    Row { rule: "P18", kind: TransitionKind::Close,          from: &[StateName::Replied], event: EventKind::PetitionClosed, article: 35 },
    Row { rule: "P20", kind: TransitionKind::Withdraw,       from: OPEN, event: EventKind::PetitionWithdrawn, article: 19 },
];

/// Whether the table has a way by `kind` from `state`.
#[must_use]
pub fn possible(state: StateName, kind: TransitionKind) -> bool {
    TABLE.iter().any(|row| row.kind == kind && row.from.contains(&state))
}

named!(
    /// Why a petition does not move.
    pub enum RefusalCode {
        WrongState = "wrong_state",
        /// 5 to 500 characters.
        ReasonNeeded = "reason_needed",
        /// An assignment needs a deadline, a transfer has none.
        BadDeadline = "bad_deadline",
        /// The accused agency must not get it.
        AccusedUnit = "accused_unit",
        /// A report stays sealed.
        StaysSealed = "stays_sealed",
        /// The handler must work at the unit.
        BadHandler = "bad_handler",
        BadOpinion = "bad_opinion",
        /// The review window is still open.
        TooEarly = "too_early",
        /// Not for the petitioner or a clock to do.
        NotYours = "not_yours",
    }
);

/// A transition that is not lawful now: the rule of domain.md 3.2, the article behind it, a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} (art. {article})")]
pub struct Refusal {
    pub code: RefusalCode,
    pub rule: &'static str,
    pub article: u8,
    pub sentence: String,
}

impl Row {
    /// The row of `kind`.
    pub(super) fn of(kind: TransitionKind) -> &'static Self {
        TABLE.iter().find(|row| row.kind == kind).expect("every kind has its row, by test")
    }

    pub(super) fn refuse(&self, code: RefusalCode, sentence: impl Into<String>) -> Refusal {
        Refusal { code, rule: self.rule, article: self.article, sentence: sentence.into() }
    }

    pub(super) fn allows(&self, by: By) -> Result<(), Refusal> {
        let allowed = match by {
            By::Staff => true,
            By::Petitioner => self.kind == TransitionKind::Withdraw,
            By::System => self.kind == TransitionKind::Close,
        };
        if allowed {
            return Ok(());
        }
        Err(self.refuse(RefusalCode::NotYours, format!("Only staff may {}", self.kind)))
    }
}
