//! `POST /api/query/evaluate`: the petitioner says how content they are with bureau or unit.

use super::{door, view};
use crate::{
    domain::{event::Actor, ids::EventId, supervision::NewEvaluation},
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        problem::Problem,
        views::{EvaluationTargetText, PetitionStatus, SatisfactionLevelText},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateRequest {
    number: String,
    code: String,
    target: EvaluationTargetText,
    level: SatisfactionLevelText,
    /// At most 500 characters.
    #[serde(default)]
    comment: Option<String>,
}

/// The petitioner evaluates the handling; once for the bureau and once for the unit.
///
/// Codes: no_match, too_many, refused with article.
#[utoipa::path(
    post,
    path = "/query/evaluate",
    operation_id = "query_evaluate",
    tag = "query",
    request_body = EvaluateRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn evaluate(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<EvaluateRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let (now, event) = (app.world.now(), EventId(app.world.new_id()));
    let mut tx = app.store.begin().await?;
    let petition = door::open(&app, tx.as_mut(), caller, &asked.number, &asked.code).await?;
    let before = tx.evaluations(petition.id).await?;
    let (target, level) = (asked.target.0, asked.level.0);
    let given = NewEvaluation { target, level, comment: asked.comment }.give(&petition, &before, now)?;
    tx.add_evaluation(&given.0).await?;
    tx.append(&given.1.event(event, now, Actor::Petitioner, &petition)).await?;
    let status = view::of(&app, tx.as_mut(), &petition).await?;
    tx.commit().await?;
    Ok(Json(status))
}
