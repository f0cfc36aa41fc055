//! `POST /api/hearings/{id}/outcome/correction`: puts an issued outcome right.

use super::detail;
use crate::{
    domain::{event::Actor, given_reason, hearing::OutcomeCorrection, ids::HearingId, rights::HearingAction},
    edge::{
        AppState, access,
        extract::{Json, Path},
        hearing_file,
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, OutcomeStandardText},
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use signaling::wire::RefusalCode;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was ordered is put right item by item (`action_item_step`).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeCorrectionRequest {
    /// The version that was read.
    version: u32,
    conclusion: String,
    standards: Vec<OutcomeStandardText>,
    /// 5 to 500 characters.
    reason: String,
}

/// Puts an issued outcome right, for who presides and the head of the bureau that holds the hearing: the next version of it,
/// sealed anew. The one before is kept, and nobody reads either by query code until the outcome is published again. A closed
/// file (归档) is opened by it, and waits to be closed anew.
///
/// Codes: unauthenticated, not_found, not_yours, stale (another version stands), reason_needed, bad_conclusion,
/// no_standard, same_wording.
#[utoipa::path(
    post,
    path = "/hearings/{id}/outcome/correction",
    operation_id = "hearing_correct_outcome",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = OutcomeCorrectionRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn correct(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<OutcomeCorrectionRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    seen.must(HearingAction::CorrectOutcome)?;
    let outcome = hearing_file::outcome(records.as_mut(), seen.petition.id, id).await?;
    drop(records);
    let outcome = outcome.ok_or(Problem::NotFound)?;
    if outcome.version() != asked.version {
        return Err(Problem::Stale);
    }
    let correction = OutcomeCorrection {
        conclusion: asked.conclusion,
        standards: asked.standards.into_iter().map(|standard| standard.0).collect(),
        reason: given_reason(&asked.reason)?,
    };
    let corrected = correction.of(outcome, me.staff.id, app.world.now())?;
    let done = app.rooms.command(id, Actor::from(&me), Command::CorrectOutcome(Box::new(corrected))).await;
    done.map_err(|refused| match refused.code {
        RefusalCode::StaleRevision => Problem::Stale, // who was quicker came between the reading and the writing
        _ => refused.into(),
    })?;
    detail::of(&app, &me, id).await.map(Json)
}
