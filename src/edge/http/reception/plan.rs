//! `POST /api/reception/days`: plans a leader's reception day.

use super::show;
use crate::{
    domain::{
        ids::{ReceptionDayId, StaffId},
        reception::NewDay,
        rights::may_plan_reception,
    },
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ReceptionDayView, ReceptionKindText, timestamp},
    },
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
    starts_at: i64,
    ends_at: i64,
    place: String,
    /// The leader's own if left out.
    #[serde(default)]
    field: String,
}

/// Plans a leader's reception day. It is shown to nobody outside before it is published.
///
/// Codes: unauthenticated, not_found, unprocessable, bad_times, bad_reception_text.
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
    let staff = tx.staff(StaffId(asked.leader)).await?.ok_or(Problem::NotFound)?;
    let agency = tx.agency(staff.agency).await?.ok_or(Problem::NotFound)?;
    if !may_plan_reception(&me, &agency.division) {
        return Err(Problem::NotFound);
    }
    let leader = tx.leader(staff.id).await?;
    let leader = leader.ok_or_else(|| Problem::field("leader", "Say first under which post they receive"))?;
    let new = NewDay {
        kind: asked.kind.0,
        starts_at: timestamp("starts_at", asked.starts_at)?,
        ends_at: timestamp("ends_at", asked.ends_at)?,
        place: asked.place,
        field: asked.field,
    };
    let day = new.plan(ReceptionDayId(app.world.new_id()), agency.id, &leader, app.world.now())?;
    tx.add_reception_day(&day).await?;
    let view = show::day(tx.as_mut(), &mut Names::default(), &me, day).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}
