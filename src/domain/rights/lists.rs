//! Whose petitions somebody's lists show: [`petition_rights`](super::petition_rights) lets them see each of these, and
//! whoever may act on a petition that is no sealed report finds it here. Only an organ whose review is over comes to it another
//! way: by what it is told of its paper.

use super::{Official, WORKERS, petition::ARCHIVISTS};
use crate::domain::{
    ids::AgencyId,
    jurisdiction::{AgencyKind, DivisionCode},
    people::Role,
    petition::StateName,
};

/// Who rules on competence for a superior organ.
const RULERS: &[Role] = &[Role::BureauHead, Role::UnitHead, Role::Leader];
/// What archivists look after.
pub(super) const ARCHIVED: &[StateName] = &[
    StateName::Closed,
    StateName::Terminated,
    StateName::Diverted,
    StateName::NotAccepted,
    StateName::NoLongerAccepted,
    StateName::Merged,
    StateName::Withdrawn,
    StateName::Archived,
];

/// Which petitions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ListScope {
    #[default]
    Nothing,
    /// All that lies in a division but sealed reports: nobody's whole list; to look something up in, and one place of a bureau's.
    Division(DivisionCode),
    /// Petition bureau: its division and what lies in it, and what it registered, works on or reviews elsewhere; no
    /// sealed reports.
    Bureau { agency: AgencyId, division: DivisionCode },
    /// Any other organ: what was routed to it, is reviewed by it or was heard with it.
    Agency(AgencyId),
    /// Joint conference: as any organ, and what it is to rule on.
    Conference { agency: AgencyId, division: DivisionCode },
    /// What somebody else registered in the division and whose competence is disputed (art. 24).
    Disputed { agency: AgencyId, division: DivisionCode },
    /// Discipline desk: sealed reports of its division, and only them.
    Sealed(DivisionCode),
}

impl ListScope {
    /// What of it lies in `place`, a part of its division. An organ's own list goes by no division, and stays as it is.
    #[must_use]
    pub fn within(self, place: &DivisionCode) -> Self {
        let division = place.clone();
        match self {
            Self::Division(_) | Self::Bureau { .. } => Self::Division(division),
            Self::Disputed { agency, .. } => Self::Disputed { agency, division },
            Self::Sealed(_) => Self::Sealed(division),
            organs @ (Self::Nothing | Self::Agency(_) | Self::Conference { .. }) => organs,
        }
    }
}

/// Which petitions may stand in the lists of `actor`: the wall of art. 30 first, then their post and organ.
#[must_use]
pub fn list_scope(actor: &Official) -> ListScope {
    let (agency, division) = (actor.agency.id, actor.agency.division.clone());
    if actor.is_discipline_desk() {
        ListScope::Sealed(division)
    } else if !actor.has_any(WORKERS) && !actor.has_any(ARCHIVISTS) {
        ListScope::Nothing
    } else if actor.is_bureau() {
        ListScope::Bureau { agency, division }
    } else if rules_on_competence(actor) {
        ListScope::Conference { agency, division }
    } else {
        ListScope::Agency(agency)
    }
}

/// The disputes about competence that are `actor`'s to rule on.
#[must_use]
pub fn ruling_scope(actor: &Official) -> ListScope {
    if !rules_on_competence(actor) {
        return ListScope::Nothing;
    }
    ListScope::Disputed { agency: actor.agency.id, division: actor.agency.division.clone() }
}

/// Whether this post rules on competence: in a petition bureau or a joint conference.
pub(super) fn rules_on_competence(actor: &Official) -> bool {
    matches!(actor.agency.kind, AgencyKind::PetitionBureau | AgencyKind::JointConference)
        && actor.has_any(RULERS)
}

/// The states somebody's list shows, one at a time; none: all of them.
#[must_use]
pub fn list_states(actor: &Official) -> Option<&'static [StateName]> {
    (actor.has_any(ARCHIVISTS) && !actor.has_any(WORKERS)).then_some(ARCHIVED)
}
