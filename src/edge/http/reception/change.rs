//! `POST /api/reception/days/{id}`: publishes a reception day, gives it to another leader, says how it went, sets that
//! right, or cancels it.

use super::{plan, show};
use crate::{
    domain::{
        ids::{ReceptionDayId, StaffId},
        reception::{
            ReceptionDay, ReceptionRefusal,
            queue::{is_busy, is_open},
        },
        rights::{Official, may_plan_reception},
        staff_notice::Topic,
    },
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::ReceptionDayView,
    },
    storage::Tx,
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDay {
    /// Of the day as it was read.
    version: u32,
    change: DayChangeBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReceptionChange)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DayChangeBody {
    /// At least three days before, unless it is on the spot.
    Publish {},
    Swap {
        leader: Uuid,
        reason: String,
    },
    /// At most 10 000 of each. Not while somebody waits or is being received today: it ends the queue.
    Hold {
        cases: u32,
        persons: u32,
    },
    /// What was written down of a held day was wrong.
    Correct {
        cases: u32,
        persons: u32,
        reason: String,
    },
    Cancel {
        reason: String,
    },
}

/// Publishes a reception day, gives it to another leader, says how it went, sets that right, or cancels it.
///
/// Codes: unauthenticated, not_found, stale, too_late_to_publish, wrong_reception_state, too_early, bad_swap,
/// leader_taken, queue_not_empty, bad_reception_counts, reason_needed.
#[utoipa::path(
    post,
    path = "/reception/days/{id}",
    operation_id = "reception_day_change",
    tag = "reception",
    params(("id" = Uuid, Path)),
    request_body = ChangeDay,
    responses((status = OK, body = ReceptionDayView), Problem),
)]
pub async fn change(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ChangeDay>,
) -> Result<Json<ReceptionDayView>, Problem> {
    let mut tx = app.store.begin().await?;
    let day = tx.reception_day(ReceptionDayId(id)).await?.ok_or(Problem::NotFound)?;
    let agency = tx.agency(day.agency).await?.ok_or(Problem::NotFound)?;
    if !may_plan_reception(&me, &agency.division) {
        return Err(Problem::NotFound);
    }
    if day.version != asked.version {
        return Err(Problem::Stale);
    }
    let (now, before) = (app.world.now(), day.leader);
    let (changed, topic) = match asked.change {
        DayChangeBody::Publish {} => (day.publish(now)?, Some(Topic::ReceptionPublished)),
        DayChangeBody::Swap { leader, reason } => {
            let swapped = swap(tx.as_mut(), &me, day, (StaffId(leader), &reason), now).await?;
            (swapped, Some(Topic::ReceptionSwapped))
        }
        DayChangeBody::Hold { cases, persons } => {
            tx.hold(&format!("queue of {}", day.id)).await?; // against who takes a number meanwhile
            if is_open(&day, now) && is_busy(&tx.queue(day.id).await?) {
                return Err(ReceptionRefusal::QueueNotEmpty.into());
            }
            (day.hold(cases, persons, now)?, None)
        }
        DayChangeBody::Correct { cases, persons, reason } => {
            let (day, correction) = day.correct((cases, persons), &reason, me.staff.id, now)?;
            tx.add_held_correction(&correction).await?;
            (day, None)
        }
        DayChangeBody::Cancel { reason } => (day.cancel(&reason)?, Some(Topic::ReceptionCancelled)),
    };
    tx.save_reception_day(&changed).await?;
    if let Some(topic) = topic {
        for leader in BTreeSet::from([before, changed.leader]) {
            plan::tell(&app, tx.as_mut(), &me, (&changed, leader), topic).await?;
        }
    }
    let changed = tx.reception_day(changed.id).await?.ok_or(Problem::NotFound)?;
    let view = show::day(tx.as_mut(), &mut Names::default(), &me, changed).await?;
    tx.commit().await?;
    Ok(Json(view))
}

/// To another leader of the same organ.
async fn swap(
    tx: &mut dyn Tx,
    me: &Official,
    day: ReceptionDay,
    (to, reason): (StaffId, &str),
    now: crate::domain::Timestamp,
) -> Result<ReceptionDay, Problem> {
    let staff = tx.staff(to).await?.filter(|staff| staff.agency == day.agency && !staff.disabled);
    if staff.is_none() || tx.leader(to).await?.is_none() {
        return Err(ReceptionRefusal::BadSwap.into());
    }
    let (day, swap) = day.swap(to, reason, me.staff.id, now)?;
    plan::must_be_free(tx, &day).await?;
    tx.add_reception_swap(&swap).await?;
    Ok(day)
}
