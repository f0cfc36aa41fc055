use super::{Actor, HEADS, REGISTRARS, SCHEDULERS, SeatRelation, WORKERS, WRITERS, action_set};
use crate::domain::{
    ids::AgencyId,
    jurisdiction::DivisionCode,
    named,
    people::Role,
    petition::{Petition, PetitionState, TransitionKind, possible},
};

named!(
    /// What may be done to a petition. The transitions have the names of [`TransitionKind`].
    pub enum PetitionAction {
        See = "see",
        StartScreening = "start_screening",
        Route = "route",
        Accept = "accept",
        AssignHandler = "assign_handler",
        DraftReply = "draft_reply",
        DeliverReply = "deliver_reply",
        Close = "close",
        Withdraw = "withdraw",
        ScheduleHearing = "schedule_hearing",
        AddAttachment = "add_attachment",
        RenewQueryCode = "renew_query_code",
        IssueDocument = "issue_document",
    }
);

impl From<TransitionKind> for PetitionAction {
    fn from(kind: TransitionKind) -> Self {
        match kind {
            TransitionKind::StartScreening => Self::StartScreening,
            TransitionKind::Route => Self::Route,
            TransitionKind::Accept => Self::Accept,
            TransitionKind::AssignHandler => Self::AssignHandler,
            TransitionKind::DraftReply => Self::DraftReply,
            TransitionKind::DeliverReply => Self::DeliverReply,
            TransitionKind::Close => Self::Close,
            TransitionKind::Withdraw => Self::Withdraw,
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

/// Whose petitions somebody's list shows; [`petition_rights`] holds for each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListScope {
    Nothing,
    /// Petition bureau: its division and what lies in it, no sealed reports.
    Division(DivisionCode),
    /// Any other organ: what was routed to it or heard with it.
    Agency(AgencyId),
    /// Discipline desk: sealed reports of its division, and only them.
    Sealed(DivisionCode),
}

#[must_use]
pub fn list_scope(actor: &Actor) -> ListScope {
    if actor.is_discipline_desk() {
        ListScope::Sealed(actor.agency.division.clone())
    } else if !actor.has_any(WORKERS) {
        ListScope::Nothing
    } else if actor.is_bureau() {
        ListScope::Division(actor.agency.division.clone())
    } else {
        ListScope::Agency(actor.agency.id)
    }
}

/// What `actor` may do to `petition` now.
///
/// The wall of art. 30: a report is seen by the discipline desks of its own place upwards, by handler
/// and head of the organ it was routed to, and by who works on it from a seat in its hearing; by nobody
/// else, not even the counter that registered it, and by the accused organ never.
#[must_use]
pub fn petition_rights(actor: &Actor, petition: &Petition, seat: SeatRelation) -> PetitionRights {
    let standing = Standing { actor, petition, seat };
    if !standing.sees() {
        return PetitionRights::default();
    }
    PetitionAction::ALL
        .iter()
        .copied()
        .filter(|action| standing.lawful(*action) && standing.entitled(*action))
        .collect()
}

struct Standing<'a> {
    actor: &'a Actor,
    petition: &'a Petition,
    seat: SeatRelation,
}

impl Standing<'_> {
    fn sees(&self) -> bool {
        if self.petition.is_sealed() { self.behind_the_wall() } else { self.sees_open() }
    }

    fn behind_the_wall(&self) -> bool {
        let accused = self.petition.accused == Some(self.actor.agency.id);
        let works = self.actor.has_any(WORKERS) || self.actor.is_discipline_desk();
        !accused
            && (self.is_its_discipline_desk()
                || self.as_unit(&[Role::Handler, Role::UnitHead])
                || (self.seat == SeatRelation::Own && works))
    }

    fn is_its_discipline_desk(&self) -> bool {
        self.actor.is_discipline_desk_of(&self.petition.place)
    }

    fn sees_open(&self) -> bool {
        let above = self.actor.is_bureau() && self.actor.agency.division.contains(&self.petition.place);
        let near = above || self.is_unit() || self.is_registrar() || self.seat != SeatRelation::None;
        near && self.actor.has_any(WORKERS)
    }

    /// The state allows it, whoever asks.
    fn lawful(&self, action: PetitionAction) -> bool {
        let state = &self.petition.state;
        match (action, action.transition()) {
            (_, Some(kind)) => possible(state.name(), kind),
            (PetitionAction::ScheduleHearing | PetitionAction::AddAttachment, _) => state.is_open(),
            _ => true,
        }
    }

    /// This person may do it, in whatever state. The table.
    fn entitled(&self, action: PetitionAction) -> bool {
        use PetitionAction as A;
        match action {
            A::See => true,
            A::StartScreening => self.as_registrar(REGISTRARS),
            A::Route => self.as_registrar(&[Role::Screener, Role::BureauHead]),
            A::Accept => self.as_unit(&[Role::Handler, Role::UnitHead, Role::BureauHead]),
            A::AssignHandler | A::DeliverReply => self.as_unit(HEADS),
            A::DraftReply => self.as_unit(HEADS) || (self.is_handler() && self.as_unit(&[Role::Handler])),
            A::Close => self.as_unit(HEADS) || self.as_registrar(&[Role::BureauHead]),
            A::Withdraw => self.as_registrar(REGISTRARS),
            A::ScheduleHearing => self.as_bureau_above(SCHEDULERS),
            A::AddAttachment => {
                self.as_registrar(&[Role::CounterClerk, Role::Screener, Role::Clerk, Role::BureauHead])
                    || self.as_unit(&[Role::Handler, Role::UnitHead])
            }
            A::RenewQueryCode => self.as_registrar(&[Role::CounterClerk, Role::BureauHead]),
            // Of which acts, the document itself asks: an organ tells of its own (`domain::document`).
            A::IssueDocument => self.actor.has_any(WRITERS) || self.is_its_discipline_desk(),
        }
    }

    /// As the bureau that registered it; for a report its discipline desk stands in its place.
    fn as_registrar(&self, roles: &[Role]) -> bool {
        if self.petition.is_sealed() {
            return self.is_its_discipline_desk();
        }
        self.is_registrar() && self.actor.has_any(roles)
    }

    fn as_unit(&self, roles: &[Role]) -> bool {
        self.is_unit() && self.actor.has_any(roles)
    }

    /// As a petition bureau of the place or above it.
    fn as_bureau_above(&self, roles: &[Role]) -> bool {
        if self.petition.is_sealed() {
            return self.is_its_discipline_desk();
        }
        self.actor.is_bureau()
            && self.actor.agency.division.contains(&self.petition.place)
            && self.actor.has_any(roles)
    }

    fn is_unit(&self) -> bool {
        self.petition.state.unit() == Some(self.actor.agency.id)
    }

    fn is_registrar(&self) -> bool {
        self.petition.registered_by == self.actor.agency.id
    }

    fn is_handler(&self) -> bool {
        matches!(
            self.petition.state,
            PetitionState::Handling { handler, .. } | PetitionState::ReplyApproval { handler, .. }
                if handler == self.actor.staff.id
        )
    }
}
