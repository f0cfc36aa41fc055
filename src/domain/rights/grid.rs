//! 民情流水线: grid workers report, organs of the place take up, whoever has a post in the grid looks whether it is done.

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

/// The reporter, their colleagues in the grid, and the organs of the place. `posts` are the actor's.
#[must_use]
pub fn may_see_report(actor: &Official, report: &GridReport, posts: &[GridPost]) -> bool {
    may_look(actor, report, posts) || may_take_up(actor, &report.place)
}

/// Whether `actor` looks whether it is done: who reported it may have gone, and the grid has others.
fn may_look(actor: &Official, report: &GridReport, posts: &[GridPost]) -> bool {
    report.reporter == actor.staff.id || may_report(posts, &report.place)
}

/// The steps `actor`, who has `posts`, may take with `report` now.
#[must_use]
pub fn grid_steps(actor: &Official, report: &GridReport, posts: &[GridPost]) -> Vec<GridStepKind> {
    use GridStepKind as K;
    let holds = report.state.agency() == Some(actor.agency.id) && may_take_up(actor, &report.place);
    let whose = |kind: K| match kind {
        K::Report => false,
        K::Claim => may_take_up(actor, &report.place),
        K::Release | K::Handle => holds,
        K::FeedBack | K::SendBack => may_look(actor, report, posts),
        // Without somebody who asks there is no petition (art. 19).
        K::Petition => holds && report.resident.is_some(),
    };
    let may = |kind: &K| possible(report.state.name(), *kind) && whose(*kind);
    K::ALL.iter().copied().filter(may).collect()
}
