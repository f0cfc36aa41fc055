//! The table of docs/rules.md 3.2: from where each transition goes, under which rule and article.

use super::{StateName, TransitionKind};
use crate::domain::{event::EventKind, named};

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

use EventKind as E;
use StateName as S;
use TransitionKind as K;

/// All that are [`StateName::is_open`], by test, and what goes on in another: a household leaves it by itself.
const OPEN_OR_JOINED: &[S] = &[
    S::Registered,
    S::Screening,
    S::Objected,
    S::Routed,
    S::Accepted,
    S::Handling,
    S::Extended,
    S::ReplyApproval,
    S::Replied,
    S::ReviewRequested,
    S::Reviewing,
    S::Reviewed,
    S::RereviewRequested,
    S::Rereviewing,
    S::Rereviewed,
    S::Merged,
];
const OPEN: &[S] = match OPEN_OR_JOINED {
    [open @ .., S::Merged] => open,
    _ => panic!("what was merged stands last"),
};
/// Ended before there was an opinion that could be reviewed or reopened.
const WITHOUT_OPINION: &[S] = &[S::Diverted, S::NotAccepted, S::NoLongerAccepted, S::Merged, S::Withdrawn];
/// All that are not open, but for what is filed away already.
const ENDED: &[S] =
    &[S::Closed, S::Terminated, S::Diverted, S::NotAccepted, S::NoLongerAccepted, S::Merged, S::Withdrawn];
/// Screened, and not answered: while it may turn out to be a report.
const OPEN_TO_A_WALL: &[S] =
    &[S::Screening, S::Objected, S::Routed, S::Accepted, S::Handling, S::Extended, S::ReplyApproval];
/// Before a report is answered as one.
const UNANSWERED: &[S] =
    &[S::Registered, S::Screening, S::Objected, S::Routed, S::Accepted, S::Handling, S::ReplyApproval];
const IN_HANDS: &[S] = &[S::Handling, S::Extended];

#[rustfmt::skip]
const TABLE: &[Row] = &[
    Row { rule: "P3",  kind: K::StartScreening,   from: &[S::Registered], event: E::PetitionScreening, article: 22 },
    Row { rule: "P4",  kind: K::Reclassify,       from: OPEN_TO_A_WALL, event: E::PetitionReclassified, article: 31 },
    Row { rule: "P2",  kind: K::Merge,            from: &[S::Registered, S::Screening], event: E::PetitionMerged, article: 19 },
    Row { rule: "P4",  kind: K::Divert,           from: &[S::Screening], event: E::PetitionDiverted, article: 31 },
    Row { rule: "P4",  kind: K::ReturnDiverted,   from: &[S::Diverted], event: E::PetitionDiversionReturned, article: 31 },
    Row { rule: "P5",  kind: K::Route,            from: &[S::Screening], event: E::PetitionRouted, article: 22 },
    Row { rule: "P5",  kind: K::HandDown,         from: &[S::Screening], event: E::PetitionHandedDown, article: 22 },
    Row { rule: "P5",  kind: K::GiveBack,         from: &[S::Registered, S::Screening], event: E::PetitionGivenBack, article: 22 },
    Row { rule: "P6",  kind: K::RefuseAcceptance, from: &[S::Screening, S::Routed], event: E::PetitionNotAccepted, article: 23 },
    Row { rule: "P6",  kind: K::RefuseRepeated,   from: &[S::Screening], event: E::PetitionNoLongerAccepted, article: 36 },
    Row { rule: "P7",  kind: K::Object,           from: &[S::Routed], event: E::PetitionObjected, article: 23 },
    Row { rule: "P8",  kind: K::RefuseObjection,  from: &[S::Objected], event: E::PetitionObjectionRefused, article: 23 },
    Row { rule: "P8",  kind: K::Reroute,          from: &[S::Objected], event: E::PetitionRerouted, article: 23 },
    Row { rule: "P8",  kind: K::TakeBack,         from: &[S::Objected], event: E::PetitionTakenBack, article: 23 },
    Row { rule: "P8",  kind: K::RuleCompetence,   from: &[S::Objected], event: E::PetitionCompetenceRuled, article: 24 },
    Row { rule: "P9",  kind: K::Accept,           from: &[S::Routed], event: E::PetitionAccepted, article: 23 },
    Row { rule: "P10", kind: K::AssignHandler,    from: &[S::Accepted, S::Handling, S::Extended], event: E::PetitionHandling, article: 28 },
    Row { rule: "P10", kind: K::Recuse,           from: OPEN, event: E::PetitionRecused, article: 28 },
    Row { rule: "P11", kind: K::Extend,           from: IN_HANDS, event: E::PetitionExtended, article: 34 },
    Row { rule: "P12", kind: K::DraftReply,       from: &[S::Handling, S::Extended, S::ReplyApproval], event: E::PetitionReplyDrafted, article: 32 },
    Row { rule: "P13", kind: K::ApproveReply,     from: &[S::ReplyApproval], event: E::PetitionReplyFirstApproved, article: 32 },
    Row { rule: "P14", kind: K::ReturnReply,      from: &[S::ReplyApproval], event: E::PetitionReplyReturned, article: 32 },
    Row { rule: "P13", kind: K::DeliverReply,     from: &[S::ReplyApproval], event: E::PetitionReplied, article: 34 },
    Row { rule: "P13", kind: K::RecordReceipt,    from: &[S::Replied, S::Reviewed], event: E::PetitionReceiptRecorded, article: 35 },
    Row { rule: "P15", kind: K::RequestReview,    from: &[S::Replied], event: E::PetitionReviewRequested, article: 35 },
    Row { rule: "P16", kind: K::StartReview,      from: &[S::ReviewRequested], event: E::PetitionReviewing, article: 35 },
    Row { rule: "P16", kind: K::DecideReview,     from: &[S::Reviewing], event: E::PetitionReviewed, article: 35 },
    Row { rule: "P17", kind: K::RequestRereview,  from: &[S::Reviewed], event: E::PetitionRereviewRequested, article: 36 },
    Row { rule: "P17", kind: K::StartRereview,    from: &[S::RereviewRequested], event: E::PetitionRereviewing, article: 36 },
    Row { rule: "P17", kind: K::PauseClock,       from: &[S::Handling, S::Extended, S::Rereviewing], event: E::PetitionClockPaused, article: 36 },
    Row { rule: "P17", kind: K::ResumeClock,      from: &[S::Handling, S::Extended, S::Rereviewing], event: E::PetitionClockResumed, article: 36 },
    Row { rule: "P17", kind: K::DecideRereview,   from: &[S::Rereviewing], event: E::PetitionRereviewed, article: 36 },
    Row { rule: "P18", kind: K::Close,            from: &[S::Replied, S::Reviewed], event: E::PetitionClosed, article: 35 },
    Row { rule: "P19", kind: K::Terminate,        from: &[S::Rereviewed], event: E::PetitionTerminated, article: 36 },
    Row { rule: "P20", kind: K::Withdraw,         from: OPEN_OR_JOINED, event: E::PetitionWithdrawn, article: 19 },
    Row { rule: "P21", kind: K::Reopen,           from: &[S::Closed], event: E::PetitionReopened, article: 40 },
    Row { rule: "P21", kind: K::Undo,             from: WITHOUT_OPINION, event: E::PetitionUndone, article: 40 },
    Row { rule: "P22", kind: K::Archive,          from: ENDED, event: E::PetitionArchived, article: 21 },
    Row { rule: "P4",  kind: K::NameAccused,      from: UNANSWERED, event: E::PetitionAccusedNamed, article: 30 },
    Row { rule: "P4",  kind: K::ProposeUnsealing, from: UNANSWERED, event: E::PetitionUnsealingProposed, article: 30 },
    Row { rule: "P4",  kind: K::Unseal,           from: UNANSWERED, event: E::PetitionUnsealed, article: 30 },
    Row { rule: "P4",  kind: K::RefuseUnsealing,  from: UNANSWERED, event: E::PetitionUnsealingRefused, article: 30 },
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
        /// An assignment and a revoked opinion need a deadline; a transfer and any other finding have none.
        BadDeadline = "bad_deadline",
        /// A petition bureau is no unit that handles matters: it gets them handed down.
        BureauNoUnit = "bureau_no_unit",
        /// Not the petition bureau of a division below, in which the matter lies.
        NotBelow = "not_below",
        /// Nobody handed it down, or it was given back before by the bureau that has it.
        NotHandedDown = "not_handed_down",
        /// The accused agency must not get it.
        AccusedUnit = "accused_unit",
        /// A report goes nowhere before somebody said whom it accuses.
        AccusedUnnamed = "accused_unnamed",
        /// A hearing is coming or being held at whose table the accused would sit.
        AccusedAtTable = "accused_at_table",
        /// Only a report accuses somebody.
        OnlyReports = "only_reports",
        /// The household has withdrawn already.
        HasLeft = "has_left",
        /// What is unsealed is a report no more; what is reclassified is something else than before, and once a unit has it
        /// nothing but a report.
        BadCategory = "bad_category",
        /// Who proposed to unseal it does not approve that.
        SecondPerson = "second_person",
        /// What was filed is corrected no more once a unit has accepted it.
        AcceptedAlready = "accepted_already",
        /// The place is corrected within its county and before the matter is routed.
        PlaceFixed = "place_fixed",
        /// A report stays sealed.
        StaysSealed = "stays_sealed",
        /// The handler must work at the unit.
        BadHandler = "bad_handler",
        BadOpinion = "bad_opinion",
        /// A suggestion is adopted or not, all else is supported or not.
        OtherResult = "other_result",
        /// An opinion that does not say what it rests on.
        NoBasis = "no_basis",
        /// Review may still be asked for: the petitioner has not accepted.
        WindowOpen = "window_open",
        /// What the petitioner is said to have accepted reached them later.
        BadAcceptance = "bad_acceptance",
        /// Staff record a withdrawal by a signed paper or a hearing that shows it.
        ProofNeeded = "proof_needed",
        /// Not for the petitioner or a clock to do.
        NotYours = "not_yours",
        /// What might have been done until a day is done no more.
        TooLate = "too_late",
        /// The petition named does not take this one in, or did not end as it must have.
        BadPetition = "bad_petition",
        /// Re-review ended the same person's matter with a like title: who takes it up says why.
        TerminatedBefore = "terminated_before",
        /// The same person's matter with a like title is being handled: who takes it up a second time says why.
        PendingBefore = "pending_before",
        /// The petition that re-review ended was another person's.
        AnotherPerson = "another_person",
        /// After two objections the common superior rules; its ruling is final.
        RulingNeeded = "ruling_needed",
        RulingFinal = "ruling_final",
        /// Not an organ above those concerned.
        NotSuperior = "not_superior",
        /// Only appeals have sixty days, review and re-review.
        OnlyAppeals = "only_appeals",
        /// 1 to 30 days, once.
        BadExtension = "bad_extension",
        /// With a direct interest in the matter.
        Recused = "recused",
        /// Two stages of approval, by two people.
        SecondApprover = "second_approver",
        /// Received on a day to come or before it went out, or on record already and set right without a reason.
        BadReceipt = "bad_receipt",
        /// No organ had it that could have given it back.
        BadGround = "bad_ground",
        /// A hearing does not stop this clock, or it is stopped or running already.
        BadPause = "bad_pause",
    }
);

/// A transition that is not lawful now: the rule of docs/rules.md 3.2, the article behind it, a sentence.
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
        let petitioners = [K::Withdraw, K::RequestReview, K::RequestRereview, K::Close];
        let allowed = match by {
            By::Staff => true,
            By::Petitioner => petitioners.contains(&self.kind),
            By::System => self.kind == K::Close,
        };
        if allowed {
            return Ok(());
        }
        Err(self.refuse(RefusalCode::NotYours, format!("Only staff may {}", self.kind)))
    }
}
