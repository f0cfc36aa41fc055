//! `PUT /api/hearings/{id}/agenda`: another order of the day, until the minutes are read back.

use super::detail;
use crate::{
    domain::{event::Actor, hearing::PlannedPhase, ids::HearingId, rights::HearingAction},
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, PlannedPhaseView},
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgendaRequest {
    /// In their order, each phase once; those that were held keep their place.
    agenda: Vec<PlannedPhaseView>,
}

/// Changes which phases a hearing has, in which order, and for how many minutes each is planned. Everybody in the room sees
/// it at once. `If-Match` names the `tag` of the hearing that was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, refusals of the room.
#[utoipa::path(
    put,
    path = "/hearings/{id}/agenda",
    operation_id = "hearing_agenda",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = AgendaRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn change(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<AgendaRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    let seen = detail::to_change(&app, &me, id, HearingAction::Reseat, &read).await?;
    let plan = asked.agenda.into_iter().map(PlannedPhase::from).collect();
    let (before, actor) = (seen.hearing.plan().collect(), Actor::from(&me));
    app.rooms.command(id, actor, Command::Replan { before, plan }).await?;
    detail::of(&app, &me, id).await.map(Json)
}
