//! Stores a step on a petition with its event, in the name of who took it and of whom they act for.

use crate::{
    domain::{
        Timestamp,
        event::{Actor, Change},
        ids::EventId,
        petition::Petition,
        rights::{self, PetitionAction},
    },
    edge::{access::SeenPetition, problem::Problem},
    storage::Tx,
};

/// What was done, in rows that are written.
pub struct Written<'a> {
    /// The right it was done by.
    pub action: PetitionAction,
    pub event: EventId,
    pub at: Timestamp,
    pub change: Change,
    /// As it stands now: the one that was seen, or one that went into it.
    pub petition: &'a Petition,
}

impl Written<'_> {
    /// Ends the transaction it was written in; `me` did it who saw the petition as `seen`.
    pub async fn keep(
        self,
        mut tx: Box<dyn Tx>,
        me: &rights::Official,
        seen: &SeenPetition,
    ) -> Result<(), Problem> {
        let Self { action, event, at, change, petition } = self;
        let change = change.on_behalf_of(seen.principal(me, action));
        tx.append(&change.event(event, at, Actor::from(me), petition)).await?;
        tx.commit().await?;
        Ok(())
    }
}
