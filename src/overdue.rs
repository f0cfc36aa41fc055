//! What missed dates set off by themselves: the next level of supervision (`domain::supervision::escalation`).

use crate::{
    administration::calendar::current,
    domain::{
        Timestamp,
        event::Actor,
        ids::{DemandId, EventId, PetitionId},
        petition::Calendar,
        supervision::escalation,
    },
    storage::{SharedStore, StoreError},
    world::SharedWorld,
};
use std::time::Duration;

/// Dates end at midnight; nobody is helped by hearing of it a minute later.
const EVERY: Duration = Duration::from_secs(300);
/// Read at a time; each is then a transaction of its own, so that nobody's request waits for long.
const BATCH: u32 = 100;

/// Looks after missed dates until it is dropped.
pub async fn watch(store: SharedStore, world: SharedWorld) {
    loop {
        match escalate(&store, &world).await {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "Dates were missed: {made} organs are reminded"),
            Err(error) => tracing::error!(%error, "missed dates could not be looked after"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Makes every demand that is due now; how many. Running twice makes nothing twice.
///
/// # Errors
/// The store failed; what was made before stays.
pub async fn escalate(store: &SharedStore, world: &SharedWorld) -> Result<u32, StoreError> {
    let calendar = current(store.read().await?.as_mut()).await?;
    let (now, mut after, mut made) = (world.now(), None, 0);
    loop {
        let batch = store.read().await?.overdue(now, after, BATCH).await?;
        for (_, id) in &batch {
            made += u32::from(escalate_one(store, world, &calendar, *id, now).await?);
        }
        after = batch.last().copied();
        if batch.len() < BATCH as usize {
            return Ok(made);
        }
    }
}

/// Reads again in the transaction that writes: another node may have been faster.
async fn escalate_one(
    store: &SharedStore,
    world: &SharedWorld,
    calendar: &Calendar,
    id: PetitionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let Some(petition) = tx.petition(id).await? else { return Ok(false) };
    let demands = tx.demands_of(id).await?;
    let Some(asked) = escalation(&petition, &demands, now, calendar) else { return Ok(false) };
    let Ok((demand, change)) = asked.make(DemandId(world.new_id()), &petition, petition.registered_by, now)
    else {
        return Ok(false); // it has a unit, words and a day: `escalation` saw to it
    };
    // The version is the lock: of two nodes the second is stale, and finds the demand next time.
    match tx.save_petition(&petition).await {
        Err(StoreError::Stale { .. }) => return Ok(false),
        saved => saved?,
    }
    tx.add_demand(&demand).await?;
    tx.append(&change.event(EventId(world.new_id()), now, Actor::System, &petition)).await?;
    tx.commit().await?;
    Ok(true)
}
