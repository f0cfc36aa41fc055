//! Rights in supervision: who orders, answers, reports and closes.

use super::{Official, REGISTRARS};
use crate::domain::{
    hearing::ActionItem,
    ids::AgencyId,
    people::Role,
    petition::Petition,
    supervision::{Demand, ItemStepKind},
};

/// Who watches over others' handling.
const WATCHERS: &[Role] = &[Role::Supervisor, Role::BureauHead];
/// Who speaks for an organ in writing.
const ANSWERERS: &[Role] = &[Role::Handler, Role::UnitHead, Role::BureauHead, Role::Supervisor];

/// Whoever must keep away from a petition (art. 28, 30) does nothing about it here either, and nobody does in their place.
fn without_recused(actor: &Official, petition: &Petition) -> Option<Official> {
    (!petition.keeps_away(actor.staff.id)).then(|| actor.not_for(|principal| petition.keeps_away(principal)))
}

/// 督办, 三项建议: a petition bureau of the place or above it; of a sealed report, its discipline desk alone.
#[must_use]
pub fn may_demand(actor: &Official, petition: &Petition) -> bool {
    let Some(actor) = without_recused(actor, petition) else { return false };
    if petition.is_sealed() {
        return actor.is_discipline_desk_of(&petition.place);
    }
    watches_over(&actor, petition)
}

/// The organ it is addressed to; `petition` is the one it is about.
#[must_use]
pub fn may_answer(actor: &Official, demand: &Demand, petition: &Petition) -> bool {
    without_recused(actor, petition).is_some_and(|actor| answers_for(&actor, demand.to))
}

/// Whether `actor` speaks for `organ` in writing.
#[must_use]
pub fn answers_for(actor: &Official, organ: AgencyId) -> bool {
    actor.agency.id == organ && actor.has_any(ANSWERERS)
}

/// The bureau that made it.
#[must_use]
pub fn may_lift(actor: &Official, demand: &Demand, petition: &Petition) -> bool {
    without_recused(actor, petition).is_some_and(|actor| demands_for(&actor, demand.by))
}

/// Whether `actor` watches over others for `bureau`.
#[must_use]
pub fn demands_for(actor: &Official, bureau: AgencyId) -> bool {
    actor.agency.id == bureau && (actor.has_any(WATCHERS) || actor.is_discipline_desk())
}

/// 回访: the bureau that registered it or has it, or one above. Nobody calls about a sealed report.
#[must_use]
pub fn may_call_back(actor: &Official, petition: &Petition) -> bool {
    let Some(actor) = without_recused(actor, petition) else { return false };
    let keepers = [petition.registered_by, petition.desk];
    let keeper = keepers.contains(&actor.agency.id) && actor.has_any(REGISTRARS);
    !petition.is_sealed() && (keeper || watches_over(&actor, petition))
}

/// Steps of an action item: its organ works on it or declines it, a bureau above closes it, sends it back or takes the order
/// back. Nobody is judge of their own work.
#[must_use]
pub fn may_take_item_step(
    actor: &Official,
    step: ItemStepKind,
    item: &ActionItem,
    petition: &Petition,
) -> bool {
    let Some(actor) = without_recused(actor, petition) else { return false };
    let own = actor.agency.id == item.agency;
    match step {
        ItemStepKind::Accept | ItemStepKind::Decline | ItemStepKind::Progress | ItemStepKind::Report => {
            own && actor.has_any(ANSWERERS)
        }
        ItemStepKind::Close | ItemStepKind::SendBack | ItemStepKind::Lift => {
            !own && may_demand(&actor, petition)
        }
    }
}

fn watches_over(actor: &Official, petition: &Petition) -> bool {
    actor.is_bureau() && actor.agency.division.contains(&petition.place) && actor.has_any(WATCHERS)
}
