//! Puts on record what is done to a hearing, in the transaction that does it.

use super::{AppState, problem::Problem};
use crate::{
    domain::{
        event::{Actor, Change},
        hearing::Hearing,
        ids::EventId,
        petition::Petition,
    },
    storage::Tx,
};

/// Done now.
pub async fn record(
    app: &AppState,
    tx: &mut dyn Tx,
    (petition, hearing): (&Petition, &Hearing),
    change: Change,
    actor: Actor,
) -> Result<(), Problem> {
    let (event, now) = (EventId(app.world.new_id()), app.world.now());
    tx.append(&change.hearing_event(event, now, actor, petition, hearing.id)).await?;
    Ok(())
}

/// The same, with the phase that is on.
pub async fn record_in_phase(
    app: &AppState,
    tx: &mut dyn Tx,
    (petition, hearing): (&Petition, &Hearing),
    change: Change,
    actor: Actor,
) -> Result<(), Problem> {
    let change = change.in_phase(hearing.stage.phase());
    record(app, tx, (petition, hearing), change, actor).await
}
