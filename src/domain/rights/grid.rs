//! 民情流水线: grid workers report, organs of the place take up, who reported looks whether it is done.

use super::{Official, WORKERS};
use crate::domain::{
    grid::{GridReport, GridStepKind, possible},
    jurisdiction::{AgencyKind, DivisionCode, GridPost},
};

/// Whether `actor` reports from `place`: it is a grid of theirs.
#[must_use]
pub fn may_report(posts: &[GridPost], place: &DivisionCode) -> bool {
    posts.iter().any(|post| post.division == *place)
}

/// Organs that take reports up: centres, townships, petition bureaus and units, for what lies in their division.
#[must_use]
pub fn may_take_up(actor: &Official, place: &DivisionCode) -> bool {
    let organ = matches!(
        actor.agency.kind,
        AgencyKind::Centre | AgencyKind::Township | AgencyKind::PetitionBureau | AgencyKind::ResponsibleUnit
    );
    organ && actor.has_any(WORKERS) && actor.agency.division.contains(place)
}

/// The reporter, and the organs of the place.
#[must_use]
pub fn may_see_report(actor: &Official, report: &GridReport) -> bool {
    report.reporter == actor.staff.id || may_take_up(actor, &report.place)
}

/// The steps `actor` may take with `report` now.
#[must_use]
pub fn grid_steps(actor: &Official, report: &GridReport) -> Vec<GridStepKind> {
    use GridStepKind as K;
    let holds = report.state.agency() == Some(actor.agency.id) && may_take_up(actor, &report.place);
    let whose = |kind: K| match kind {
        K::Report => false,
        K::Claim => may_take_up(actor, &report.place),
        K::Release | K::Handle => holds,
        K::FeedBack | K::SendBack => report.reporter == actor.staff.id,
        // Without somebody who asks there is no petition (art. 19).
        K::Petition => holds && report.resident.is_some(),
    };
    let may = |kind: &K| possible(report.state.name(), *kind) && whose(*kind);
    K::ALL.iter().copied().filter(may).collect()
}
