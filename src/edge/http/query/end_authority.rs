//! `POST /api/query/end-authority`: the petitioner tells an agent to act for them no more.

use super::{act, door, view};
use crate::{
    domain::{
        event::Actor,
        ids::{EventId, PersonId},
    },
    edge::{
        AppState, caller::Caller, extract::Json, http::petitions::end_authority::end, problem::Problem,
        views::PetitionStatus,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOwnAuthorityRequest {
    number: String,
    code: String,
    /// The agent, of this number's own petition.
    person: Uuid,
    /// 5 to 500 characters.
    reason: String,
}

/// The petitioner ends an agent's authority (撤销委托); of petitions that were merged each household that of its own agents.
///
/// Codes: no_match, too_many, unprocessable, refused with article.
#[utoipa::path(
    post,
    path = "/query/end-authority",
    operation_id = "query_end_authority",
    tag = "query",
    request_body = EndOwnAuthorityRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn end_authority(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<EndOwnAuthorityRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let (now, event) = (app.world.now(), EventId(app.world.new_id()));
    let mut tx = app.store.begin().await?;
    let opened = door::open(&app, tx.as_mut(), caller, &asked.number, &asked.code).await?;
    act::must_be_in(&opened)?;
    let change = end(tx.as_mut(), &opened, PersonId(asked.person), asked.reason, now).await?;
    tx.append(&change.event(event, now, Actor::Petitioner, &opened.own)).await?;
    let status = view::of(&app, tx.as_mut(), &opened).await?;
    tx.commit().await?;
    Ok(Json(status))
}
