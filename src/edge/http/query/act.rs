//! Steps that the petitioner takes by number and query code: one transition with its event and its consequences.

use super::{door, view};
use crate::{
    domain::{
        event::Actor,
        ids::EventId,
        petition::{By, Household, Transition, apply, has_left},
    },
    edge::{
        AppState,
        caller::Caller,
        http::petitions::{follow_up::FollowUp, households},
        problem::Problem,
        views::PetitionStatus,
    },
    storage::Tx,
};

/// Opens the petition, before anything is written; nothing more is done in the name of who withdrew.
pub async fn open(app: &AppState, caller: Caller, number: &str, code: &str) -> Result<Household, Problem> {
    let mut records = app.store.read().await?;
    let opened = door::open(app, records.as_mut(), caller, number, code).await?;
    must_be_in(&opened)?;
    Ok(opened)
}

/// # Errors
/// The household has withdrawn.
pub fn must_be_in(opened: &Household) -> Result<(), Problem> {
    if opened.own.course.left_at.is_some() { Err(Problem::from(has_left())) } else { Ok(()) }
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

/// Ends it for the household, and for all if it is the last.
pub async fn withdraw(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    opened: Household,
    reason: String,
) -> Result<PetitionStatus, Problem> {
    let (now, calendar) = (app.world.now(), app.calendar(tx.as_mut()).await?);
    if opened.is_merged() {
        // Nobody leaves what is over.
        let whole = Transition::Withdraw { reason: reason.clone(), together: false, proof: None };
        apply(&opened.matter, whole, By::Petitioner, now, &calendar)?;
    }
    let together = households::is_together(tx.as_mut(), &opened.own).await?;
    let withdraw = Transition::Withdraw { reason, together, proof: None };
    let applied = apply(&opened.own, withdraw, By::Petitioner, now, &calendar)?;
    let follow_up = FollowUp::of(tx.as_mut(), &opened.own, &applied, &calendar, now).await?;
    households::hold(tx.as_mut(), &opened).await?;
    tx.save_petition(&applied.petition).await?;
    let event = EventId(app.world.new_id());
    tx.append(&applied.change.event(event, now, Actor::Petitioner, &applied.petition)).await?;
    follow_up.write(app, tx.as_mut(), &applied.petition, now).await?;
    let own = tx.petition(opened.own.id).await?.ok_or(Problem::NoMatch)?;
    households::end_if_all_left(app, tx.as_mut(), &own, Actor::Petitioner).await?;
    let own = tx.petition(own.id).await?.ok_or(Problem::NoMatch)?;
    let opened = tx.household(own).await?;
    let status = view::of(app, tx.as_mut(), &opened).await?;
    tx.commit().await?;
    Ok(status)
}
