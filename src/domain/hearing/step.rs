//! What may be done to a hearing, and the table of docs/rules.md 3.3 that says from where.

use super::{Package, StageName, Unfinished};
use crate::domain::{ReasonNeeded, Timestamp, named, quality::DropReason};

/// What may be done to a hearing, by hand or by a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// H3, for one that was only requested.
    Schedule,
    /// H5; by the clock 30 minutes before, by hand at any time before.
    OpenCheckIn,
    /// H6, automatic: who must be there is there...
    QuorumReached,
    /// ...or no longer is.
    QuorumLost,
    /// H7: the countdown begins.
    Start,
    /// H7, automatic: the countdown is over.
    Begin,
    /// H8.
    NextPhase,
    /// H8 backwards.
    PreviousPhase { reason: String },
    /// H9.
    Pause { reason: String },
    /// H10, by hand.
    Suspend { reason: String },
    /// H10, automatic: somebody who must be there is gone too long; by what, as far as it is known.
    SuspendForAbsence { reason: String, class: DropReason },
    /// H12. Straight back into its phase: people already sit there.
    Resume,
    /// H13. Also of a hearing that cannot go on: what was done stays valid (OLR21 21).
    ReviewMinutes,
    /// Back from review into the last phase of the agenda.
    ReopenSession { reason: String },
    /// H14.
    StartSigning,
    /// Back from signing: something is to be corrected, and a new version signed.
    ReopenReview { reason: String },
    /// H15 without an outcome; says why there is none (invariant 8).
    Close { reason: String, left: Unfinished },
    /// H16, closing it where it was not closed.
    IssueOutcome { left: Unfinished },
    /// H21.
    Cancel { reason: String },
    /// H18: to new times, or to none yet.
    Postpone { reason: String, to: Option<(Timestamp, Timestamp)> },
    /// H22.
    DeclareNoShow { reason: String },
    /// H19: too long, a new witness, a new appraisal; or left open by everybody.
    Adjourn { reason: String },
    /// H20: originals are needed, somebody objects to meeting online, the line does not hold.
    ConvertInPerson { reason: String },
    /// H17; without an outcome with a reason. It stays in its stage.
    Archive { package: Package, reason: Option<String> },
}

named!(
    /// The bare name of a step.
    pub enum StepKind {
        Schedule = "schedule",
        OpenCheckIn = "open_check_in",
        QuorumReached = "quorum_reached",
        QuorumLost = "quorum_lost",
        Start = "start",
        Begin = "begin",
        NextPhase = "next_phase",
        PreviousPhase = "previous_phase",
        Pause = "pause",
        Suspend = "suspend",
        Resume = "resume",
        ReviewMinutes = "review_minutes",
        ReopenSession = "reopen_session",
        StartSigning = "start_signing",
        ReopenReview = "reopen_review",
        Close = "close",
        IssueOutcome = "issue_outcome",
        Cancel = "cancel",
        Postpone = "postpone",
        DeclareNoShow = "declare_no_show",
        Adjourn = "adjourn",
        ConvertInPerson = "convert_in_person",
        Archive = "archive",
    }
);

impl Step {
    #[must_use]
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Schedule => StepKind::Schedule,
            Self::OpenCheckIn => StepKind::OpenCheckIn,
            Self::QuorumReached => StepKind::QuorumReached,
            Self::QuorumLost => StepKind::QuorumLost,
            Self::Start => StepKind::Start,
            Self::Begin => StepKind::Begin,
            Self::NextPhase => StepKind::NextPhase,
            Self::PreviousPhase { .. } => StepKind::PreviousPhase,
            Self::Pause { .. } => StepKind::Pause,
            Self::Suspend { .. } | Self::SuspendForAbsence { .. } => StepKind::Suspend,
            Self::Resume => StepKind::Resume,
            Self::ReviewMinutes => StepKind::ReviewMinutes,
            Self::ReopenSession { .. } => StepKind::ReopenSession,
            Self::StartSigning => StepKind::StartSigning,
            Self::ReopenReview { .. } => StepKind::ReopenReview,
            Self::Close { .. } => StepKind::Close,
            Self::IssueOutcome { .. } => StepKind::IssueOutcome,
            Self::Cancel { .. } => StepKind::Cancel,
            Self::Postpone { .. } => StepKind::Postpone,
            Self::DeclareNoShow { .. } => StepKind::DeclareNoShow,
            Self::Adjourn { .. } => StepKind::Adjourn,
            Self::ConvertInPerson { .. } => StepKind::ConvertInPerson,
            Self::Archive { .. } => StepKind::Archive,
        }
    }

    /// Why somebody was lost, where that moves the hearing.
    pub(super) const fn class(&self) -> Option<DropReason> {
        match self {
            Self::SuspendForAbsence { class, .. } => Some(*class),
            _ => None,
        }
    }

    /// What is said to be unfinished where it closes the hearing.
    #[must_use]
    pub const fn left(&self) -> Option<&Unfinished> {
        match self {
            Self::Close { left, .. } | Self::IssueOutcome { left } => Some(left),
            _ => None,
        }
    }

    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::PreviousPhase { reason }
            | Self::Pause { reason }
            | Self::Suspend { reason }
            | Self::SuspendForAbsence { reason, .. }
            | Self::ReopenSession { reason }
            | Self::ReopenReview { reason }
            | Self::Close { reason, .. }
            | Self::Cancel { reason }
            | Self::Postpone { reason, .. }
            | Self::DeclareNoShow { reason }
            | Self::Adjourn { reason }
            | Self::ConvertInPerson { reason } => Some(reason),
            Self::Archive { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }
}

/// Whether the table has a way by `kind` from `stage`. Guards (quorum, times, reasons) come on top.
#[must_use]
pub const fn possible(stage: StageName, kind: StepKind) -> bool {
    use StageName as S;
    match kind {
        StepKind::Schedule => matches!(stage, S::Requested),
        StepKind::OpenCheckIn => matches!(stage, S::Scheduled),
        StepKind::QuorumReached | StepKind::DeclareNoShow => matches!(stage, S::CheckIn),
        StepKind::QuorumLost => matches!(stage, S::Ready | S::Countdown),
        StepKind::Start => matches!(stage, S::Ready),
        StepKind::Begin => matches!(stage, S::Countdown),
        StepKind::NextPhase | StepKind::PreviousPhase | StepKind::Pause => matches!(stage, S::InSession),
        StepKind::Suspend => matches!(stage, S::InSession | S::Paused),
        StepKind::Resume => matches!(stage, S::Paused | S::Suspended),
        StepKind::ReviewMinutes => matches!(stage, S::InSession | S::Paused | S::Suspended),
        StepKind::ReopenSession | StepKind::StartSigning => matches!(stage, S::MinutesReview),
        StepKind::ReopenReview => matches!(stage, S::Signing),
        StepKind::Close => matches!(stage, S::MinutesReview | S::Signing),
        // In person: what was agreed face to face is decided like what was agreed here.
        StepKind::IssueOutcome => matches!(stage, S::MinutesReview | S::Signing | S::Closed | S::InPerson),
        StepKind::Cancel => {
            matches!(stage, S::Requested | S::Scheduled | S::CheckIn | S::Ready | S::Countdown | S::Postponed)
        }
        StepKind::Postpone => matches!(stage, S::Scheduled | S::CheckIn | S::Ready | S::Postponed),
        StepKind::Adjourn => {
            matches!(stage, S::InSession | S::Paused | S::Suspended | S::MinutesReview | S::Signing)
        }
        StepKind::ConvertInPerson => stage.is_live() || matches!(stage, S::Scheduled | S::Postponed),
        StepKind::Archive => stage.has_file(),
    }
}

named!(
    /// Why a hearing does not move.
    pub enum RefusalCode {
        WrongStage = "wrong_stage",
        /// Somebody who must be there is not.
        NoQuorum = "no_quorum",
        /// 5 to 500 characters.
        ReasonNeeded = "reason_needed",
        /// The countdown runs, or the petitioner is still to be waited for.
        TooEarly = "too_early",
        /// The last code went out a moment ago.
        TooFast = "too_fast",
        /// Phases that cannot stand so.
        BadAgenda = "bad_agenda",
        /// The agenda has nothing after or before.
        NoSuchPhase = "no_such_phase",
        /// A petitioner's seat is taken: that is no no-show.
        PetitionerPresent = "petitioner_present",
        /// Times in the past, too short or too long.
        BadTimes = "bad_times",
        /// Minutes changed since they were frozen.
        NotFrozen = "not_frozen",
        /// Somebody has neither signed nor refused.
        Unsigned = "unsigned",
        /// An agreement waits for signatures; the sentence is the number of its version.
        OpenAgreement = "open_agreement",
        /// Not this seat's to sign, to answer or to write.
        NotAllowed = "not_allowed",
        /// Another version stands; the sentence is its number.
        StaleRevision = "stale_revision",
        /// Signed or answered before: that stays.
        SignedAlready = "signed_already",
        /// Strokes, a name, a text or a choice that cannot be taken.
        BadText = "bad_text",
        /// A one-time code that is wrong, spent or too old.
        WrongCode = "wrong_code",
        /// A line that is said to be corrected, and reads as it did.
        Unchanged = "unchanged",
        TooManyFiles = "too_many_files",
        TooLarge = "too_large",
        NoSuchSeat = "no_such_seat",
        /// A time to speak or to wait that is too short or too long.
        BadDuration = "bad_duration",
        /// Nobody to stand in for the presider, or somebody who must not.
        CannotStandIn = "cannot_stand_in",
        /// Not a petitioner, or not beside staff or a room.
        CannotSitBeside = "cannot_sit_beside",
        /// Who may not hear it sits before the camera of who does; the sentence is the plate of that one.
        SomebodyBeside = "somebody_beside",
        /// H17: its file is closed.
        Archived = "archived",
    }
);

/// A step that is not possible now, with a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    pub code: RefusalCode,
    pub sentence: String,
}

impl Refusal {
    #[must_use]
    pub fn new(code: RefusalCode, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into() }
    }
}

impl From<ReasonNeeded> for Refusal {
    fn from(_: ReasonNeeded) -> Self {
        Self::new(RefusalCode::ReasonNeeded, ReasonNeeded::SENTENCE)
    }
}
