use crate::domain::{named, petition::TransitionKind};

named!(
    /// What may be done to a petition. The transitions have the names of [`TransitionKind`].
    pub enum PetitionAction {
        See = "see",
        StartScreening = "start_screening",
        Merge = "merge",
        Divert = "divert",
        ReturnDiverted = "return_diverted",
        Route = "route",
        HandDown = "hand_down",
        GiveBack = "give_back",
        RefuseAcceptance = "refuse_acceptance",
        RefuseRepeated = "refuse_repeated",
        Object = "object",
        RefuseObjection = "refuse_objection",
        Reroute = "reroute",
        RuleCompetence = "rule_competence",
        Accept = "accept",
        AssignHandler = "assign_handler",
        Recuse = "recuse",
        Extend = "extend",
        DraftReply = "draft_reply",
        ApproveReply = "approve_reply",
        ReturnReply = "return_reply",
        DeliverReply = "deliver_reply",
        RecordReceipt = "record_receipt",
        RequestReview = "request_review",
        StartReview = "start_review",
        DecideReview = "decide_review",
        RequestRereview = "request_rereview",
        StartRereview = "start_rereview",
        PauseClock = "pause_clock",
        ResumeClock = "resume_clock",
        DecideRereview = "decide_rereview",
        Close = "close",
        Terminate = "terminate",
        Withdraw = "withdraw",
        Reopen = "reopen",
        Undo = "undo",
        Archive = "archive",
        NameAccused = "name_accused",
        ProposeUnsealing = "propose_unsealing",
        Unseal = "unseal",
        RefuseUnsealing = "refuse_unsealing",
        RequestHearing = "request_hearing",
        ScheduleHearing = "schedule_hearing",
        AddAttachment = "add_attachment",
        RenewQueryCode = "renew_query_code",
        IssueDocument = "issue_document",
        /// Set right what the record says, and add who joins.
        Correct = "correct",
        /// Art. 25: report it upwards at once; say there that it was seen; take the mark off.
        MarkUrgent = "mark_urgent",
        ConfirmUrgent = "confirm_urgent",
        /// Report it onwards from there.
        PassUrgent = "pass_urgent",
        LiftUrgent = "lift_urgent",
    }
);

impl From<TransitionKind> for PetitionAction {
    fn from(kind: TransitionKind) -> Self {
        match kind {
            TransitionKind::StartScreening => Self::StartScreening,
            TransitionKind::Merge => Self::Merge,
            TransitionKind::Divert => Self::Divert,
            TransitionKind::ReturnDiverted => Self::ReturnDiverted,
            TransitionKind::Route => Self::Route,
            TransitionKind::HandDown => Self::HandDown,
            TransitionKind::GiveBack => Self::GiveBack,
            TransitionKind::RefuseAcceptance => Self::RefuseAcceptance,
            TransitionKind::RefuseRepeated => Self::RefuseRepeated,
            TransitionKind::Object => Self::Object,
            TransitionKind::RefuseObjection => Self::RefuseObjection,
            TransitionKind::Reroute => Self::Reroute,
            TransitionKind::RuleCompetence => Self::RuleCompetence,
            TransitionKind::Accept => Self::Accept,
            TransitionKind::AssignHandler => Self::AssignHandler,
            TransitionKind::Recuse => Self::Recuse,
            TransitionKind::Extend => Self::Extend,
            TransitionKind::DraftReply => Self::DraftReply,
            TransitionKind::ApproveReply => Self::ApproveReply,
            TransitionKind::ReturnReply => Self::ReturnReply,
            TransitionKind::DeliverReply => Self::DeliverReply,
            TransitionKind::RecordReceipt => Self::RecordReceipt,
            TransitionKind::RequestReview => Self::RequestReview,
            TransitionKind::StartReview => Self::StartReview,
            TransitionKind::DecideReview => Self::DecideReview,
            TransitionKind::RequestRereview => Self::RequestRereview,
            TransitionKind::StartRereview => Self::StartRereview,
            TransitionKind::PauseClock => Self::PauseClock,
            TransitionKind::ResumeClock => Self::ResumeClock,
            TransitionKind::DecideRereview => Self::DecideRereview,
            TransitionKind::Close => Self::Close,
            TransitionKind::Terminate => Self::Terminate,
            TransitionKind::Withdraw => Self::Withdraw,
            TransitionKind::Reopen => Self::Reopen,
            TransitionKind::Undo => Self::Undo,
            TransitionKind::Archive => Self::Archive,
            TransitionKind::NameAccused => Self::NameAccused,
            TransitionKind::ProposeUnsealing => Self::ProposeUnsealing,
            TransitionKind::Unseal => Self::Unseal,
            TransitionKind::RefuseUnsealing => Self::RefuseUnsealing,
        }
    }
}

impl PetitionAction {
    /// The transition behind it, if it is one.
    #[must_use]
    pub fn transition(self) -> Option<TransitionKind> {
        TransitionKind::ALL.iter().copied().find(|kind| Self::from(*kind) == self)
    }
}
