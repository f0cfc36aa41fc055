//! `GET` and `PUT /api/hearings/{id}/presiding`: who stands in, how long seats are waited for, who may speak how
//! long. What the presider orders in session goes over the seat's socket; this is for before.

use crate::{
    domain::{
        event::Actor,
        hearing::presiding::Plan,
        ids::{HearingId, SeatId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{PresidingDetail, SpeakingTimeWish},
    },
    rooms::Command,
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresidingRequest {
    /// A member of the panel or staff of the host; `null` for nobody.
    stand_in: Option<Uuid>,
    /// 15 seconds to 15 minutes.
    absence_grace_seconds: u32,
    /// Times not named stay as they are.
    #[serde(default)]
    times: Vec<SpeakingTimeWish>,
}

/// Who presides a hearing when its presider cannot, and who may speak how long.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/presiding",
    operation_id = "hearing_presiding",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = PresidingDetail), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<PresidingDetail>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    detail(records.as_mut(), &seen.hearing).await.map(Json)
}

/// Fixes who stands in for the presider, how long seats are waited for and who may speak how long. Who may hand
/// out the links of a hearing prepares its table as well. `If-Match` names the `tag` of the plan that was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, refusals of the room.
#[utoipa::path(
    put,
    path = "/hearings/{id}/presiding",
    operation_id = "hearing_plan_presiding",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = PresidingRequest,
    responses((status = OK, body = PresidingDetail), Problem),
)]
pub async fn plan(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<PresidingRequest>,
) -> Result<Json<PresidingDetail>, Problem> {
    let id = HearingId(id);
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    seen.must(HearingAction::IssueLinks)?;
    read.check(&detail(records.as_mut(), &seen.hearing).await?.tag)?;
    drop(records); // the room writes by itself
    let actor = Actor::from(&me);
    app.rooms.command(id, actor, Command::Plan(asked.plan())).await?;
    let mut records = app.store.read().await?;
    detail(records.as_mut(), &seen.hearing).await.map(Json)
}

async fn detail(
    records: &mut dyn Records,
    hearing: &crate::domain::hearing::Hearing,
) -> Result<PresidingDetail, Problem> {
    let presiding = records.presiding(hearing.id).await?;
    let measures = records.measures(hearing.id).await?;
    Ok(PresidingDetail::of(hearing, &presiding, &measures))
}

impl PresidingRequest {
    fn plan(self) -> Plan {
        let time = |wish: SpeakingTimeWish| {
            (wish.phase.0, wish.side.0, wish.seconds.map(|seconds| i64::from(seconds) * 1000))
        };
        Plan {
            stand_in: self.stand_in.map(SeatId),
            absence_grace: i64::from(self.absence_grace_seconds) * 1000,
            times: self.times.into_iter().map(time).collect(),
        }
    }
}
