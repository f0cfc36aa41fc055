//! `/api/intake`: 待处理来件, what came in and could not become a petition as it was. A person of the bureau corrects
//! and registers it, or discards it with a reason; it stays on record either way.

use super::item::{IntakeReceipt, ItemBody};
use crate::{
    channels::intake::{self, Item, Standing},
    domain::{
        channels::{IntakeItem, IntakeState, WaitingClock},
        given_reason,
        ids::IntakeId,
        rights,
    },
    edge::{
        AppState,
        extract::{Json, Path, Query},
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, ToSchema)]
pub struct WaitingItem {
    receipt: IntakeReceipt,
    /// As it came.
    #[schema(value_type = ItemBody)]
    item: serde_json::Value,
    /// By when it must be routed: fifteen days from when it came in, registered or not (art. 22).
    due: i64,
    overdue: bool,
}

/// Each counted up to a thousand.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingCounts {
    waiting: u32,
    /// To be routed within three days.
    soon: u32,
    overdue: u32,
}

const MOST: u32 = 1_000;

#[derive(Serialize, ToSchema)]
pub struct WaitingList {
    rows: Vec<WaitingItem>,
    /// Give it back as `after`.
    next: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardRequest {
    /// 5 to 500 characters.
    reason: String,
}

/// Items that wait at my bureau, oldest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/intake",
    operation_id = "intake_waiting",
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
        return Ok(Json(WaitingList { rows: Vec::new(), next: None }));
    }
    let (after, limit) = asked.page();
    let mut records = app.store.read().await?;
    let (calendar, now) = (app.calendar(records.as_mut()).await?, app.world.now());
    let page = records.intake_waiting(me.agency.id, after, limit).await?;
    let mut rows = Vec::new();
    for item in page.rows {
        let body = records.intake_body(item.id).await?.unwrap_or_default();
        let body = serde_json::from_str(&body).map_err(Problem::internal)?;
        let clock = WaitingClock::of(item.received_at, now, &calendar);
        let receipt = IntakeReceipt::of(item, None, None);
        rows.push(WaitingItem { receipt, item: body, due: clock.due.0, overdue: clock.is_over });
    }
    Ok(Json(WaitingList { rows, next: page.next }))
}

/// How much waits at my bureau, and how much of it presses.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/intake/counts",
    operation_id = "intake_counts",
    tag = "channels",
    responses((status = OK, body = WaitingCounts), Problem),
)]
pub async fn counts(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<WaitingCounts>, Problem> {
    let mut counts = WaitingCounts { waiting: 0, soon: 0, overdue: 0 };
    if !rights::desk(&me).register {
        return Ok(Json(counts));
    }
    let mut records = app.store.read().await?;
    let (calendar, now) = (app.calendar(records.as_mut()).await?, app.world.now());
    for received_at in records.intake_waiting_since(me.agency.id, MOST).await? {
        let clock = WaitingClock::of(received_at, now, &calendar);
        counts.waiting += 1;
        counts.soon += u32::from(clock.is_soon);
        counts.overdue += u32::from(clock.is_over);
    }
    Ok(Json(counts))
}

async fn find(records: &mut dyn Records, me: &rights::Official, id: Uuid) -> Result<IntakeItem, Problem> {
    let item = records.intake_item(IntakeId(id)).await?;
    let mine = |item: &IntakeItem| rights::desk(me).register && item.bureau == me.agency.id;
    item.filter(mine).ok_or(Problem::NotFound)
}

/// Registers an item as corrected.
///
/// Codes: unauthenticated, not_found, unprocessable, stale.
#[utoipa::path(
    post,
    path = "/intake/{id}/register",
    operation_id = "intake_register",
    tag = "channels",
    params(("id" = Uuid, Path)),
    request_body = ItemBody,
    responses((status = CREATED, body = IntakeReceipt), Problem),
)]
pub async fn register(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(corrected): Json<Item>,
) -> Result<(StatusCode, Json<IntakeReceipt>), Problem> {
    let mut tx = app.store.begin().await?;
    let mut item = find(tx.as_mut(), &me, id).await?;
    let calendar = app.calendar(tx.as_mut()).await?;
    let registered = intake::correct(tx, app.house(&calendar), item.clone(), &corrected, &me).await;
    let registered = registered.map_err(|error| Problem::from_intake(error, &corrected))?;
    (item.state, item.petition, item.field, item.reason) =
        (IntakeState::Registered, Some(registered.id), None, None);
    let code = registered.query_code.map(|code| code.as_str().to_owned());
    let standing = Standing::of(app.store.read().await?.as_mut(), &item).await?;
    Ok((StatusCode::CREATED, Json(IntakeReceipt::of(item, standing, code))))
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
    request_body = DiscardRequest,
    responses((status = OK, body = IntakeReceipt), Problem),
)]
pub async fn discard(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<DiscardRequest>,
) -> Result<Json<IntakeReceipt>, Problem> {
    let mut tx = app.store.begin().await?;
    let mut item = find(tx.as_mut(), &me, id).await?;
    (item.state, item.reason) = (IntakeState::Discarded, Some(given_reason(&asked.reason)?));
    tx.settle_intake_item(&item, Some(me.staff.id), app.world.now()).await?;
    tx.commit().await?;
    Ok(Json(IntakeReceipt::of(item, None, None)))
}
