//! Automatic reminders after missed dates, level by level (`domain::supervision::escalation`).

use crate::{
    administration::{calendar::current, organs::heir},
    domain::{
        DAY_MS, Timestamp,
        channels::WaitingClock,
        event::Actor,
        ids::{ActionItemId, AgencyId, DemandId, EventId, HearingId, IntakeId, PetitionId},
        jurisdiction::bureau_above,
        petition::{Petition, reported_at},
        supervision::{
            Escalated, ItemClock, Reckoning, answer_escalation, escalation, item_escalation,
            paper_escalation, unconfirmed_escalation,
        },
    },
    storage::{Records, SharedStore, StoreError, passed_over},
    world::SharedWorld,
};
use async_trait::async_trait;
use time::Date;
use uuid::Uuid;

/// Read at a time; each is then a transaction of its own, so that nobody's request waits for long.
const BATCH: u32 = 100;

/// Makes every demand that is due now, and tells bureaus of what waits unregistered below; how many. Running twice makes
/// nothing twice.
///
/// # Errors
/// The store failed; what was made before stays.
pub async fn escalate(store: &SharedStore, world: &SharedWorld) -> Result<usize, StoreError> {
    let mut records = store.read().await?;
    let calendar = current(records.as_mut()).await?;
    let reckoning = Reckoning { now: world.now(), calendar, agencies: records.agencies().await? };
    drop(records);
    let late = Late { store, world, reckoning };
    let petitions = late.each::<(Timestamp, PetitionId)>().await?;
    let items = late.each::<(Date, ActionItemId)>().await?;
    let demands = late.each::<(Date, DemandId)>().await?;
    let papers = late.each::<LatePaper>().await?;
    let urgent = late.each::<Unconfirmed>().await?;
    Ok(petitions + items + demands + papers + urgent + late.unregistered().await?)
}

/// One look at what is late.
struct Late<'a> {
    store: &'a SharedStore,
    world: &'a SharedWorld,
    reckoning: Reckoning,
}

/// What is demanded, and about which petition.
type Wanted = (Petition, Escalated);

/// Something with a date, by its place in the list of what is late.
#[async_trait]
trait Duty: Copy + Send + Sync {
    /// Its id, for the log.
    fn which(self) -> Uuid;
    /// Longest late first, behind `after`; [`BATCH`] at most.
    async fn page(late: &Late<'_>, after: Option<Self>) -> Result<Vec<Self>, StoreError>;
    /// The demand that is due of it now, if one is. Most that is late has been demanded already: nothing is written to find
    /// that out.
    async fn demand(self, records: &mut dyn Records, late: &Late<'_>) -> Result<Option<Wanted>, StoreError>;
}

#[async_trait]
impl Duty for (Timestamp, PetitionId) {
    fn which(self) -> Uuid {
        self.1.0
    }

    async fn page(late: &Late<'_>, after: Option<Self>) -> Result<Vec<Self>, StoreError> {
        late.store.read().await?.overdue(late.reckoning.now, after, BATCH).await
    }

    async fn demand(self, records: &mut dyn Records, late: &Late<'_>) -> Result<Option<Wanted>, StoreError> {
        let Some(petition) = records.petition(self.1).await? else { return Ok(None) };
        let demands = records.demands_of(petition.id).await?;
        Ok(escalation(&petition, &demands, &late.reckoning).map(|asked| (petition, asked)))
    }
}

/// What a hearing ordered.
#[async_trait]
impl Duty for (Date, ActionItemId) {
    fn which(self) -> Uuid {
        self.1.0
    }

    async fn page(late: &Late<'_>, after: Option<Self>) -> Result<Vec<Self>, StoreError> {
        late.store.read().await?.overdue_items(late.reckoning.now.local_date(), after, BATCH).await
    }

    async fn demand(self, records: &mut dyn Records, late: &Late<'_>) -> Result<Option<Wanted>, StoreError> {
        let Some(ordered) = records.ordered_item(self.1).await? else { return Ok(None) };
        let Some(petition) = records.petition(ordered.petition).await? else { return Ok(None) };
        let demands = records.demands_of(petition.id).await?;
        let notes = records.item_notes(petition.id).await?;
        let clock = ItemClock::of(&ordered.item, ordered.ordered_at, &notes);
        let host =
            if ordered.item.agency == petition.desk { host(records, ordered.hearing).await? } else { None };
        let asked = item_escalation((&ordered.item, &clock, host), &petition, &demands, &late.reckoning);
        Ok(asked.map(|asked| (petition, asked)))
    }
}

/// Who holds by now what held it.
async fn host(records: &mut dyn Records, hearing: HearingId) -> Result<Option<AgencyId>, StoreError> {
    match records.hearing(hearing).await? {
        Some(hearing) => heir(records, hearing.host).await.map(Some),
        None => Ok(None),
    }
}

/// A completion report, or an answer, that is waited for.
#[async_trait]
impl Duty for (Date, DemandId) {
    fn which(self) -> Uuid {
        self.1.0
    }

    async fn page(late: &Late<'_>, after: Option<Self>) -> Result<Vec<Self>, StoreError> {
        late.store.read().await?.overdue_answers(late.reckoning.now.local_date(), after, BATCH).await
    }

    async fn demand(self, records: &mut dyn Records, late: &Late<'_>) -> Result<Option<Wanted>, StoreError> {
        let Some(report) = records.demand(self.1).await? else { return Ok(None) };
        let Some(petition) = records.petition(report.petition).await? else { return Ok(None) };
        let demands = records.demands_of(petition.id).await?;
        let asked = answer_escalation(&report, &petition, &demands, &late.reckoning);
        Ok(asked.map(|asked| (petition, asked)))
    }
}

/// A petition whose petitioner waits for a paper, by that paper's day.
#[derive(Clone, Copy)]
struct LatePaper(Timestamp, PetitionId);

#[async_trait]
impl Duty for LatePaper {
    fn which(self) -> Uuid {
        self.1.0
    }

    async fn page(late: &Late<'_>, after: Option<Self>) -> Result<Vec<Self>, StoreError> {
        let after = after.map(|Self(due, id)| (due, id));
        let page = late.store.read().await?.overdue_papers(late.reckoning.now, after, BATCH).await?;
        Ok(page.into_iter().map(|(due, id)| Self(due, id)).collect())
    }

    async fn demand(self, records: &mut dyn Records, late: &Late<'_>) -> Result<Option<Wanted>, StoreError> {
        let Some(petition) = records.petition(self.1).await? else { return Ok(None) };
        let mut owed = records.papers_owed(petition.id).await?;
        for one in &mut owed {
            one.organ = heir(records, one.organ).await?;
        }
        let demands = records.demands_of(petition.id).await?;
        let asked = paper_escalation(&petition, &owed, &demands, &late.reckoning);
        Ok(asked.map(|asked| (petition, asked)))
    }
}

/// An urgent matter that nobody above has confirmed, by when it was marked; it may have come to that organ later.
#[derive(Clone, Copy)]
struct Unconfirmed(Timestamp, PetitionId);

#[async_trait]
impl Duty for Unconfirmed {
    fn which(self) -> Uuid {
        self.1.0
    }

    async fn page(late: &Late<'_>, after: Option<Self>) -> Result<Vec<Self>, StoreError> {
        let (before, after) = (late.reckoning.now.plus_millis(-DAY_MS), after.map(|Self(at, id)| (at, id)));
        let page = late.store.read().await?.unconfirmed(before, after, BATCH).await?;
        Ok(page.into_iter().map(|(at, id)| Self(at, id)).collect())
    }

    async fn demand(self, records: &mut dyn Records, late: &Late<'_>) -> Result<Option<Wanted>, StoreError> {
        let Some(petition) = records.petition(self.1).await? else { return Ok(None) };
        let Some(marked) = petition.course.urgent.as_ref().map(|urgent| urgent.since) else {
            return Ok(None);
        };
        let log = records.timeline(petition.id).await?;
        let came = reported_at(log.iter().map(|chained| &chained.event)).unwrap_or(marked);
        let demands = records.demands_of(petition.id).await?;
        let asked = unconfirmed_escalation(&petition, came, &demands, &late.reckoning);
        Ok(asked.map(|asked| (petition, asked)))
    }
}

/// What waits for a person and is no petition yet: an order would need one, and the bureau above is told instead (art. 22, 43).
impl Late<'_> {
    async fn unregistered(&self) -> Result<usize, StoreError> {
        let before = WaitingClock::over_before(self.reckoning.now);
        let (mut after, mut told) = (None, 0);
        loop {
            let batch = self.store.read().await?.items_untold(before, after, BATCH).await?;
            for (received_at, id) in &batch {
                told += passed_over(id, self.tell_of(*received_at, *id).await)?.unwrap_or(0);
            }
            after = batch.last().copied();
            if batch.len() < BATCH as usize {
                return Ok(told);
            }
        }
    }

    async fn tell_of(&self, received_at: Timestamp, id: IntakeId) -> Result<usize, StoreError> {
        let Reckoning { now, calendar, agencies } = &self.reckoning;
        let clock = WaitingClock::of(received_at, *now, calendar);
        if !clock.is_over {
            return Ok(0);
        }
        let mut tx = self.store.begin().await?;
        let Some(item) = tx.intake_item(id).await? else { return Ok(0) };
        let own = agencies.iter().find(|agency| agency.id == item.bureau);
        let above = own.and_then(|own| bureau_above(&own.division, agencies)).map(|above| above.id);
        let told = tx.tell_of_late_item(&item, above, clock.due, *now).await?;
        tx.commit().await?;
        Ok(told)
    }
}

impl Late<'_> {
    async fn each<D: Duty>(&self) -> Result<usize, StoreError> {
        let (mut after, mut made) = (None, 0);
        loop {
            let batch = D::page(self, after).await?;
            for duty in self.wanting(&batch).await? {
                made += usize::from(passed_over(duty.which(), self.set_off(duty).await)? == Some(true));
            }
            after = batch.last().copied();
            if batch.len() < BATCH as usize {
                return Ok(made);
            }
        }
    }

    /// Those of a batch of which something is demanded now, as one look finds them.
    async fn wanting<D: Duty>(&self, batch: &[D]) -> Result<Vec<D>, StoreError> {
        let (mut records, mut wanting) = (self.store.read().await?, Vec::new());
        for duty in batch {
            let demand = duty.demand(records.as_mut(), self).await;
            if passed_over(duty.which(), demand)?.flatten().is_some() {
                wanting.push(*duty);
            }
        }
        Ok(wanting)
    }

    /// Whether it set off a demand. Decided again in the transaction that writes: another node may have been faster.
    async fn set_off<D: Duty>(&self, duty: D) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some((petition, Escalated { by, demand })) = duty.demand(tx.as_mut(), self).await? else {
            return Ok(false);
        };
        let petition = &petition;
        let (id, now) = (DemandId(self.world.new_id()), self.reckoning.now);
        let Ok((demand, change)) = demand.make(id, petition, by, now) else {
            return Ok(false); // it has an organ, words and a day: the escalation saw to it
        };
        // The version is the lock: of two the second is stale, and finds the demand next time.
        tx.save_petition(petition).await?;
        tx.add_demand(&demand).await?;
        let event = EventId(self.world.new_id());
        tx.append(&change.event(event, now, Actor::System, petition)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
