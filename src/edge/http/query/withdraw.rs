//! `POST /api/query/withdraw`: the petitioner withdraws.

use super::{door, view};
use crate::{
    domain::{
        event::Actor,
        ids::EventId,
        petition::{By, Transition, apply},
    },
    edge::{AppState, caller::Caller, extract::Json, problem::Problem, views::PetitionStatus},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRequest {
    number: String,
    code: String,
    reason: String,
}

/// The petitioner withdraws.
///
/// Codes: no_match, too_many, refused with article.
#[utoipa::path(
    post,
    path = "/query/withdraw",
    operation_id = "query_withdraw",
    tag = "query",
    request_body = WithdrawRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn withdraw(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<WithdrawRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let (now, event) = (app.world.now(), EventId(app.world.new_id()));
    let mut records = app.store.read().await?;
    let petition = door::open(&app, records.as_mut(), caller, &asked.number, &asked.code).await?;
    drop(records);
    let withdrawal = Transition::Withdraw { reason: asked.reason };
    let mut tx = app.store.begin().await?;
    let calendar = app.calendar(tx.as_mut()).await?;
    let applied = apply(&petition, withdrawal, By::Petitioner, now, &calendar)?;
    tx.save_petition(&applied.petition).await?;
    tx.append(&applied.change.event(event, now, Actor::Petitioner, &applied.petition)).await?;
    let status = view::of(tx.as_mut(), &applied.petition).await?;
    tx.commit().await?;
    Ok(Json(status))
}
