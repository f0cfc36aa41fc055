//! What a person does not register (不予登记): kept with who, when and why, and taken up again when that was wrong.

use super::{
    House,
    intake::{Item, Source, kept, ready},
};
use crate::{
    domain::{
        Timestamp,
        channels::{IntakeItem, IntakeState, IntakeStep, IntakeStepKind},
        event::Actor,
        rights,
    },
    storage::{StoreError, Tx},
};

/// A person discards what waits, and says why.
///
/// # Errors
/// The store's; it does not wait (`Stale`).
pub async fn discard(
    tx: &mut dyn Tx,
    mut item: IntakeItem,
    me: &rights::Official,
    reason: String,
    now: Timestamp,
) -> Result<IntakeItem, StoreError> {
    (item.state, item.reason) = (IntakeState::Discarded, Some(reason.clone()));
    tx.settle_intake_item(&item, Some(me.staff.id), now).await?;
    let step = IntakeStep { kind: IntakeStepKind::Discarded, by: me.staff.id, at: now, reason };
    tx.add_intake_step(item.id, &step).await?;
    Ok(item)
}

/// A person takes up what was discarded, and says why: it waits again with what is wrong in it. What could be registered by now
/// waits all the same, for that person wants to see to it. Their words stay in the step: a channel is not told them.
///
/// # Errors
/// The store's; it was not discarded (`Stale`).
pub async fn take_up(
    tx: &mut dyn Tx,
    house: House<'_>,
    mut item: IntakeItem,
    me: &rights::Official,
    reason: String,
) -> Result<IntakeItem, StoreError> {
    let (now, actor) = (house.world.now(), Actor::from(me));
    let source = Source { adapter: item.adapter, id: item.source, actor, bureau: item.bureau };
    let kept = kept::<Item>(tx, item.id).await?;
    let wrong = match &kept {
        Some(kept) => ready(tx, (kept, &item.external), source, (house.rules, now)).await?.err(),
        None => None,
    };
    item.state = IntakeState::Waiting;
    (item.field, item.reason) = match wrong {
        Some(invalid) => (Some(invalid.field), Some(invalid.sentence)),
        None => (None, None),
    };
    tx.take_up_intake_item(&item).await?;
    let step = IntakeStep { kind: IntakeStepKind::TakenUp, by: me.staff.id, at: now, reason };
    tx.add_intake_step(item.id, &step).await?;
    Ok(item)
}
