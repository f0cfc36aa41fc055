//! Whose turn it is with a grid report (民情流水线). Its steps are lines of its own history, not events of the log.

use super::{Topic, clock::source};
use crate::domain::{
    grid::{GridReport, GridStepKind},
    jurisdiction::AgencyKind,
};
use uuid::Uuid;

/// Who is told of what nobody has taken up: the nearest of these with somebody there. Units take up, too, and find it in
/// their list: one that were told of every manhole would read no notice any more.
pub const TAKE_UP_FIRST: &[AgencyKind] =
    &[AgencyKind::Centre, AgencyKind::Township, AgencyKind::PetitionBureau];

/// Where those are who are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridTurn {
    /// The organs nearest to the place.
    Near,
    /// Who has it in hands.
    Holder,
    /// Who reported it, and whoever has a post in that grid.
    Grid,
}

/// What is said after a step, and to whom; nothing after what is its own answer.
#[must_use]
pub const fn grid_turn(step: GridStepKind) -> Option<(Topic, GridTurn)> {
    match step {
        GridStepKind::Report | GridStepKind::Release => Some((Topic::GridReported, GridTurn::Near)),
        GridStepKind::Handle => Some((Topic::GridHandled, GridTurn::Grid)),
        GridStepKind::SendBack => Some((Topic::GridSentBack, GridTurn::Holder)),
        GridStepKind::Claim | GridStepKind::FeedBack | GridStepKind::Petition => None,
    }
}

/// What stands for telling so of the report as it stands since its last step.
#[must_use]
pub fn grid_source(report: &GridReport, topic: Topic) -> Uuid {
    source(report.id.0, &[topic.as_str()], report.state_at)
}
