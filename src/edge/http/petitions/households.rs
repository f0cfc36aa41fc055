//! 并案各户: who withdraws ends the matter for their own household, and the last of them for all (ADR 43).

use super::follow_up::FollowUp;
use crate::{
    domain::{
        event::Actor,
        ids::EventId,
        petition::{By, Household, Petition, Transition, apply},
    },
    edge::{AppState, problem::Problem},
    storage::{Records, StoreError, Tx},
};

/// On record when the last has withdrawn.
const ALL_LEFT: &str = "并案各户均已撤回";

/// Whether others are in `petition` with its own household, or it is in with others.
pub async fn is_together(records: &mut dyn Records, petition: &Petition) -> Result<bool, StoreError> {
    let opened = records.household(petition.clone()).await?;
    Ok(opened.is_merged() || !records.merged_into(petition.id).await?.is_empty())
}

/// Keeps the matter that `opened` is about to leave as it was read until the transaction ends: else of the last two who
/// leave at once each would see the other still in it, and nobody would end it.
///
/// # Errors
/// The store's; `Stale`: it was written since it was read.
pub async fn hold(tx: &mut dyn Tx, opened: &Household) -> Result<(), StoreError> {
    if !opened.is_merged() {
        return Ok(()); // its own row, which is saved
    }
    let Household { own, matter } = opened;
    tx.hold_petitions([(own.id, own.version), (matter.id, matter.version)]).await
}

/// Ends the matter that `own` is in where nobody is left in it, `own` as it stands written; the matter if it ended.
pub async fn end_if_all_left(
    app: &AppState,
    tx: &mut dyn Tx,
    own: &Petition,
    actor: Actor,
) -> Result<Option<Petition>, Problem> {
    let matter = tx.household(own.clone()).await?.matter;
    let others = tx.merged_into(matter.id).await?;
    let all_left = std::iter::once(&matter).chain(&others).all(|one| one.course.left_at.is_some());
    if !matter.state.is_open() || !all_left {
        return Ok(None);
    }
    let (now, calendar) = (app.world.now(), app.calendar(tx).await?);
    let withdraw = Transition::Withdraw { reason: ALL_LEFT.to_owned(), together: false, proof: None };
    // Whoever was the last at the desk, it ends by the households' own words, each of which is on record.
    let applied = apply(&matter, withdraw, By::Petitioner, now, &calendar)?;
    let follow_up = FollowUp::of(tx, &matter, &applied, &calendar, now).await?;
    tx.save_petition(&applied.petition).await?;
    let event = EventId(app.world.new_id());
    tx.append(&applied.change.event(event, now, actor, &applied.petition)).await?;
    follow_up.write(app, tx, &applied.petition, now).await?;
    Ok(Some(applied.petition))
}
