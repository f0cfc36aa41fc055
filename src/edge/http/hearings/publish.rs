//! `POST /api/hearings/{id}/publish` and `/unpublish`: makes the outcome readable by query code, and takes it back.

use super::detail;
use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::Outcome,
        ids::{EventId, HearingId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{HearingDetail, ReasonRequest},
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Makes the outcome readable by query code.
///
/// Codes: unauthenticated, not_found, refused.
#[utoipa::path(
    post,
    path = "/hearings/{id}/publish",
    operation_id = "hearing_publish",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn publish(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<HearingDetail>, Problem> {
    let (id, now) = (HearingId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, id).await?;
    seen.must(HearingAction::Publish)?;
    let outcome = tx.outcome(id).await?.ok_or(Problem::NotFound)?;
    if outcome.published_at.is_none() {
        let actor = Actor::from(&me);
        let event = EventId(app.world.new_id());
        tx.publish_outcome(id, now).await?;
        let change = Outcome::published().on_behalf_of(seen.principal(&me, HearingAction::Publish));
        tx.append(&change.hearing_event(event, now, actor, &seen.petition, id)).await?;
    }
    tx.commit().await?;
    detail::of(&app, &me, id).await.map(Json)
}

/// Takes the outcome back from who reads by query code, with a reason, for who presides and the head of the bureau that
/// holds the hearing; also once its file is closed. Whoever reads there is told that it is being put right.
///
/// Codes: unauthenticated, not_found, not_yours, reason_needed.
#[utoipa::path(
    post,
    path = "/hearings/{id}/unpublish",
    operation_id = "hearing_unpublish",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = ReasonRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn unpublish(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let (id, now) = (HearingId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, id).await?;
    seen.must(HearingAction::CorrectOutcome)?;
    let reason = given_reason(&asked.reason)?;
    let outcome = tx.outcome(id).await?.ok_or(Problem::NotFound)?;
    if outcome.published_at.is_some() {
        tx.withdraw_outcome(id, now).await?;
        let event = EventId(app.world.new_id());
        let change = Outcome::withdrawn(reason);
        tx.append(&change.hearing_event(event, now, Actor::from(&me), &seen.petition, id)).await?;
    }
    tx.commit().await?;
    detail::of(&app, &me, id).await.map(Json)
}
