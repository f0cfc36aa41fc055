//! Organs that are merged or closed (art. 24).

use super::By;
use crate::{
    domain::{
        ReasonNeeded,
        administration::DeedKind,
        event::{Actor, Change, EventKind},
        given_reason,
        ids::EventId,
        jurisdiction::{Agency, Closure, bureau_above},
        rights,
    },
    storage::{Store, StoreError},
    world::World,
};

/// Why an organ was not closed.
#[derive(Debug, thiserror::Error)]
pub enum NotClosed {
    #[error("an organ is not its own successor")]
    Itself,
    #[error("the successor was closed itself")]
    SuccessorClosed,
    /// Else its matters would lie outside of where it acts.
    #[error("the successor must be of the same division or of one above it")]
    Elsewhere,
    #[error(transparent)]
    NoReason(#[from] ReasonNeeded),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Closes `agency`: its people, rooms, open petitions and orders are `successor`'s from now on, each petition
/// with an event of its own, all or nothing. Gives how many petitions went over.
///
/// # Errors
/// [`NotClosed`]; nothing changed.
pub async fn close(
    store: &dyn Store,
    world: &dyn World,
    by: &rights::Actor,
    (agency, successor): (&Agency, &Agency),
    reason: &str,
) -> Result<usize, NotClosed> {
    if agency.id == successor.id {
        return Err(NotClosed::Itself);
    }
    if !successor.division.contains(&agency.division) {
        return Err(NotClosed::Elsewhere);
    }
    let reason = given_reason(reason)?;
    let now = world.now();
    let mut tx = store.begin().await?;
    if tx.closure(successor.id).await?.is_some() {
        return Err(NotClosed::SuccessorClosed);
    }
    let closure = Closure { agency: agency.id, successor: successor.id, at: now, reason: reason.clone() };
    let petitions = tx.petitions_of_agency(agency.id).await?;
    let actor = Actor::from(by);
    let mut events = Vec::new();
    for id in petitions {
        let Some(petition) = tx.petition(id).await? else { continue };
        tx.hand_over(id, petition.version, agency.id, successor.id).await?;
        let change = Change::new(EventKind::PetitionUnitSucceeded)
            .because(reason.clone())
            .with("from", agency.id)
            .with("unit", successor.id);
        events.push(change.event(EventId(world.new_id()), now, actor, &petition));
    }
    tx.close_agency(&closure).await?;
    if let Some(above) = bureau_above(&successor.division, &tx.agencies().await?) {
        tx.raise_own_demands(successor.id, above.id).await?;
    }
    let about = format!("{} → {}: {reason}", agency.name, successor.name);
    By::Staff(by).record(tx.as_mut(), world, DeedKind::AgencyClosed, about).await?;
    for event in &events {
        tx.append(event).await?;
    }
    tx.commit().await?;
    Ok(events.len())
}
