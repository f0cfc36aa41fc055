//! Organs that were closed while a petition rested: what begins again does so with their successors (art. 24).

use crate::{
    domain::{
        event::Actor,
        ids::{AgencyId, EventId},
        petition::Petition,
    },
    edge::{AppState, problem::Problem},
    storage::{Records, StoreError, Tx},
};
use std::collections::BTreeSet;

/// Who has by now what was `agency`'s: itself, or the last of those it was merged into.
pub async fn heir(records: &mut dyn Records, agency: AgencyId) -> Result<AgencyId, StoreError> {
    let mut heir = agency;
    while let Some(closure) = records.closure(heir).await? {
        heir = closure.successor;
    }
    Ok(heir)
}

/// Hands what begins again to the successors of the organs that had it: nobody would have it else.
pub async fn succeed(app: &AppState, tx: &mut dyn Tx, begun: &Petition) -> Result<(), Problem> {
    for from in begun.organs().collect::<BTreeSet<AgencyId>>() {
        let to = heir(tx, from).await?;
        let Some(now) = tx.petition(begun.id).await?.filter(|_| to != from) else { continue };
        tx.hand_over(now.id, now.version, from, to).await?;
        for change in now.succeeded(from, to) {
            let (event, at) = (EventId(app.world.new_id()), app.world.now());
            tx.append(&change.event(event, at, Actor::System, &now)).await?;
        }
    }
    Ok(())
}
