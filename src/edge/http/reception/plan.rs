//! `POST /api/reception/days`: plans a leader's reception day.

use super::show;
use crate::{
    domain::{
        ids::{AgencyId, ReceptionDayId, StaffId},
        reception::{Leader, NewDay, ReceptionDay},
        rights::{Official, may_plan_reception},
        staff_notice::Topic,
    },
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Moment, ReceptionDayView, ReceptionKindText},
    },
    storage::{Records, Tx},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanDay {
    leader: Uuid,
    kind: ReceptionKindText,
    starts_at: Moment,
    ends_at: Moment,
    place: String,
    /// The leader's own if left out.
    #[serde(default)]
    field: String,
}

/// Plans a leader's reception day. It is shown to nobody outside before it is published.
///
/// Codes: unauthenticated, not_found, unprocessable, bad_times, bad_reception_text, leader_taken.
#[utoipa::path(
    post,
    path = "/reception/days",
    operation_id = "reception_day_plan",
    tag = "reception",
    request_body = PlanDay,
    responses((status = CREATED, body = ReceptionDayView), Problem),
)]
pub async fn plan(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<PlanDay>,
) -> Result<(StatusCode, Json<ReceptionDayView>), Problem> {
    let mut tx = app.store.begin().await?;
    let (agency, leader) = leader(tx.as_mut(), &me, &asked).await?;
    let day = asked.day().plan(ReceptionDayId(app.world.new_id()), agency, &leader, app.world.now())?;
    must_be_free(tx.as_mut(), &day).await?;
    tx.add_reception_day(&day).await?;
    tell(&app, tx.as_mut(), &me, (&day, day.leader), Topic::ReceptionPlanned).await?;
    let view = show::day(tx.as_mut(), &mut Names::default(), &me, day).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Whose day it is to be, if the asker may plan it.
pub async fn leader(
    records: &mut dyn Records,
    me: &Official,
    asked: &PlanDay,
) -> Result<(AgencyId, Leader), Problem> {
    let staff = records.staff(StaffId(asked.leader)).await?.ok_or(Problem::NotFound)?;
    let agency = records.agency(staff.agency).await?.ok_or(Problem::NotFound)?;
    if !may_plan_reception(me, &agency.division) {
        return Err(Problem::NotFound);
    }
    let leader = records.leader(staff.id).await?;
    let leader = leader.ok_or_else(|| Problem::field("leader", "Say first under which post they receive"))?;
    Ok((agency.id, leader))
}

/// Whether its leader receives nowhere else at that time. Of two who plan at once the second sees the first one's.
pub(super) async fn must_be_free(tx: &mut dyn Tx, day: &ReceptionDay) -> Result<(), Problem> {
    tx.hold(&format!("reception days of {}", day.leader)).await?;
    let others = tx.days_of_leader(day.leader, day.starts_at, day.ends_at).await?;
    Ok(day.must_be_free(&others)?)
}

/// Tells a leader of their day, unless they did it themselves.
pub(super) async fn tell(
    app: &AppState,
    tx: &mut dyn Tx,
    me: &Official,
    (day, to): (&ReceptionDay, StaffId),
    topic: Topic,
) -> Result<(), Problem> {
    if to != me.staff.id {
        tx.tell_of_day(day, to, topic, (app.world.new_id(), app.world.now())).await?;
    }
    Ok(())
}

impl PlanDay {
    pub fn day(&self) -> NewDay {
        NewDay {
            kind: self.kind.0,
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            place: self.place.clone(),
            field: self.field.clone(),
        }
    }
}
