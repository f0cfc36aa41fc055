//! 并案各户: who withdraws ends the matter for their own household, and the last of them for all (ADR 43). What turns out to be
//! a report takes nobody behind the wall who only joined it (ADR 84).

use super::{follow_up::FollowUp, succession};
use crate::{
    domain::{
        event::Actor,
        ids::{EventId, PetitionId},
        petition::{By, Household, Petition, Transition, UndoGround, apply},
    },
    edge::{AppState, problem::Problem},
    storage::{Records, StoreError, Tx, passed_over},
};

/// On record when the last has withdrawn.
const ALL_LEFT: &str = "并案各户均已撤回";
/// On record where a merger is over because of what became of the leading petition; what that is it does not say.
const ALONE: &str = "并案已不成立，本件单独办理";
/// The same of who had withdrawn.
const LEFT_BEFORE: &str = "并案期间本户已撤回";

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
    let withdraw = Transition::Withdraw { reason: ALL_LEFT.to_owned(), together: false, proof: None };
    // Whoever was the last at the desk, it ends by the households' own words, each of which is on record.
    follow(app, tx, &matter, (withdraw, By::Petitioner), actor).await.map(Some)
}

/// Whoever joined `lead`, which is sealed, is by themselves again, with those that had joined them: of what a petition
/// says it was filed as nobody else decides, and behind the wall nobody would answer it. Who had withdrawn has withdrawn. A
/// record that cannot be read keeps nobody from the wall, and waits for [`AppState::free_shut_in`].
pub async fn stand_alone(app: &AppState, tx: &mut dyn Tx, lead: PetitionId) -> Result<(), Problem> {
    for id in tx.joined(lead).await? {
        let Some(own) = passed_over(id, tx.petition(id).await)?.flatten() else { continue };
        if own.is_sealed() {
            continue; // a report itself, and where reports are read
        }
        // Filed away as merged it was answered by nobody either.
        let own = Petition { state: own.state.ending().clone(), ..own };
        let undo = Transition::Undo { ground: UndoGround::Mistake, reason: ALONE.to_owned() };
        let alone = follow(app, tx, &own, (undo, By::Staff), Actor::System).await?;
        if own.course.left_at.is_none() {
            continue;
        }
        let Some(alone) = tx.petition(alone.id).await? else { continue }; // of the version that was written
        let reason = LEFT_BEFORE.to_owned();
        let withdraw = Transition::Withdraw { reason, together: false, proof: None };
        follow(app, tx, &alone, (withdraw, By::Petitioner), Actor::System).await?;
    }
    Ok(())
}

/// Takes a step that another one set off; the petition as it is then.
async fn follow(
    app: &AppState,
    tx: &mut dyn Tx,
    before: &Petition,
    (step, by): (Transition, By),
    actor: Actor,
) -> Result<Petition, Problem> {
    let (now, calendar) = (app.world.now(), app.calendar(tx).await?);
    let applied = apply(before, step, by, now, &calendar)?;
    let follow_up = FollowUp::of(tx, before, &applied, &calendar, now).await?;
    tx.save_petition(&applied.petition).await?;
    let begun = applied.petition.state.is_open() && !before.state.is_open();
    let succeeded = if begun { succession::succeed(tx, &applied.petition).await? } else { Vec::new() };
    let event = EventId(app.world.new_id());
    tx.append(&applied.change.event(event, now, actor, &applied.petition)).await?;
    for change in succeeded {
        let event = EventId(app.world.new_id());
        tx.append(&change.event(event, now, Actor::System, &applied.petition)).await?;
    }
    follow_up.write(app, tx, &applied.petition, now).await?;
    Ok(applied.petition)
}
