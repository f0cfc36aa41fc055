//! Rights on a petition: which actions somebody may take.

mod action;
mod standing;
mod table;

pub use action::PetitionAction;
pub(super) use standing::Standing;

use super::{HEADS, Official, SeatRelation, action_set};
use crate::domain::{people::Role, petition::Petition};

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
pub fn petition_rights(actor: &Official, petition: &Petition, seat: SeatRelation) -> PetitionRights {
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
                && (actor.program.is_none() || CARRIED_OVER.contains(action))
        })
        .collect()
}

/// Whether somebody like `actor` would read `petition` were it reported to their organ as urgent: it is reported to nobody
/// who is accused in it, and to no organ that has nobody to read it.
#[must_use]
pub fn may_take_urgent(actor: &Official, petition: &Petition) -> bool {
    let standing = Standing { actor, petition, seat: SeatRelation::None };
    standing.sees() && standing.reads_urgent() && !standing.keeps_away(PetitionAction::ConfirmUrgent)
}

/// Whether `actor`, of the unit that had it, worked on it to its end: who handled it, or a head where nobody did.
#[must_use]
pub fn had(actor: &Official, petition: &Petition) -> bool {
    let receives = actor.has_any(RECEIVERS);
    petition.course.handler.map_or(receives, |handler| handler == actor.staff.id || actor.has_any(HEADS))
}
