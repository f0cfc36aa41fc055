//! The table of rights on petitions: state, action, who.

use super::{ARCHIVISTS, PetitionAction, RECEIVERS, Standing};
use crate::domain::{
    people::Role,
    petition::{ClockKind, possible},
    rights::{HEADS, REGISTRARS, SCHEDULERS, WRITERS},
};

const SCREENERS: &[Role] = &[Role::Screener, Role::BureauHead];
/// Who works on a review; heads decide.
const REVIEWERS: &[Role] = &[Role::Screener, Role::BureauHead, Role::Handler, Role::UnitHead];
/// Who asks for a hearing in the bureau: the counter for a petitioner, leaders for themselves.
const APPLICANTS: &[Role] =
    &[Role::CounterClerk, Role::Screener, Role::BureauHead, Role::Presider, Role::Leader];

impl Standing<'_> {
    /// The state allows it, whoever asks.
    pub(super) fn lawful(&self, action: PetitionAction) -> bool {
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
            (PetitionAction::ScheduleHearing, _) => state.is_open(),
            // What a household that joined others signs is kept with its own record.
            (PetitionAction::AddAttachment, _) => state.is_open() || self.lawful(PetitionAction::Withdraw),
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
    pub(super) fn entitled(&self, action: PetitionAction) -> bool {
        use PetitionAction as A;
        match action {
            A::See => true,
            A::StartScreening | A::Merge => self.as_desk(REGISTRARS),
            A::Correct => self.as_keeper(REGISTRARS),
            A::Reclassify
            | A::Divert
            | A::Route
            | A::HandDown
            | A::RefuseRepeated
            | A::RefuseObjection
            | A::Reroute
            | A::TakeBack => self.as_desk(SCREENERS),
            A::GiveBack => self.may_give_back(),
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
            A::Recuse => self.may_have_recused(),
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

    /// While the days to do so are counted, and where there is another bureau to give it back to.
    fn may_give_back(&self) -> bool {
        let elsewhere = self.petition.came_from() != Some(self.petition.desk);
        elsewhere && self.petition.clock(ClockKind::GiveBack).is_some() && self.as_desk(SCREENERS)
    }

    /// Of the organ that works on it, or of a bureau above: a head may be who is concerned.
    fn may_have_recused(&self) -> bool {
        self.as_unit(HEADS)
            || self.as_reviewer(HEADS)
            || self.as_desk(&[Role::BureauHead])
            || self.as_bureau_above(&[Role::BureauHead])
    }
}
