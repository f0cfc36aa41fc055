//! Rights to plan leaders' reception days and to put leaders in charge of cases.

use super::{AdminAction, Official, SCHEDULERS, WORKERS, may_administer};
use crate::domain::{
    jurisdiction::{Agency, DivisionCode},
    people::Role,
    petition::Petition,
    reception::ReceptionDay,
};

/// The roster, and how leaders did, is read by whoever works in the division or above.
#[must_use]
pub fn may_see_roster(actor: &Official) -> bool {
    actor.has_any(WORKERS)
}

/// Plans, publishes, swaps and counts reception days of organs of `division`: the petition bureau there or
/// above it.
#[must_use]
pub fn may_plan_reception(actor: &Official, division: &DivisionCode) -> bool {
    actor.is_bureau() && actor.has_any(SCHEDULERS) && actor.agency.division.contains(division)
}

/// Takes charge of the petition, or gives it into another leader's: a leader who sees it, or the head of the
/// bureau of its place or above. Sealed reports have no contracts: they would show to more people.
#[must_use]
pub fn may_contract(actor: &Official, petition: &Petition) -> bool {
    petition.state.is_open() && may_end_contract(actor, petition)
}

/// Ends a leader's charge; of a matter that is over too, or it would be theirs for ever.
#[must_use]
pub fn may_end_contract(actor: &Official, petition: &Petition) -> bool {
    let above = actor.is_bureau() && actor.agency.division.contains(&petition.place);
    !petition.is_sealed() && above && actor.has_any(&[Role::Leader, Role::BureauHead])
}

/// Gives out and calls the numbers of a reception day: who plans such days, and the leader who receives.
#[must_use]
pub fn may_work_queue(actor: &Official, day: &ReceptionDay, division: &DivisionCode) -> bool {
    let receives = day.leader == actor.staff.id && actor.has_any(&[Role::Leader]);
    receives || may_plan_reception(actor, division)
}

/// Pairs the big screens of a reception room of `owner`, and revokes them: who looks after the rooms of its division, and at
/// the house itself those who stand in the room when it does not work.
#[must_use]
pub fn keeps_screens(actor: &Official, owner: &Agency) -> bool {
    let in_the_house = actor.agency.id == owner.id && actor.alone().has_any(SCREEN_KEEPERS);
    in_the_house || may_administer(actor, AdminAction::ManageAgencies, &owner.division)
}

const SCREEN_KEEPERS: &[Role] = &[Role::CounterClerk, Role::Clerk, Role::Officer, Role::BureauHead];
