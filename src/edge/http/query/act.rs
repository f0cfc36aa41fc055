//! What the petitioner does by number and query code: one transition, one event.

use super::{door, view};
use crate::{
    domain::{
        event::Actor,
        ids::EventId,
        petition::{By, Petition, Transition, apply},
    },
    edge::{AppState, caller::Caller, problem::Problem, views::PetitionStatus},
    storage::Tx,
};

/// Opens the petition, before anything is written.
pub async fn open(app: &AppState, caller: Caller, number: &str, code: &str) -> Result<Petition, Problem> {
    let mut records = app.store.read().await?;
    door::open(app, records.as_mut(), caller, number, code).await
}

/// Moves it on the petitioner's behalf and tells how it stands then.
pub async fn take(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    petition: &Petition,
    transition: Transition,
) -> Result<PetitionStatus, Problem> {
    let (now, event) = (app.world.now(), EventId(app.world.new_id()));
    let calendar = app.calendar(tx.as_mut()).await?;
    let applied = apply(petition, transition, By::Petitioner, now, &calendar)?;
    tx.save_petition(&applied.petition).await?;
    tx.append(&applied.change.event(event, now, Actor::Petitioner, &applied.petition)).await?;
    let status = view::of(app, tx.as_mut(), &applied.petition).await?;
    tx.commit().await?;
    Ok(status)
}
