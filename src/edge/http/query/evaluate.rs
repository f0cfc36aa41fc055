//! `POST /api/query/evaluate`: the petitioner says how content they are with bureau or unit.

use super::{act, door, view};
use crate::{
    domain::{
        event::Actor,
        ids::EventId,
        supervision::{NewEvaluation, last_reply},
    },
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

/// The petitioner evaluates the handling: once for the bureau and once for the unit, and again once it was replied anew. Of
/// petitions that were merged each household evaluates for itself.
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
    let opened = door::open(&app, tx.as_mut(), caller, &asked.number, &asked.code).await?;
    act::must_be_in(&opened)?;
    let before = tx.evaluations(opened.own.id).await?;
    let replied_at = last_reply(&tx.timeline(opened.matter.id).await?);
    let new = NewEvaluation { target: asked.target.0, level: asked.level.0, comment: asked.comment };
    let unit = match opened.matter.state.unit() {
        Some(unit) => tx.agency(unit).await?.map(|unit| unit.kind),
        None => None,
    };
    let (evaluation, change) = new.give(opened.own.id, (&opened.matter, unit), (&before, replied_at), now)?;
    tx.add_evaluation(&evaluation).await?;
    tx.append(&change.event(event, now, Actor::Petitioner, &opened.own)).await?;
    let status = view::of(&app, tx.as_mut(), &opened).await?;
    tx.commit().await?;
    Ok(Json(status))
}
