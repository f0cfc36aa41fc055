//! What missed dates set off by themselves: the next level of supervision (`domain::supervision::escalation`).

use crate::{
    administration::calendar::current,
    domain::{
        Timestamp,
        event::Actor,
        ids::{ActionItemId, DemandId, EventId, PetitionId},
        petition::{Calendar, Petition},
        supervision::{NewDemand, escalation, item_escalation},
    },
    storage::{SharedStore, StoreError, Tx},
    world::SharedWorld,
};
use std::time::Duration;

/// Dates end at midnight; nobody is helped by hearing of it a minute later.
const EVERY: Duration = Duration::from_secs(300);
/// Read at a time; each is then a transaction of its own, so that nobody's request waits for long.
const BATCH: u32 = 100;

/// Looks after missed dates until it is dropped.
pub async fn watch(store: SharedStore, world: SharedWorld) {
    loop {
        match escalate(&store, &world).await {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "Dates were missed: {made} organs are reminded"),
            Err(error) => tracing::error!(%error, "missed dates could not be looked after"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Makes every demand that is due now; how many. Running twice makes nothing twice.
///
/// # Errors
/// The store failed; what was made before stays.
pub async fn escalate(store: &SharedStore, world: &SharedWorld) -> Result<u32, StoreError> {
    let calendar = current(store.read().await?.as_mut()).await?;
    let late = Late { store, world, calendar, now: world.now() };
    Ok(late.petitions().await? + late.items().await?)
}

/// One look at what is late.
struct Late<'a> {
    store: &'a SharedStore,
    world: &'a SharedWorld,
    calendar: Calendar,
    now: Timestamp,
}

impl Late<'_> {
    async fn petitions(&self) -> Result<u32, StoreError> {
        let (mut after, mut made) = (None, 0);
        loop {
            let batch = self.store.read().await?.overdue(self.now, after, BATCH).await?;
            for (_, id) in &batch {
                made += u32::from(self.petition(*id).await?);
            }
            after = batch.last().copied();
            if batch.len() < BATCH as usize {
                return Ok(made);
            }
        }
    }

    async fn items(&self) -> Result<u32, StoreError> {
        let (today, mut after, mut made) = (self.now.local_date(), None, 0);
        loop {
            let batch = self.store.read().await?.overdue_items(today, after, BATCH).await?;
            for (_, id) in &batch {
                made += u32::from(self.item(*id).await?);
            }
            after = batch.last().copied();
            if batch.len() < BATCH as usize {
                return Ok(made);
            }
        }
    }

    /// Reads again in the transaction that writes: another node may have been faster.
    async fn petition(&self, id: PetitionId) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(petition) = tx.petition(id).await? else { return Ok(false) };
        let demands = tx.demands_of(id).await?;
        let asked = escalation(&petition, &demands, self.now, &self.calendar);
        self.demand(tx, &petition, asked).await
    }

    /// The same of what a hearing ordered.
    async fn item(&self, id: ActionItemId) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(ordered) = tx.ordered_item(id).await? else { return Ok(false) };
        let Some(petition) = tx.petition(ordered.petition).await? else { return Ok(false) };
        let demands = tx.demands_of(petition.id).await?;
        let asked = item_escalation(&ordered.item, &petition, &demands, self.now, &self.calendar);
        self.demand(tx, &petition, asked).await
    }

    async fn demand(
        &self,
        mut tx: Box<dyn Tx>,
        petition: &Petition,
        asked: Option<NewDemand>,
    ) -> Result<bool, StoreError> {
        let Some(asked) = asked else { return Ok(false) };
        let (id, by) = (DemandId(self.world.new_id()), petition.registered_by);
        let Ok((demand, change)) = asked.make(id, petition, by, self.now) else {
            return Ok(false); // it has an organ, words and a day: the escalation saw to it
        };
        // The version is the lock: of two nodes the second is stale, and finds the demand next time.
        match tx.save_petition(petition).await {
            Err(StoreError::Stale { .. }) => return Ok(false),
            saved => saved?,
        }
        tx.add_demand(&demand).await?;
        let event = EventId(self.world.new_id());
        tx.append(&change.event(event, self.now, Actor::System, petition)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
