//! `POST /api/hearings/{id}/postpone`: postpones a hearing, to new times or to none yet.

use super::detail;
use crate::{
    domain::{event::Actor, ids::HearingId, rights::HearingAction},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{self, HearingDetail},
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
    starts_at: Option<i64>,
    #[serde(default)]
    ends_at: Option<i64>,
}

/// Postpones a hearing, to new times or to none yet.
///
/// Codes: unauthenticated, not_found, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/postpone",
    operation_id = "hearing_postpone",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = PostponeRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn postpone(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<PostponeRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    access::hearing(app.store.read().await?.as_mut(), &me, id).await?.must(HearingAction::Postpone)?;
    let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    app.rooms.command(id, actor, asked.command()?).await?;
    detail::of(&app, &me, id).await.map(Json)
}

impl PostponeRequest {
    fn command(self) -> Result<Command, Problem> {
        let to = match (self.starts_at, self.ends_at) {
            (None, None) => None,
            (Some(from), Some(to)) => {
                Some((views::timestamp("starts_at", from)?, views::timestamp("ends_at", to)?))
            }
            _ => return Err(Problem::field("ends_at", "Both times or neither")),
        };
        Ok(Command::Postpone { reason: self.reason, to })
    }
}
