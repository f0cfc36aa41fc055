//! Loads a new version of the holiday calendar and recomputes the open deadlines.

use super::{By, Unreadable, read_calendar};
use crate::{
    domain::{
        DAY_MS, Timestamp,
        administration::DeedKind,
        event::Actor,
        ids::{EventId, PetitionId},
        petition::{Calendar, Clock, DayChange, recompute},
    },
    storage::{CalendarVersion, Records, Store, StoreError, Tx, passed_over},
    world::World,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
};

/// Petitions recomputed in one transaction: others write in between.
const AT_ONCE: usize = 100;
/// How often one transaction is tried again when somebody moves one of its petitions meanwhile.
const TRIES: usize = 5;
/// A day that changes moves a term that ends at most this many days before or after it: longer than any
/// holiday and than any term of working days.
const REACH_MS: i64 = 40 * DAY_MS;

/// Why a calendar was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum NotLoaded {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It says what the current one says.
    #[error("nothing changes by it")]
    Same,
    #[error("a version must name the notice it is from, in 2 to 200 characters")]
    NoSource,
    /// Another version came since it was looked at.
    #[error("another version was loaded meanwhile")]
    Outdated,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What loading it would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The current calendar with the years handed in.
    pub calendar: Calendar,
    /// The source named in the data themselves.
    pub source: Option<String>,
    pub days: Vec<DayChange>,
    /// Each open clock whose due time moves, as it is and as it would be.
    pub clocks: Vec<(PetitionId, Clock, Clock)>,
}

/// The calendar dates are computed by.
///
/// # Errors
/// The store failed.
pub async fn current(records: &mut dyn Records) -> Result<Calendar, StoreError> {
    let number = records.calendar_number().await?;
    let version = records.calendar_version(number).await?;
    Ok(version.map_or_else(Calendar::shipped, |version| version.calendar))
}

/// The calendar in force: the newest version kept, whoever loaded it and on whichever node. Read from one store once for each
/// version.
#[derive(Debug)]
pub struct InForce(RwLock<Arc<Calendar>>);

impl Default for InForce {
    fn default() -> Self {
        Self(RwLock::new(Arc::new(Calendar::shipped())))
    }
}

impl InForce {
    /// In a transaction it stays in force until that ends.
    ///
    /// # Errors
    /// The store failed.
    pub async fn calendar(&self, records: &mut dyn Records) -> Result<Arc<Calendar>, StoreError> {
        let number = records.calendar_number().await?;
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if held.number() == number {
            return Ok(held);
        }
        let calendar = Arc::new(current(records).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = calendar.clone();
        Ok(calendar)
    }
}

/// # Errors
/// It cannot be read, or the store failed.
pub async fn preview(records: &mut dyn Records, text: &str) -> Result<Preview, NotLoaded> {
    let (read, source) = read_calendar(text)?;
    let current = current(records).await?;
    let calendar = current.with_years_of(&read).numbered(current.number() + 1);
    let days = current.changes(&calendar);
    let (from, to) = reach(&days);
    let clocks = readable(records, from, to).await?;
    let moves = |(id, clock): (PetitionId, Clock)| {
        let moved = clock.recomputed(&calendar)?;
        Some((id, clock, moved))
    };
    Ok(Preview { clocks: clocks.into_iter().filter_map(moves).collect(), calendar, source, days })
}

/// The last days, before rolling, of clocks that `days` may move.
fn reach(days: &[DayChange]) -> (Timestamp, Timestamp) {
    let end = |day: Option<&DayChange>| day.map(|change| Timestamp::end_of(change.day));
    match (end(days.first()), end(days.last())) {
        (Some(first), Some(last)) => (first.plus_millis(-REACH_MS), last.plus_millis(REACH_MS)),
        _ => (Timestamp(0), Timestamp(0)),
    }
}

/// Keeps the years handed in as a new version; from its commit on dates are computed by it. Those computed
/// before are [`catch_up`]'s business. `base` is the version that was looked at before, if somebody looked.
///
/// # Errors
/// [`NotLoaded`]; nothing changed.
pub async fn load(
    store: &dyn Store,
    world: &dyn World,
    by: By<'_>,
    base: Option<u32>,
    (source, text): (&str, &str),
) -> Result<CalendarVersion, NotLoaded> {
    let mut tx = store.begin().await?;
    let Preview { calendar, source: named, days, .. } = preview(tx.as_mut(), text).await?;
    if base.is_some_and(|base| base.checked_add(1) != Some(calendar.number())) {
        return Err(NotLoaded::Outdated);
    }
    if days.is_empty() {
        return Err(NotLoaded::Same);
    }
    let source = Some(source.trim().to_owned()).filter(|source| !source.is_empty()).or(named);
    let source = source.filter(|source| (2..=200).contains(&source.chars().count()));
    let version = CalendarVersion {
        calendar,
        loaded_at: world.now(),
        loaded_by: match by {
            By::Staff(actor) => Some(actor.staff.id),
            By::CommandLine => None,
        },
        source: source.ok_or(NotLoaded::NoSource)?,
        recomputed_at: None,
    };
    tx.add_calendar(&version).await.map_err(|error| match error {
        StoreError::Exists { .. } => NotLoaded::Outdated,
        other => other.into(),
    })?;
    let about = format!("{}: {}", version.calendar.version(), version.source);
    by.record(tx.as_mut(), world, DeedKind::CalendarLoaded, about).await?;
    tx.commit().await?;
    Ok(version)
}

/// Recomputes open clocks by the current version unless that was done; a crash in between is made up for by
/// the next call. Gives how many petitions had a date moved.
///
/// # Errors
/// The store failed; what was recomputed stays so.
pub async fn catch_up(store: &dyn Store, world: &dyn World) -> Result<usize, StoreError> {
    let mut records = store.read().await?;
    let versions = records.calendars().await?;
    let Some(newest) = versions.first().filter(|version| version.recomputed_at.is_none()) else {
        return Ok(0);
    };
    let done = versions.iter().find(|version| version.recomputed_at.is_some());
    let before = done.map_or_else(Calendar::shipped, |version| version.calendar.clone());
    let actor = actor_of(records.as_mut(), newest).await?;
    drop(records);
    let reach = reach(&before.changes(&newest.calendar));
    let moved = recompute_running(store, world, &newest.calendar, actor, reach).await?;
    let mut tx = store.begin().await?;
    tx.calendar_recomputed(newest.calendar.number(), world.now()).await?;
    tx.commit().await?;
    tracing::info!(petitions = moved, calendar = newest.calendar.version(), "Recomputed open clocks");
    Ok(moved)
}

/// Every open clock by the current calendar, whatever it was computed by: after a release that brings
/// another calendar along, or a restored backup.
///
/// # Errors
/// The store failed; what was recomputed stays so.
pub async fn recompute_all(store: &dyn Store, world: &dyn World) -> Result<usize, StoreError> {
    let calendar = current(store.read().await?.as_mut()).await?;
    let all = (Timestamp(i64::MIN), Timestamp(i64::MAX));
    recompute_running(store, world, &calendar, Actor::System, all).await
}

/// Clocks that run. One that is damaged keeps no other from its date, and no calendar from being loaded.
async fn readable(
    records: &mut dyn Records,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(PetitionId, Clock)>, StoreError> {
    let mut clocks = Vec::new();
    for (id, clock) in records.running_clocks(from, to).await? {
        clocks.extend(passed_over(id, clock)?.map(|clock| (id, clock)));
    }
    Ok(clocks)
}

async fn actor_of(records: &mut dyn Records, version: &CalendarVersion) -> Result<Actor, StoreError> {
    let Some(staff) = version.loaded_by else { return Ok(Actor::System) };
    let staff = records.staff(staff).await?;
    Ok(staff.map_or(Actor::System, |staff| Actor::Staff { staff: staff.id, agency: staff.agency }))
}

async fn recompute_running(
    store: &dyn Store,
    world: &dyn World,
    calendar: &Calendar,
    actor: Actor,
    (from, to): (Timestamp, Timestamp),
) -> Result<usize, StoreError> {
    let clocks = readable(store.read().await?.as_mut(), from, to).await?;
    let moves = clocks.into_iter().filter(|(_, clock)| clock.recomputed(calendar).is_some());
    let petitions: Vec<PetitionId> = moves.map(|(id, _)| id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut moved = 0;
    for some in petitions.chunks(AT_ONCE) {
        moved += recompute_some(store, world, calendar, actor, some).await?;
    }
    Ok(moved)
}

async fn recompute_some(
    store: &dyn Store,
    world: &dyn World,
    calendar: &Calendar,
    actor: Actor,
    petitions: &[PetitionId],
) -> Result<usize, StoreError> {
    let mut tries = 1;
    loop {
        let mut tx = store.begin().await?;
        match move_dates(tx.as_mut(), world, calendar, actor, petitions).await {
            Ok(moved) => {
                tx.commit().await?;
                return Ok(moved);
            }
            Err(StoreError::Stale { .. }) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

async fn move_dates(
    tx: &mut dyn Tx,
    world: &dyn World,
    calendar: &Calendar,
    actor: Actor,
    petitions: &[PetitionId],
) -> Result<usize, StoreError> {
    let mut events = Vec::new();
    for id in petitions {
        let Some(petition) = passed_over(id, tx.petition(*id).await)?.flatten() else { continue };
        let Some((petition, change)) = recompute(&petition, calendar) else { continue };
        tx.save_petition(&petition).await?;
        events.push(change.event(EventId(world.new_id()), world.now(), actor, &petition));
    }
    for event in &events {
        tx.append(event).await?;
    }
    Ok(events.len())
}
