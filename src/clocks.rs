//! What happens because time passes. Petitions close when the time to ask for review has lapsed, or where there is none
//! (docs/rules.md 3.2, P18); seats are reminded of hearings (3.3, H4); staff are told of deadlines that approach and pauses
//! that run long (ADR 52).

use crate::{
    administration::calendar::{InForce, catch_up},
    background::Duty,
    domain::{
        DAY_MS, Timestamp,
        event::Actor,
        grid::GridTerms,
        hearing::{NoticeKind, reminded, reminder_due},
        ids::{EventId, GridReportId, HearingId, PetitionId, ReceptionDayId},
        petition::{By, Calendar, Category, Petition, SETTLED_AFTER, Transition, WarnDays, apply},
        reception::ReceptionState,
        staff_notice::{PAPER_AWAITED, SLIP_AWAITED, Topic, UNSEEN_AGAIN, today_from, tomorrow_source},
    },
    overdue::escalate,
    storage::{Records, SharedStore, StoreError, Tx, passed_over},
    world::World,
};
use std::{sync::Arc, time::Duration};

/// Days end at midnight; a minute later is early enough.
const MINUTE: Duration = Duration::from_secs(60);
/// Nobody is helped by hearing of a missed date, or of a new holiday, a few minutes sooner.
const MINUTES: Duration = Duration::from_secs(300);

/// How early people are warned, and for how long a grid report may wait: the house's to say; and by which days.
#[derive(Debug, Clone)]
pub struct HouseTimes {
    pub warn: WarnDays,
    pub grid: GridTerms,
    pub calendar: Arc<InForce>,
}

/// All of it; each goes on by itself, whatever becomes of the others.
pub static DUTIES: [Duty<HouseTimes>; 6] = [
    Duty {
        name: "close",
        every: MINUTE,
        done: "petitions are closed: nothing may be asked of them any more",
        turn: |store, world, times| {
            Box::pin(async move { close_lapsed(&store, &*world, &times.calendar).await })
        },
    },
    Duty {
        name: "remind",
        every: MINUTE,
        done: "hearings are near: their seats are reminded",
        turn: |store, world, _| Box::pin(async move { remind(&store, &*world).await }),
    },
    Duty {
        name: "warn",
        every: MINUTE,
        done: "people are told of clocks that press",
        turn: |store, world, times| {
            Box::pin(async move { warn(&store, &*world, times.warn, &times.calendar).await })
        },
    },
    Duty {
        name: "grid",
        every: MINUTES,
        done: "people are told of grid reports that nobody takes up",
        turn: |store, world, times| Box::pin(async move { warn_of_grid(&store, &*world, times.grid).await }),
    },
    Duty {
        name: "escalate",
        every: MINUTES,
        done: "organs are reminded of dates that were missed",
        turn: |store, world, _| Box::pin(async move { escalate(&store, &world).await }),
    },
    // What a stop or a failure kept a new holiday calendar from.
    Duty {
        name: "recompute",
        every: MINUTES,
        done: "petitions have other dates by the new holiday calendar",
        turn: |store, world, _| Box::pin(async move { catch_up(&*store, &*world).await }),
    },
];

/// Petitions closed before others get a turn to write.
const AT_ONCE: u32 = 100;
/// On record as the reason.
const LAPSED: &str = "复查、复核请求期限届满，信访人未提出请求";
/// The same of a suggestion or a report.
const SETTLED: &str = "答复送达期满，建议意见、检举控告类事项无复查程序，予以办结";

/// Closes every petition whose window has lapsed, or that has none and was replied to long ago, and says how many. Doing
/// it again closes nothing more.
///
/// # Errors
/// The store fails; what was closed before stays closed.
pub async fn close_lapsed(
    store: &SharedStore,
    world: &dyn World,
    in_force: &InForce,
) -> Result<usize, StoreError> {
    let calendar = in_force.calendar(store.read().await?.as_mut()).await?;
    let mut closed = 0;
    loop {
        let (now, mut records) = (world.now(), store.read().await?);
        let mut over = records.lapsed(now, AT_ONCE).await?;
        // So many working days last at least so many days. Who is not due yet is refused; the longest ago come first.
        let replied_before = now.plus_millis(-i64::from(SETTLED_AFTER) * DAY_MS);
        over.extend(records.settled(replied_before, AT_ONCE).await?);
        drop(records);
        let before = closed;
        for id in over {
            let done = close(store, world, &calendar, id).await;
            closed += usize::from(passed_over(id, done)? == Some(true));
        }
        if closed == before {
            return Ok(closed);
        }
    }
}

/// `false`: somebody was faster.
async fn close(
    store: &SharedStore,
    world: &dyn World,
    calendar: &Calendar,
    id: PetitionId,
) -> Result<bool, StoreError> {
    let now = world.now();
    let mut tx = store.begin().await?;
    let Some(petition) = tx.petition(id).await? else { return Ok(false) };
    let close = Transition::Close { reason: why(&petition).to_owned(), accepted: None };
    let Ok(applied) = apply(&petition, close, By::System, now, calendar) else { return Ok(false) };
    tx.save_petition(&applied.petition).await?;
    tx.append(&applied.change.event(EventId(world.new_id()), now, Actor::System, &applied.petition)).await?;
    tx.commit().await?;
    Ok(true)
}

fn why(petition: &Petition) -> &'static str {
    if petition.category == Category::Appeal { LAPSED } else { SETTLED }
}

/// Longer than this nobody keeps a notice: what it told of is in the log.
const NOTICES_KEPT_MS: i64 = 366 * DAY_MS;

/// Tells the staff whose duty it is of clocks that have become amber or red, of pauses that run longer than expected, of
/// papers that were not made, of slips that do not come back, of what is urgent and nobody above has confirmed, of hearings
/// asked for that nobody has decided, and leaders of their reception day tomorrow: how many notices. Doing it again tells
/// nobody twice.
///
/// # Errors
/// The store fails; who was told before stays so.
pub async fn warn(
    store: &SharedStore,
    world: &dyn World,
    days: WarnDays,
    in_force: &InForce,
) -> Result<usize, StoreError> {
    use Pressing::{Clock, Paper};
    let now = world.now();
    let red = tell_of(store, Clock(Topic::ClockOver, (Timestamp(0), now), days), now).await?;
    // What ends today is told as that once work has begun, and as ending soon until then.
    let (_, tomorrow) = Timestamp::span(now.local_date(), now.local_date());
    let (today, from) = match today_from(now) {
        Some(_) => (tell_of(store, Clock(Topic::ClockToday, (now, tomorrow), days), now).await?, tomorrow),
        None => (0, now),
    };
    let amber = tell_of(store, Clock(Topic::ClockSoon, (from, days.soon_until(now)), days), now).await?;
    let mut told = red + today + amber;
    let long = store.read().await?.long_pauses(now.local_date(), AT_ONCE).await?;
    for id in long {
        told += passed_over(id, tell_of_pause(store, id, now).await)?.unwrap_or(0);
    }
    told += tell_of(store, Paper(Topic::PaperMissing, now.plus_millis(-PAPER_AWAITED)), now).await?;
    told += tell_of(store, Paper(Topic::PaperLate, now), now).await?;
    told += tell_of(store, Pressing::Slip, now).await?;
    told += tell_of(store, Pressing::Unseen, now).await?;
    let calendar = in_force.calendar(store.read().await?.as_mut()).await?;
    for topic in [Topic::RequestOver, Topic::RequestToday] {
        told += tell_of(store, Pressing::Request(topic, &calendar), now).await?;
    }
    told += tell_leaders(store, now).await?;
    let mut tx = store.begin().await?;
    tx.sweep_staff_notices(now.plus_millis(-NOTICES_KEPT_MS)).await?;
    tx.commit().await?;
    Ok(told)
}

/// Tells the organs nearby of grid reports that nobody has taken up in time: how many notices. Doing it again tells nobody
/// twice.
///
/// # Errors
/// The store fails; who was told before stays so.
pub async fn warn_of_grid(
    store: &SharedStore,
    world: &dyn World,
    terms: GridTerms,
) -> Result<usize, StoreError> {
    let now = world.now();
    let before = terms.claim_overdue_before(now);
    let (mut after, mut told) = (None, 0);
    loop {
        let batch = store.read().await?.grid_unclaimed(before, after, AT_ONCE).await?;
        after = batch.last().copied();
        if !batch.is_empty() {
            let mut tx = store.begin().await?;
            for (since, id) in &batch {
                let done = tell_of_unclaimed(tx.as_mut(), (*since, *id), &terms, now).await;
                told += passed_over(id, done)?.unwrap_or(0);
            }
            tx.commit().await?;
        }
        if batch.len() < AT_ONCE as usize {
            return Ok(told);
        }
    }
}

/// Of a report that stands as it did at `since`: somebody may have taken it up meanwhile.
async fn tell_of_unclaimed(
    tx: &mut dyn Tx,
    (since, id): (Timestamp, GridReportId),
    terms: &GridTerms,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let report = tx.grid_report(id).await?.filter(|report| report.state_at == since);
    let Some(report) = report else { return Ok(0) };
    match report.due(terms) {
        Some(due) => tx.tell_of_unclaimed(&report, due, now).await,
        None => Ok(0),
    }
}

/// The day before, each leader is told of their reception day: how many.
async fn tell_leaders(store: &SharedStore, now: Timestamp) -> Result<usize, StoreError> {
    let days = store.read().await?.days_untold(now, now.plus_millis(DAY_MS), AT_ONCE).await?;
    if days.is_empty() {
        return Ok(0);
    }
    let (mut tx, mut told) = (store.begin().await?, 0);
    for id in days {
        let done = tell_leader(tx.as_mut(), id, now).await;
        told += usize::from(passed_over(id, done)? == Some(true));
    }
    tx.commit().await?;
    Ok(told)
}

/// `false`: it was called off meanwhile.
async fn tell_leader(tx: &mut dyn Tx, id: ReceptionDayId, now: Timestamp) -> Result<bool, StoreError> {
    let Some(day) = tx.reception_day(id).await? else { return Ok(false) };
    let ahead = matches!(day.state, ReceptionState::Planned | ReceptionState::Published { .. });
    if ahead {
        tx.tell_of_day(&day, day.leader, Topic::ReceptionSoon, (tomorrow_source(&day), now)).await?;
    }
    Ok(ahead)
}

async fn tell_of_pause(store: &SharedStore, id: PetitionId, now: Timestamp) -> Result<usize, StoreError> {
    let mut tx = store.begin().await?;
    let Some(petition) = tx.petition(id).await? else { return Ok(0) };
    let told = tx.tell_of_pause(&petition, now).await?;
    tx.commit().await?;
    Ok(told)
}

/// What the staff whose duty a petition is are told of, though nobody did anything.
#[derive(Clone, Copy)]
enum Pressing<'a> {
    /// A clock that ends between these.
    Clock(Topic, (Timestamp, Timestamp), WarnDays),
    /// A step from before this owes a paper, or the paper's day was before it, and it was not made.
    Paper(Topic, Timestamp),
    /// It was posted and nobody has a receipt of it: no clock runs for it, and nothing would ever close it.
    Slip,
    /// It is urgent, and nobody above has confirmed it for a day.
    Unseen,
    /// A hearing was asked for, and its two days end.
    Request(Topic, &'a Calendar),
}

impl Pressing<'_> {
    /// Petitions of which nobody was told so yet, or today, from the one after `after`.
    async fn untold(
        self,
        records: &mut dyn Records,
        after: Option<(Timestamp, PetitionId)>,
        now: Timestamp,
    ) -> Result<Vec<(Timestamp, PetitionId)>, StoreError> {
        match self {
            Self::Clock(topic, due, _) => records.unwarned(topic, due, after, AT_ONCE).await,
            Self::Paper(topic, before) => records.paperless(topic, before, after, AT_ONCE).await,
            Self::Slip => records.unreceived(now.plus_millis(-SLIP_AWAITED), after, AT_ONCE).await,
            Self::Unseen => records.unseen(now.plus_millis(-UNSEEN_AGAIN), after, AT_ONCE).await,
            // Two working days last longer than one day. Who is not due yet is told nothing.
            Self::Request(topic, _) => {
                records.undecided(topic, now.plus_millis(-DAY_MS), after, AT_ONCE).await
            }
        }
    }

    async fn tell(self, tx: &mut dyn Tx, petition: &Petition, now: Timestamp) -> Result<usize, StoreError> {
        match self {
            Self::Clock(_, _, days) => tx.warn_of_clock(petition, now, days).await,
            Self::Paper(..) => tx.warn_of_papers(petition, now).await,
            Self::Slip => tx.tell_of_receipt(petition, now).await,
            Self::Unseen => tx.tell_of_unseen(petition, now).await,
            Self::Request(_, calendar) => tx.warn_of_request(petition, calendar, now).await,
        }
    }
}

async fn tell_of(store: &SharedStore, pressing: Pressing<'_>, now: Timestamp) -> Result<usize, StoreError> {
    let (mut after, mut told) = (None, 0);
    loop {
        let batch = pressing.untold(store.read().await?.as_mut(), after, now).await?;
        after = batch.last().copied();
        if !batch.is_empty() {
            let mut tx = store.begin().await?;
            for (_, id) in &batch {
                let Some(petition) = passed_over(id, tx.petition(*id).await)?.flatten() else { continue };
                let done = pressing.tell(tx.as_mut(), &petition, now).await;
                told += passed_over(id, done)?.unwrap_or(0);
            }
            tx.commit().await?;
        }
        if batch.len() < AT_ONCE as usize {
            return Ok(told);
        }
    }
}

/// As far ahead as the earliest reminder.
const AHEAD_MS: i64 = DAY_MS;

/// Reminds the seats of every hearing whose day or hour has come, and says of how many. Doing it again reminds
/// nobody twice.
///
/// # Errors
/// The store fails; what was reminded of before stays so.
pub async fn remind(store: &SharedStore, world: &dyn World) -> Result<usize, StoreError> {
    let now = world.now();
    let mut count = 0;
    let near = store.read().await?.hearing_ids_between(now, now.plus_millis(AHEAD_MS + 1)).await?;
    for id in near {
        let done = remind_if_due(store, world, id, now).await;
        count += usize::from(passed_over(id, done)? == Some(true));
    }
    Ok(count)
}

async fn remind_if_due(
    store: &SharedStore,
    world: &dyn World,
    id: HearingId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut records = store.read().await?;
    let Some(hearing) = records.hearing(id).await? else { return Ok(false) };
    let notices = records.hearing_notices(id).await?;
    drop(records);
    let of_this_time = notices.iter().filter(|notice| notice.starts_at == hearing.starts_at);
    let told_at = of_this_time.map(|notice| notice.at).max();
    match told_at.and_then(|told_at| reminder_due(&hearing, told_at, now)) {
        Some(kind) => remind_one(store, world, id, kind, now).await,
        None => Ok(false),
    }
}

/// `false`: another node was faster, or it is off.
async fn remind_one(
    store: &SharedStore,
    world: &dyn World,
    id: HearingId,
    kind: NoticeKind,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let Some(hearing) = tx.hearing(id).await? else { return Ok(false) };
    let Some(petition) = tx.petition(hearing.petition).await? else { return Ok(false) };
    let first = tx.add_hearing_reminder(id, kind, hearing.starts_at, now).await?;
    if !first || !hearing.is_ahead(now) {
        return Ok(false);
    }
    let event = EventId(world.new_id());
    tx.append(&reminded(kind).hearing_event(event, now, Actor::System, &petition, id)).await?;
    tx.commit().await?;
    Ok(true)
}
