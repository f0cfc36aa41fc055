//! `/api/intake/discarded`: 不予登记, what came in and a person did not register. It stays on record with who, when and why,
//! and is taken up again when that was wrong.

use super::{
    item::IntakeReceipt,
    waiting::{WaitingList, find},
};
use crate::{
    channels::discarding,
    domain::{given_reason, rights},
    edge::{
        AppState,
        extract::{Json, Path, Query},
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why an item is discarded, or taken up again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeStepRequest {
    /// 5 to 500 characters. Why it is discarded is told to who brought it.
    reason: String,
}

/// Items that were discarded at my bureau, the latest to come in first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/intake/discarded",
    operation_id = "intake_discarded",
    tag = "channels",
    params(PageQuery),
    responses((status = OK, body = WaitingList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<WaitingList>, Problem> {
    if !rights::desk(&me).register {
        return Ok(Json(WaitingList::default()));
    }
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.intake_discarded(me.agency.id, after, limit).await?;
    Ok(Json(WaitingList::of(&app, records.as_mut(), page).await?))
}

/// Discards an item; it stays on record with the reason.
///
/// Codes: unauthenticated, not_found, reason_needed, stale.
#[utoipa::path(
    post,
    path = "/intake/{id}/discard",
    operation_id = "intake_discard",
    tag = "channels",
    params(("id" = Uuid, Path)),
    request_body = IntakeStepRequest,
    responses((status = OK, body = IntakeReceipt), Problem),
)]
pub async fn discard(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<IntakeStepRequest>,
) -> Result<Json<IntakeReceipt>, Problem> {
    let mut tx = app.store.begin().await?;
    let item = find(tx.as_mut(), &me, id).await?;
    let reason = given_reason(&asked.reason)?;
    let item = discarding::discard(tx.as_mut(), item, &me, reason, app.world.now()).await?;
    tx.commit().await?;
    Ok(Json(IntakeReceipt::of(item, None, None)))
}

/// Takes up again what was discarded: it waits as before, and its fifteen days still run from when it came in.
///
/// Codes: unauthenticated, not_found, reason_needed, stale.
#[utoipa::path(
    post,
    path = "/intake/{id}/take-up",
    operation_id = "intake_take_up",
    tag = "channels",
    params(("id" = Uuid, Path)),
    request_body = IntakeStepRequest,
    responses((status = OK, body = IntakeReceipt), Problem),
)]
pub async fn take_up(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<IntakeStepRequest>,
) -> Result<Json<IntakeReceipt>, Problem> {
    let mut tx = app.store.begin().await?;
    let item = find(tx.as_mut(), &me, id).await?;
    let reason = given_reason(&asked.reason)?;
    let calendar = app.calendar(tx.as_mut()).await?;
    let item = discarding::take_up(tx.as_mut(), app.house(&calendar), item, &me, reason).await?;
    tx.commit().await?;
    Ok(Json(IntakeReceipt::of(item, None, None)))
}
