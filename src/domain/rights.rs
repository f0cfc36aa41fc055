//! (role, relation, state) → what may be done and seen. The one place that decides it: edge and rooms
//! ask here and add nothing. Who gets no [`PetitionAction::See`] is told that there is no such petition.

mod administration;
mod chat;
mod delegation;
mod desks;
mod fields;
mod grid;
mod hearing;
mod lists;
mod masking;
mod petition;
mod reception;
mod request;
mod seat;
mod statistics;
mod supervision;
mod talks;

pub use administration::{
    AdminAction, NotGranted, administers, go_together, is_separated, may_administer, may_be_granted,
    may_load_calendar,
};
pub use chat::{ChatGrants, may_bring_exhibit};
pub use delegation::{Acting, NotDelegated, acting, delegable, may_delegate, may_end_delegation};
pub use desks::bureaus_without_desk;
pub use fields::{
    Dealing, FieldRights, FoundBy, Near, PetitionField, Shown, field_rights, found_by, hearing_field_rights,
    works_for,
};
pub use grid::{grid_steps, may_report, may_see_report, may_take_up};
pub use hearing::{HearingAction, HearingRights, hearing_rights, keeps_files};
pub use lists::{ListScope, list_scope, list_states, ruling_scope};
pub use petition::{PetitionAction, PetitionRights, had, may_take_urgent, petition_rights};
pub use reception::{
    keeps_screens, may_contract, may_end_contract, may_plan_reception, may_see_roster, may_work_queue,
};
pub use request::{may_examine, request_steps};
pub use seat::{
    SeatGrants, Sitting, admitted_on_arrival, beyond_cap, is_recused, lacks_identity, may_take_seat,
    seat_grants,
};
pub use statistics::statistics_scope;
pub use supervision::{
    answers_for, demands_for, may_answer, may_call_back, may_demand, may_lift, may_take_item_step,
};
pub use talks::{
    Comer, Door, TalkFault, calls_witnesses, may_be_in_talk, may_call_witness, may_enter_talk, may_open_talk,
    reads_minutes_in_room,
};

use crate::domain::{
    event::EventKind,
    hearing::{Occupant, Seat},
    jurisdiction::{Agency, AgencyKind, DivisionCode},
    people::{Role, Staff},
    petition::Household,
};

/// An official who asks: somebody signed in, with the agency they act for and the posts that give them rights.
/// Who did what was done, as the log has it, is [`event::Actor`](super::event::Actor).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// Their own posts are here.
    pub staff: Staff,
    pub agency: Agency,
    /// Posts of others they act in now.
    pub acting: Vec<Acting>,
    /// A program of the agency and not a person: it carries over what people did elsewhere, and decides nothing.
    pub program: Option<Program>,
}

/// What of a program's scopes matters beyond the operation it calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// Whether it reads petitions. One that only counts is not shown those behind a number.
    pub reads: bool,
}

impl Official {
    /// Whether petitions are shown where they are beside what was asked for, as far as rights go.
    #[must_use]
    pub fn reads_petitions(&self) -> bool {
        self.program.is_none_or(|program| program.reads)
    }
}

/// As the log has it.
impl From<&Official> for super::event::Actor {
    fn from(actor: &Official) -> Self {
        Self::Staff { staff: actor.staff.id, agency: actor.agency.id }
    }
}

/// How near somebody is to a hearing, or to the hearings of a petition. The strongest holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeatRelation {
    #[default]
    None,
    /// Their agency or one of its rooms has a seat.
    Agency,
    /// They hold a seat themselves.
    Own,
}

impl SeatRelation {
    /// How near `actor` is to a table with `seats`.
    #[must_use]
    pub fn of(actor: &Official, seats: &[Seat]) -> Self {
        let nearness = |seat: &Seat| match seat.occupant {
            _ if !seat.stands() => Self::None,
            Occupant::Official { staff, .. } if staff == actor.staff.id => Self::Own,
            _ if seat.agency == Some(actor.agency.id) => Self::Agency,
            _ => Self::None,
        };
        seats.iter().map(nearness).max().unwrap_or_default()
    }
}

/// Whether number and query code open it; they never open a report (docs/rules.md 1.4).
#[must_use]
pub fn query_code_opens(asked: &Household) -> bool {
    !asked.is_sealed()
}

/// Whether an event of this kind is told to who asks by query code: the steps the law owes them, nothing
/// of the house's own work.
#[must_use]
pub const fn query_code_tells(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::PetitionRegistered
            | E::PetitionScreening
            | E::PetitionRouted
            | E::PetitionHandedDown
            | E::PetitionGivenBack
            | E::PetitionAccepted
            | E::PetitionHandling
            | E::PetitionReplied
            | E::PetitionClosed
            | E::PetitionWithdrawn
            | E::PetitionRerouted
            | E::PetitionTakenBack
            | E::PetitionCompetenceRuled
            | E::PetitionDiverted
            | E::PetitionDiversionReturned
            | E::PetitionNotAccepted
            | E::PetitionNoLongerAccepted
            | E::PetitionMerged
            | E::PetitionExtended
            | E::PetitionReceiptRecorded
            | E::PetitionReviewRequested
            | E::PetitionReviewRefused
            | E::PetitionReviewBeyond
            | E::PetitionReviewing
            | E::PetitionReviewed
            | E::PetitionRereviewRequested
            | E::PetitionRereviewRefused
            | E::PetitionRereviewBeyond
            | E::PetitionRereviewing
            | E::PetitionClockPaused
            | E::PetitionClockResumed
            | E::PetitionRereviewed
            | E::PetitionTerminated
            | E::PetitionReopened
            | E::PetitionUndone
            | E::PetitionUnsealed
            | E::PetitionClocksRecomputed
            | E::PetitionUnitSucceeded
            | E::HearingRequested
            | E::HearingApproved
            | E::HearingRedirected
            | E::HearingRefused
            | E::HearingRequestWithdrawn
            | E::HearingScheduled
            | E::HearingOutcomePublished
    )
}

/// Which parts of the desk there are for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Desk {
    pub lists: bool,
    pub register: bool,
    pub schedule: bool,
    pub sealed: bool,
    pub statistics: bool,
    /// Disputes about competence that are theirs to rule on.
    pub rulings: bool,
    /// The board of all sessions and their alarms.
    pub board: bool,
    /// How the agency's documents look.
    pub templates: bool,
    /// Programs, webhooks and notices that could not be sent.
    pub interfaces: bool,
    /// The big screens of their own house's reception rooms.
    pub screens: bool,
    /// By what their list is searched.
    pub finds: FoundBy,
}

/// Which parts of the desk there are for `actor`. What they may do to one petition or hearing there is asked of
/// [`petition_rights`] and [`hearing_rights`].
#[must_use]
pub fn desk(actor: &Official) -> Desk {
    Desk {
        lists: list_scope(actor) != ListScope::Nothing,
        // Whoever has a deputy at the counter makes them a clerk: what is registered names one registrar.
        register: actor.is_bureau() && actor.alone().has_any(REGISTRARS),
        schedule: actor.is_bureau() && actor.has_any(SCHEDULERS),
        sealed: matches!(list_scope(actor), ListScope::Sealed(_)),
        statistics: statistics_scope(actor).is_some(),
        rulings: ruling_scope(actor) != ListScope::Nothing,
        board: actor.has_any(&[Role::Officer, Role::Clerk, Role::BureauHead, Role::Presider]),
        templates: actor.has_any(HEADS),
        interfaces: actor.has_any(&[Role::SystemAdmin]),
        screens: keeps_screens(actor, &actor.agency),
        finds: found_by(actor),
    }
}

/// Whether `actor` looks after the programs that act for `agency`.
#[must_use]
pub fn keeps_programs_of(actor: &Official, agency: &Agency) -> bool {
    desk(actor).interfaces && actor.agency.division.contains(&agency.division)
}

/// Posts that work on petitions and hearings. Administration, security and audit are apart and read
/// no petition (MLPS: three separated roles); the officer on duty looks after legs, not records.
const WORKERS: &[Role] = &[
    Role::CounterClerk,
    Role::Screener,
    Role::BureauHead,
    Role::Handler,
    Role::UnitHead,
    Role::Presider,
    Role::Clerk,
    Role::Leader,
    Role::Supervisor,
];
const REGISTRARS: &[Role] = &[Role::CounterClerk, Role::Screener, Role::BureauHead];
const SCHEDULERS: &[Role] =
    &[Role::CounterClerk, Role::Screener, Role::BureauHead, Role::Presider, Role::Clerk];
/// Posts that write in their organ's name.
const WRITERS: &[Role] =
    &[Role::CounterClerk, Role::Screener, Role::BureauHead, Role::Handler, Role::UnitHead];
const HEADS: &[Role] = &[Role::UnitHead, Role::BureauHead];

impl Official {
    fn has_any(&self, roles: &[Role]) -> bool {
        let has =
            |role: &Role| self.staff.has(*role) || self.acting.iter().any(|one| one.roles.contains(role));
        !self.staff.disabled && roles.iter().any(has)
    }

    fn is_bureau(&self) -> bool {
        self.agency.kind == AgencyKind::PetitionBureau
    }

    /// Only in a discipline organ or a petition bureau: the post means nothing elsewhere.
    fn is_discipline_desk(&self) -> bool {
        matches!(self.agency.kind, AgencyKind::Discipline | AgencyKind::PetitionBureau)
            && self.has_any(&[Role::DisciplineDesk])
    }

    /// Whether this is the discipline desk of `place` or of a division above it.
    fn is_discipline_desk_of(&self, place: &DivisionCode) -> bool {
        self.is_discipline_desk() && self.agency.division.contains(place)
    }
}

/// A set of actions, in the order of the table.
macro_rules! action_set {
    ($(#[$doc:meta])* $set:ident of $action:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $set(std::collections::BTreeSet<$action>);

        impl $set {
            #[must_use]
            pub fn may(&self, action: $action) -> bool {
                self.0.contains(&action)
            }

            /// Whether this person may know of it at all.
            #[must_use]
            pub fn may_see(&self) -> bool {
                self.may($action::See)
            }

            pub fn iter(&self) -> impl Iterator<Item = $action> + '_ {
                self.0.iter().copied()
            }
        }

        impl FromIterator<$action> for $set {
            fn from_iter<I: IntoIterator<Item = $action>>(actions: I) -> Self {
                Self(actions.into_iter().collect())
            }
        }
    };
}
use action_set;

#[cfg(test)]
mod tests;
