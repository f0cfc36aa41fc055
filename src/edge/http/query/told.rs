//! What a household that has withdrawn may still read of the merged petition.

use crate::{
    domain::{event::EventKind, petition::Household},
    edge::problem::Problem,
    storage::Records,
};

pub const SENT: &[EventKind] = &[
    EventKind::PetitionRouted,
    EventKind::PetitionRerouted,
    EventKind::PetitionCompetenceRuled,
    EventKind::PetitionUnitSucceeded,
];
pub const REPLIED: &[EventKind] = &[EventKind::PetitionReplied];
pub const REVIEWED: &[EventKind] = &[EventKind::PetitionReviewed];
/// Delivered with the end; one that revokes at once.
pub const REREVIEWED: &[EventKind] = &[EventKind::PetitionRereviewed, EventKind::PetitionTerminated];

/// What happened in the matter after a household had withdrawn.
pub struct Later(Vec<EventKind>);

impl Later {
    pub async fn of(records: &mut dyn Records, opened: &Household) -> Result<Self, Problem> {
        if opened.own.course.left_at.is_none() {
            return Ok(Self(Vec::new()));
        }
        let timeline = records.timeline(opened.matter.id).await?;
        let later = timeline.iter().filter(|chained| !opened.is_told(chained.event.at));
        Ok(Self(later.map(|chained| chained.event.kind).collect()))
    }

    /// Whether it leaves as it was what one of these `kinds` makes so.
    pub fn leaves(&self, kinds: &[EventKind]) -> bool {
        !self.0.iter().any(|kind| kinds.contains(kind))
    }
}
