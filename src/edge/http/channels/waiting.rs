//! `/api/intake`: 待处理来件, what came in and could not become a petition as it was. A person of the bureau corrects
//! and registers it, or discards it with a reason ([`super::discarded`]).

use super::item::{IntakeReceipt, ItemBody};
use crate::{
    channels::intake::{self, Item, Standing},
    domain::{
        Timestamp,
        channels::{IntakeItem, IntakeState, WaitingClock},
        ids::IntakeId,
        petition::Calendar,
        rights,
    },
    edge::{
        AppState,
        extract::{Json, Path, Query},
        names::Names,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::IntakeStepText,
    },
    storage::{Page, Records},
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
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
    /// What people did with it before: discarded it, took it up again. Oldest first.
    steps: Vec<IntakeStepView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IntakeStepView {
    kind: IntakeStepText,
    at: i64,
    by_name: String,
    reason: String,
}

impl WaitingItem {
    pub async fn of(
        records: &mut dyn Records,
        item: IntakeItem,
        (calendar, now): (&Calendar, Timestamp),
    ) -> Result<Self, Problem> {
        let body = intake::kept(records, item.id).await?.unwrap_or_default();
        let (mut steps, mut names) = (Vec::new(), Names::default());
        for step in records.intake_steps(item.id).await? {
            let by_name = names.staff(records, step.by).await?;
            steps.push(IntakeStepView {
                kind: step.kind.into(),
                at: step.at.0,
                by_name,
                reason: step.reason,
            });
        }
        let clock = WaitingClock::of(item.received_at, now, calendar);
        let receipt = IntakeReceipt::of(item, None, None);
        Ok(Self { receipt, item: body, due: clock.due.0, overdue: clock.is_over, steps })
    }
}

/// Each counted up to a thousand.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingCounts {
    waiting: u32,
    /// To be routed within as many days as the house is warned before (`[petitions] warn_days`).
    soon: u32,
    overdue: u32,
}

const MOST: u32 = 1_000;

#[derive(Default, Serialize, ToSchema)]
pub struct WaitingList {
    rows: Vec<WaitingItem>,
    /// Give it back as `after`.
    next: Option<String>,
}

impl WaitingList {
    pub async fn of(
        app: &AppState,
        records: &mut dyn Records,
        page: Page<IntakeItem>,
    ) -> Result<Self, Problem> {
        let (calendar, now) = (app.calendar(records).await?, app.world.now());
        let mut rows = Vec::new();
        for item in page.rows {
            rows.push(WaitingItem::of(records, item, (calendar.as_ref(), now)).await?);
        }
        Ok(Self { rows, next: page.next })
    }
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
        return Ok(Json(WaitingList::default()));
    }
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.intake_waiting(me.agency.id, after, limit).await?;
    Ok(Json(WaitingList::of(&app, records.as_mut(), page).await?))
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
        counts.soon += u32::from(clock.is_soon(now, app.config.warn_days));
        counts.overdue += u32::from(clock.is_over);
    }
    Ok(Json(counts))
}

pub async fn find(records: &mut dyn Records, me: &rights::Official, id: Uuid) -> Result<IntakeItem, Problem> {
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
