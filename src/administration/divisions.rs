//! Imports divisions from a list.

use super::By;
use crate::{
    domain::{
        administration::DeedKind,
        jurisdiction::{Division, Import, read_divisions},
    },
    storage::{Records, Store, StoreError},
    world::World,
};

/// Divisions written in one transaction. A list cut off in between is simply brought again.
const AT_ONCE: usize = 2_000;

/// What the list would change.
///
/// # Errors
/// The store failed.
pub async fn preview(records: &mut dyn Records, by: By<'_>, text: &str) -> Result<Import, StoreError> {
    let known = records.divisions().await?;
    let within = match by {
        By::Staff(actor) => Some(&actor.agency.division),
        By::CommandLine => None,
    };
    Ok(read_divisions(text, &known, within))
}

/// Takes the list over, unless one of its lines is at fault: then nothing is.
///
/// # Errors
/// The store failed; divisions written before stay, with all those they lie in.
pub async fn import(
    store: &dyn Store,
    world: &dyn World,
    by: By<'_>,
    text: &str,
) -> Result<Import, StoreError> {
    let import = preview(store.read().await?.as_mut(), by, text).await?;
    if !import.faults.is_empty() {
        return Ok(import);
    }
    let changed: Vec<&Division> = import.changed().collect();
    for some in changed.chunks(AT_ONCE) {
        let mut tx = store.begin().await?;
        for division in some {
            tx.put_division(division).await?;
        }
        tx.commit().await?;
    }
    let mut tx = store.begin().await?;
    let about = format!("{} added, {} renamed", import.added.len(), import.renamed.len());
    by.record(tx.as_mut(), world, DeedKind::DivisionsImported, about).await?;
    tx.commit().await?;
    Ok(import)
}
