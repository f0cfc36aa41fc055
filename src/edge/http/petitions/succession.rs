//! Successors of closed agencies (art. 24): when a petition is taken up again, the successor gets what the closed agency had.

use crate::{
    administration::organs::heir,
    domain::{event::Change, ids::AgencyId, petition::Petition},
    storage::{StoreError, Tx},
};
use std::collections::BTreeSet;

/// Hands what begins again to the successors of the organs that had it, before its event is appended: whom that one calls, it
/// calls where they are. What the log then says of the successors.
pub async fn succeed(tx: &mut dyn Tx, begun: &Petition) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::new();
    for from in begun.organs().collect::<BTreeSet<AgencyId>>() {
        let to = heir(tx, from).await?;
        let Some(now) = tx.petition(begun.id).await?.filter(|_| to != from) else { continue };
        tx.hand_over(now.id, now.version, from, to).await?;
        changes.extend(now.succeeded(from, to));
    }
    Ok(changes)
}
