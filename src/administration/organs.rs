//! Creates, merges and closes agencies (art. 24).

use super::By;
use crate::{
    domain::{
        ReasonNeeded,
        administration::DeedKind,
        event::Actor,
        given_reason,
        ids::{AgencyId, EventId},
        jurisdiction::{
            Agency, AgencyKind, Closure, DivisionCode, Level, bureau_above, bureau_of, place_name,
        },
        rights,
    },
    storage::{Records, Store, StoreError, Tx},
    world::World,
};

/// Why an organ was not made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    #[error("a name has between 2 and 60 characters")]
    Nameless,
    #[error("there is no division {0}")]
    Nowhere(DivisionCode),
    #[error("there is no {kind} of a {level}")]
    NoSuchLevel { kind: AgencyKind, level: Level },
    #[error("an agency of that division has this name already")]
    NameTaken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A new organ, for the caller to commit.
///
/// # Errors
/// [`NotMade`]; nothing was written.
pub async fn make(
    tx: &mut dyn Tx,
    world: &dyn World,
    by: By<'_>,
    name: &str,
    (kind, division): (AgencyKind, DivisionCode),
) -> Result<Agency, NotMade> {
    let name = place_name(name).ok_or(NotMade::Nameless)?;
    if tx.division(&division).await?.is_none() {
        return Err(NotMade::Nowhere(division));
    }
    let level = division.level();
    if !kind.stands_at(level) {
        return Err(NotMade::NoSuchLevel { kind, level });
    }
    let agency = Agency { id: AgencyId(world.new_id()), name, kind, division };
    if is_taken(tx, &agency).await? {
        return Err(NotMade::NameTaken);
    }
    tx.put_agency(&agency).await?;
    let about = format!("{} ({}, {})", agency.name, agency.kind, agency.division);
    by.record(tx, world, DeedKind::AgencyCreated, about).await?;
    Ok(agency)
}

/// Whether another agency of the division has its name.
///
/// # Errors
/// The store failed.
pub async fn is_taken(records: &mut dyn Records, agency: &Agency) -> Result<bool, StoreError> {
    let same = |other: &Agency| {
        other.id != agency.id && other.name == agency.name && other.division == agency.division
    };
    Ok(records.agencies().await?.iter().any(same))
}

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
    by: &rights::Official,
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
    let (mut moved, mut events) = (0, Vec::new());
    for id in petitions {
        let Some(petition) = tx.petition(id).await? else { continue };
        tx.hand_over(id, petition.version, agency.id, successor.id).await?;
        for change in petition.succeeded(agency.id, successor.id) {
            let change = change.because(reason.clone());
            events.push(change.event(EventId(world.new_id()), now, actor, &petition));
        }
        moved += 1;
    }
    tx.close_agency(&closure).await?;
    let open = tx.agencies().await?;
    if let Some(above) = bureau_above(&successor.division, &open) {
        tx.raise_own_demands(successor.id, above.id).await?;
    }
    let takes_in = if successor.kind == AgencyKind::PetitionBureau { successor } else { agency };
    if let Some(bureau) = bureau_of(takes_in, &open) {
        tx.move_waiting(agency.id, bureau.id).await?;
    }
    let about = format!("{} → {}: {reason}", agency.name, successor.name);
    By::Staff(by).record(tx.as_mut(), world, DeedKind::AgencyClosed, about).await?;
    for event in &events {
        tx.append(event).await?;
    }
    tx.commit().await?;
    Ok(moved)
}

/// Who has by now what was `agency`'s: itself, or the last of those it was merged into.
///
/// # Errors
/// The store failed.
pub async fn heir(records: &mut dyn Records, agency: AgencyId) -> Result<AgencyId, StoreError> {
    let mut heir = agency;
    while let Some(closure) = records.closure(heir).await? {
        heir = closure.successor;
    }
    Ok(heir)
}
