//! What the petitioner does by number and query code: one transition, one event, and what it sets off.

use super::{door, view};
use crate::{
    domain::{
        event::Actor,
        ids::EventId,
        petition::{By, Household, Transition, apply},
    },
    edge::{
        AppState, caller::Caller, http::petitions::follow_up::FollowUp, problem::Problem,
        views::PetitionStatus,
    },
    storage::Tx,
};

/// Opens the petition, before anything is written.
pub async fn open(app: &AppState, caller: Caller, number: &str, code: &str) -> Result<Household, Problem> {
    let mut records = app.store.read().await?;
    door::open(app, records.as_mut(), caller, number, code).await
}

/// Names the household in the record of a matter that it joined.
const HOUSEHOLD: &str = "household";

/// Moves the matter on the household's behalf and tells how it stands then.
pub async fn take(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    opened: Household,
    transition: Transition,
) -> Result<PetitionStatus, Problem> {
    let (now, event) = (app.world.now(), EventId(app.world.new_id()));
    let calendar = app.calendar(tx.as_mut()).await?;
    let applied = apply(&opened.matter, transition, By::Petitioner, now, &calendar)?;
    let follow_up = FollowUp::of(tx.as_mut(), &opened.matter, &applied, &calendar, now).await?;
    let mut change = applied.change;
    if opened.is_merged() {
        change = change.with(HOUSEHOLD, &opened.own.number);
    }
    tx.save_petition(&applied.petition).await?;
    tx.append(&change.event(event, now, Actor::Petitioner, &applied.petition)).await?;
    follow_up.write(app, tx.as_mut(), &applied.petition, now).await?;
    let matter = applied.petition;
    let own = if opened.is_merged() { opened.own } else { matter.clone() };
    let status = view::of(app, tx.as_mut(), &Household { own, matter }).await?;
    tx.commit().await?;
    Ok(status)
}
