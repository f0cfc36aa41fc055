//! What clocks do by themselves: a window to ask for review that nobody used closes the petition (P18).

use crate::{
    administration::calendar::current,
    domain::{
        event::Actor,
        ids::{EventId, PetitionId},
        petition::{By, Calendar, Transition, apply},
    },
    storage::{SharedStore, StoreError},
    world::{SharedWorld, World},
};
use std::time::Duration;

/// Days end at midnight; a minute later is early enough.
const EVERY: Duration = Duration::from_secs(60);
/// Petitions closed before others get a turn to write.
const AT_ONCE: u32 = 100;
/// On record as the reason.
const LAPSED: &str = "复查、复核请求期限届满，信访人未提出请求";

/// Looks every minute, for as long as it is not dropped. One at a time: the next look waits for this one.
pub async fn run(store: SharedStore, world: SharedWorld) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match close_lapsed(&store, world.as_ref()).await {
            Ok(0) => {}
            Ok(closed) => {
                tracing::info!(closed, "Closed {closed} petitions whose window to ask for review ended")
            }
            Err(error) => tracing::warn!(%error, "Petitions whose window ended cannot be closed now"),
        }
    }
}

/// Closes every petition whose window has lapsed, and says how many. Doing it again closes nothing more.
///
/// # Errors
/// The store fails; what was closed before stays closed.
pub async fn close_lapsed(store: &SharedStore, world: &dyn World) -> Result<usize, StoreError> {
    let calendar = current(store.read().await?.as_mut()).await?;
    let mut closed = 0;
    loop {
        let lapsed = store.read().await?.lapsed(world.now(), AT_ONCE).await?;
        let before = closed;
        for id in lapsed {
            closed += usize::from(close(store, world, &calendar, id).await?);
        }
        if closed == before {
            return Ok(closed);
        }
    }
}

/// `false`: somebody was faster, or asked for review meanwhile.
async fn close(
    store: &SharedStore,
    world: &dyn World,
    calendar: &Calendar,
    id: PetitionId,
) -> Result<bool, StoreError> {
    let now = world.now();
    let mut tx = store.begin().await?;
    let Some(petition) = tx.petition(id).await? else { return Ok(false) };
    let close = Transition::Close { reason: LAPSED.to_owned() };
    let Ok(applied) = apply(&petition, close, By::System, now, calendar) else { return Ok(false) };
    match tx.save_petition(&applied.petition).await {
        Err(StoreError::Stale { .. }) => return Ok(false),
        saved => saved?,
    }
    tx.append(&applied.change.event(EventId(world.new_id()), now, Actor::System, &applied.petition)).await?;
    tx.commit().await?;
    Ok(true)
}
