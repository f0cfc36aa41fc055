//! `POST /api/hearings/{id}/postpone`: postpones a hearing, to new times or to none yet.

use super::{detail, facts::Facts};
use crate::{
    domain::{Timestamp, event::Actor, ids::HearingId, rights::HearingAction},
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, Moment},
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostponeRequest {
    reason: String,
    /// Both or neither.
    #[serde(default)]
    starts_at: Option<Moment>,
    #[serde(default)]
    ends_at: Option<Moment>,
}

/// Postpones a hearing, to new times or to none yet. `If-Match` names the `tag` of the hearing that was read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, clash, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/postpone",
    operation_id = "hearing_postpone",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = PostponeRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn postpone(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<PostponeRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    let seen = detail::to_change(&app, &me, id, HearingAction::Postpone, &read).await?;
    let actor = Actor::from(&me);
    let to = asked.times()?;
    let command = Command::Postpone { reason: asked.reason, to };
    if let Err(refused) = app.rooms.command(id, actor, command).await {
        let facts = Facts::read(app.store.read().await?.as_mut(), &seen.petition).await?;
        return Err(facts.why(refused));
    }
    detail::of(&app, &me, id).await.map(Json)
}

impl PostponeRequest {
    fn times(&self) -> Result<Option<(Timestamp, Timestamp)>, Problem> {
        match (self.starts_at, self.ends_at) {
            (None, None) => Ok(None),
            (Some(from), Some(to)) => Ok(Some((from.0, to.0))),
            _ => Err(Problem::field("ends_at", "Both times or neither")),
        }
    }
}
