use super::{
    Actor, HEADS, REGISTRARS, SCHEDULERS, SeatRelation, WORKERS, WRITERS, action_set,
    lists::{ARCHIVED, rules_on_competence},
};
use crate::domain::{
    named,
    people::Role,
    petition::{ClockKind, Petition, StateName, TransitionKind, possible},
};

const SCREENERS: &[Role] = &[Role::Screener, Role::BureauHead];
/// Who says for the bureau above that it has seen what is urgent.
const URGENT_READERS: &[Role] = &[Role::Screener, Role::BureauHead, Role::Leader, Role::Supervisor];
/// Who works on a review; heads decide.
const REVIEWERS: &[Role] = &[Role::Screener, Role::BureauHead, Role::Handler, Role::UnitHead];
/// Who asks for a hearing in the bureau: the counter for a petitioner, leaders for themselves.
const APPLICANTS: &[Role] =
    &[Role::CounterClerk, Role::Screener, Role::BureauHead, Role::Presider, Role::Leader];
/// Who says for an organ whether what was sent to it is its business.
const RECEIVERS: &[Role] = &[Role::Handler, Role::UnitHead, Role::BureauHead];
pub(super) const ARCHIVISTS: &[Role] = &[Role::Archivist];
/// What a program may do of what its post opens: tell what its house has done with a petition. What an organ decides
/// about one, issues in its name or hands out (a query code opens what is the petitioner's) stays with a person.
const CARRIED_OVER: &[PetitionAction] = &[
    PetitionAction::See,
    PetitionAction::StartScreening,
    PetitionAction::Route,
    PetitionAction::HandDown,
    PetitionAction::GiveBack,
    PetitionAction::Object,
    PetitionAction::Accept,
    PetitionAction::RecordReceipt,
    PetitionAction::AddAttachment,
];

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

action_set!(
    /// What one person may do to one petition now; empty if there is no such petition for them.
    PetitionRights of PetitionAction
);

/// What `actor` may do to `petition` now.
///
/// The wall of art. 30: a report is seen by the discipline desks of its own place upwards, by handler
/// and head of the organ it was routed or diverted to, and by who works on it from a seat in its hearing; by nobody
/// else, not even the counter that registered it, and by the accused and their organs never; a program sees none. Who acts
/// for somebody recused (art. 28) has nothing of theirs here.
#[must_use]
pub fn petition_rights(actor: &Actor, petition: &Petition, seat: SeatRelation) -> PetitionRights {
    let actor = &actor.not_for(|principal| petition.keeps_away(principal));
    let standing = Standing { actor, petition, seat };
    if !standing.sees() {
        return PetitionRights::default();
    }
    PetitionAction::ALL
        .iter()
        .copied()
        .filter(|action| {
            standing.lawful(*action)
                && standing.entitled(*action)
                && !standing.keeps_away(*action)
                && (!actor.program || CARRIED_OVER.contains(action))
        })
        .collect()
}

/// Whether somebody like `actor` would read `petition` were it reported to their organ as urgent: it is reported to nobody
/// who is accused in it, and to no organ that has nobody to read it.
#[must_use]
pub fn may_take_urgent(actor: &Actor, petition: &Petition) -> bool {
    let standing = Standing { actor, petition, seat: SeatRelation::None };
    standing.sees() && standing.reads_urgent() && !standing.keeps_away(PetitionAction::ConfirmUrgent)
}

/// Whether `actor`, of the unit that had it, worked on it to its end: who handled it, or a head where nobody did.
#[must_use]
pub fn had(actor: &Actor, petition: &Petition) -> bool {
    let receives = actor.has_any(RECEIVERS);
    petition.course.handler.map_or(receives, |handler| handler == actor.staff.id || actor.has_any(HEADS))
}

pub(super) struct Standing<'a> {
    pub actor: &'a Actor,
    pub petition: &'a Petition,
    pub seat: SeatRelation,
}

impl Standing<'_> {
    fn sees(&self) -> bool {
        if self.petition.is_sealed() { self.behind_the_wall() } else { self.sees_open() }
    }

    fn behind_the_wall(&self) -> bool {
        let accused =
            self.petition.accuses(self.actor.agency.id) || self.petition.accuses_person(self.actor.staff.id);
        let works = self.actor.has_any(WORKERS) || self.actor.is_discipline_desk();
        !accused
            && !self.actor.program
            && (self.is_its_discipline_desk()
                || self.as_unit(&[Role::Handler, Role::UnitHead])
                || self.as_organ(&[Role::Handler, Role::UnitHead])
                || (self.seat == SeatRelation::Own && works))
    }

    fn is_its_discipline_desk(&self) -> bool {
        self.actor.is_discipline_desk_of(&self.petition.place)
    }

    fn sees_open(&self) -> bool {
        let home = self.is_above() || self.is_unit() || self.is_keeper();
        let near = home
            || self.is_organ()
            || self.is_reviewer()
            || self.sees_dispute()
            || self.seat != SeatRelation::None;
        let archives = self.actor.has_any(ARCHIVISTS) && ARCHIVED.contains(&self.petition.state.name());
        (near && self.actor.has_any(WORKERS)) || (home && archives)
    }

    /// The state allows it, whoever asks.
    fn lawful(&self, action: PetitionAction) -> bool {
        let state = &self.petition.state;
        match (action, action.transition()) {
            // Once for each household.
            (PetitionAction::Withdraw, Some(kind)) => {
                possible(state.name(), kind) && self.petition.course.left_at.is_none()
            }
            (PetitionAction::RequestReview | PetitionAction::RequestRereview, Some(kind)) => {
                possible(state.name(), kind) && !self.petition.asked_beyond()
            }
            (_, Some(kind)) => possible(state.name(), kind),
            // A report is heard where it is kept, without a request that others would read.
            (PetitionAction::RequestHearing, _) => state.is_open() && !self.petition.is_sealed(),
            (PetitionAction::ScheduleHearing | PetitionAction::AddAttachment, _) => state.is_open(),
            (PetitionAction::MarkUrgent, _) => state.is_open() && self.petition.course.urgent.is_none(),
            (PetitionAction::LiftUrgent, _) => self.petition.course.urgent.is_some(),
            (PetitionAction::ConfirmUrgent, _) => {
                self.petition.course.urgent.as_ref().is_some_and(|urgent| urgent.seen.is_none())
            }
            (PetitionAction::PassUrgent, _) => {
                self.petition.is_urgent()
                    && self.petition.course.urgent.as_ref().is_some_and(|urgent| urgent.seen.is_some())
            }
            // Nobody is there to be given one.
            (PetitionAction::RenewQueryCode, _) => self.petition.origin.signed,
            _ => true,
        }
    }

    /// This person may do it, in whatever state. The table.
    fn entitled(&self, action: PetitionAction) -> bool {
        use PetitionAction as A;
        match action {
            A::See => true,
            A::StartScreening | A::Merge => self.as_desk(REGISTRARS),
            A::Correct => self.as_keeper(REGISTRARS),
            A::Divert | A::Route | A::HandDown | A::RefuseRepeated | A::RefuseObjection | A::Reroute => {
                self.as_desk(SCREENERS)
            }
            // While the days to do so are counted, and where there is another bureau to give it back to.
            A::GiveBack => {
                let elsewhere = self.petition.came_from() != Some(self.petition.desk);
                elsewhere && self.petition.clock(ClockKind::GiveBack).is_some() && self.as_desk(SCREENERS)
            }
            A::ReturnDiverted => {
                self.as_organ(RECEIVERS) || (self.is_organ() && self.actor.is_discipline_desk())
            }
            A::RefuseAcceptance => {
                if self.petition.state.unit().is_some() {
                    self.as_unit(HEADS)
                } else {
                    self.as_desk(SCREENERS)
                }
            }
            A::Object | A::Accept => self.as_unit(RECEIVERS),
            A::RuleCompetence => self.as_superior(),
            A::AssignHandler | A::Extend | A::ApproveReply | A::DeliverReply => self.as_unit(HEADS),
            A::ReturnReply => self.as_unit(HEADS) || self.as_desk(&[Role::BureauHead]),
            // Of the organ that works on it, or of a bureau above: a head may be who is concerned.
            A::Recuse => {
                self.as_unit(HEADS)
                    || self.as_reviewer(HEADS)
                    || self.as_desk(&[Role::BureauHead])
                    || self.as_bureau_above(&[Role::BureauHead])
            }
            A::DraftReply => self.as_unit(HEADS) || (self.is_handler() && self.as_unit(&[Role::Handler])),
            A::RecordReceipt => {
                self.as_unit(RECEIVERS) || self.as_reviewer(REVIEWERS) || self.as_keeper(REGISTRARS)
            }
            // For a petitioner at the counter; else they ask with their query code.
            A::RequestReview | A::RequestRereview | A::Withdraw => self.as_keeper(REGISTRARS),
            A::StartReview | A::StartRereview => self.as_reviewer(REVIEWERS),
            A::DecideReview | A::DecideRereview | A::Terminate => self.as_reviewer(HEADS),
            A::PauseClock | A::ResumeClock => {
                if self.petition.state.reviewer().is_some() {
                    self.as_reviewer(REVIEWERS)
                } else {
                    self.as_unit(HEADS)
                }
            }
            // Asked of an organ outside: not by whose opinion it is about that it ends.
            A::Close if self.petition.asked_beyond() => self.as_desk(&[Role::BureauHead]),
            A::Close => self.as_unit(HEADS) || self.as_desk(&[Role::BureauHead]) || self.as_reviewer(HEADS),
            A::Reopen | A::Undo => {
                self.as_desk(&[Role::BureauHead]) || self.as_bureau_above(&[Role::BureauHead])
            }
            A::NameAccused => self.as_desk_of_report(),
            A::ProposeUnsealing => self.as_desk_of_report() && self.petition.course.unsealing.is_none(),
            A::RefuseUnsealing => self.as_desk_of_report() && self.petition.course.unsealing.is_some(),
            A::Unseal => self.may_unseal(),
            A::Archive => self.as_keeper(ARCHIVISTS) || self.as_unit(ARCHIVISTS),
            A::RequestHearing => {
                self.as_unit(&[Role::Handler, Role::UnitHead])
                    || self.as_keeper(REGISTRARS)
                    || self.as_bureau_above(APPLICANTS)
            }
            A::ScheduleHearing => self.as_bureau_above(SCHEDULERS),
            A::AddAttachment => {
                self.as_keeper(&[Role::CounterClerk, Role::Screener, Role::Clerk, Role::BureauHead])
                    || self.as_unit(&[Role::Handler, Role::UnitHead])
            }
            A::RenewQueryCode => self.as_keeper(&[Role::CounterClerk, Role::BureauHead]),
            A::MarkUrgent | A::LiftUrgent => self.as_desk(SCREENERS) || self.as_bureau_above(SCREENERS),
            A::ConfirmUrgent | A::PassUrgent => self.as_reported_to(),
            // Of which acts, the document itself asks: an organ tells of its own (`domain::document`).
            A::IssueDocument => self.actor.has_any(WRITERS) || self.is_its_discipline_desk(),
        }
    }

    /// Art. 28: who is recused may know of it, and does nothing to it.
    fn keeps_away(&self, action: PetitionAction) -> bool {
        action != PetitionAction::See && self.petition.course.is_recused(self.actor.staff.id)
    }

    /// As the bureau that has it: its decisions. For a report its discipline desk stands in its place.
    fn as_desk(&self, roles: &[Role]) -> bool {
        if self.petition.is_sealed() {
            return self.is_its_discipline_desk();
        }
        self.is_desk() && self.actor.has_any(roles)
    }

    /// As the bureau that registered it or the one that has it: the record, and whoever comes to either counter.
    fn as_keeper(&self, roles: &[Role]) -> bool {
        self.keeps_record() && (self.petition.is_sealed() || self.actor.has_any(roles))
    }

    fn as_desk_of_report(&self) -> bool {
        self.petition.is_sealed() && self.is_its_discipline_desk()
    }

    /// Two people: neither who proposed it, nor anybody in their place (委托代办).
    fn may_unseal(&self) -> bool {
        let Some(proposed) = &self.petition.course.unsealing else { return false };
        let proposer = |staff| staff == proposed.by;
        let me = self.actor.not_for(proposer);
        self.petition.is_sealed() && !proposer(me.staff.id) && me.is_discipline_desk_of(&self.petition.place)
    }

    fn as_unit(&self, roles: &[Role]) -> bool {
        self.is_unit() && self.actor.has_any(roles)
    }

    /// As the organ it was diverted to.
    fn as_organ(&self, roles: &[Role]) -> bool {
        self.is_organ() && self.actor.has_any(roles)
    }

    /// As a petition bureau of the place or above it.
    fn as_bureau_above(&self, roles: &[Role]) -> bool {
        if self.petition.is_sealed() {
            return self.is_its_discipline_desk();
        }
        self.is_above() && self.actor.has_any(roles)
    }

    /// As the organ that reviews it, or has reviewed it and may be asked about that.
    fn as_reviewer(&self, roles: &[Role]) -> bool {
        self.is_reviewer() && self.actor.has_any(roles)
    }

    /// As a common superior of those who dispute competence (art. 24): a bureau above the one that sent
    /// it, or the joint conference of the place. Which units it may name is the transition's to say.
    fn as_superior(&self) -> bool {
        self.is_superior() && self.petition.state.name() == StateName::Objected
    }

    /// Whoever ruled still reads it: what became of the dispute, and the answer to their own ruling.
    fn sees_dispute(&self) -> bool {
        self.as_superior() || (self.is_superior() && self.petition.course.ruled)
    }

    fn is_superior(&self) -> bool {
        rules_on_competence(self.actor)
            && !self.is_desk()
            && !self.petition.is_sealed()
            && self.actor.agency.division.contains(&self.petition.place)
    }

    /// Whether the record is this person's to keep: of a report the discipline desk's.
    pub(super) fn keeps_record(&self) -> bool {
        if self.petition.is_sealed() { self.is_its_discipline_desk() } else { self.is_keeper() }
    }

    /// Whether this is a petition bureau of the place or above it.
    pub(super) fn is_above(&self) -> bool {
        self.actor.is_bureau() && self.actor.agency.division.contains(&self.petition.place)
    }

    pub(super) fn is_reviewer(&self) -> bool {
        self.petition.state.reviewer() == Some(self.actor.agency.id)
    }

    pub(super) fn is_unit(&self) -> bool {
        self.petition.state.unit() == Some(self.actor.agency.id)
    }

    pub(super) fn is_organ(&self) -> bool {
        self.petition.state.organ() == Some(self.actor.agency.id)
    }

    fn is_desk(&self) -> bool {
        self.petition.desk == self.actor.agency.id
    }

    fn is_keeper(&self) -> bool {
        self.is_desk() || self.petition.registered_by == self.actor.agency.id
    }

    /// As the organ that an urgent matter was reported to.
    fn as_reported_to(&self) -> bool {
        let to = self.petition.course.urgent.as_ref().and_then(|urgent| urgent.reported_to);
        to == Some(self.actor.agency.id) && self.reads_urgent()
    }

    fn reads_urgent(&self) -> bool {
        self.actor.has_any(URGENT_READERS) || self.actor.is_discipline_desk()
    }

    fn is_handler(&self) -> bool {
        self.petition.state.handler() == Some(self.actor.staff.id)
    }
}
