//! Rights in statistics: whose numbers somebody may see.

use super::{Official, WORKERS};
use crate::domain::{
    jurisdiction::{AgencyKind, DivisionCode},
    people::Role,
};

/// The division whose numbers `actor` may see, with all that lie in it; none for who has no business with
/// them. A petition bureau works by them; so do leaders and supervisors of the bodies that co-ordinate.
/// Administration, security and audit are apart, and a unit sees its petitions, not its neighbours' rates.
#[must_use]
pub fn statistics_scope(actor: &Official) -> Option<DivisionCode> {
    let judges = matches!(
        actor.agency.kind,
        AgencyKind::JointConference | AgencyKind::Centre | AgencyKind::LegalPolitical | AgencyKind::Township
    ) && actor.has_any(&[Role::Leader, Role::Supervisor]);
    let works = actor.is_bureau() && actor.has_any(WORKERS);
    (works || judges).then(|| actor.agency.division.clone())
}
