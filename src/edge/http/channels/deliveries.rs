//! 送达记录: what went out about a petition and how; and what could not be sent, for administrators.

use crate::{
    domain::{
        channels::{Delivery, Dismissal},
        given_reason,
        ids::{DeliveryId, PetitionId, WebhookId},
        petition::Petition,
        rights,
    },
    edge::{
        AppState, access,
        client::Administrator,
        extract::{Json, Path, Query},
        names::Names,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::{DeliveryStateText, ReasonRequest, ReceiverText},
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A page may have fewer rows than asked for and yet be followed by another.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryList {
    rows: Vec<DeliveryView>,
    /// Give it back as `after`.
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryView {
    id: Uuid,
    receiver: ReceiverText,
    /// Of a webhook: the client it is for.
    client_name: Option<String>,
    /// Number of the petition.
    number: String,
    sequence: u64,
    /// Kind of event.
    kind: String,
    at: i64,
    state: DeliveryStateText,
    /// When it is tried next, while it waits.
    due: i64,
    /// What the last try ended with, if not well.
    outcome: Option<String>,
    settled_at: Option<i64>,
    attempts: Vec<AttemptView>,
    /// Of one that was given up on: nothing is left to do about it.
    dismissed: Option<DismissalView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DismissalView {
    at: i64,
    /// Null: there was nobody to tell any more.
    by_name: Option<String>,
    reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttemptView {
    at: i64,
    /// Null: it was taken.
    failure: Option<String>,
}

async fn view(records: &mut dyn Records, delivery: Delivery) -> Result<DeliveryView, Problem> {
    let client_name = match records.webhook(WebhookId(delivery.target)).await? {
        Some(webhook) => records.api_client(webhook.client).await?.map(|client| client.name),
        None => None,
    };
    let petition = records.petition(delivery.petition).await?;
    let attempts = records.attempts(delivery.id).await?;
    let dismissed = match delivery.dismissed {
        None => None,
        Some(Dismissal::Nobody { at }) => Some(DismissalView { at: at.0, by_name: None, reason: None }),
        Some(Dismissal::ByHand { by, reason, at }) => {
            let by_name = Some(Names::default().staff(records, by).await?);
            Some(DismissalView { at: at.0, by_name, reason: Some(reason) })
        }
    };
    Ok(DeliveryView {
        id: delivery.id.0,
        receiver: delivery.receiver.into(),
        client_name,
        number: petition.map(|petition| petition.number).unwrap_or_default(),
        sequence: delivery.sequence,
        kind: delivery.kind.as_str().to_owned(),
        at: delivery.at.0,
        state: delivery.state.into(),
        due: delivery.due.0,
        outcome: delivery.outcome,
        settled_at: delivery.settled_at.map(|at| at.0),
        attempts: attempts
            .into_iter()
            .map(|tried| AttemptView { at: tried.at.0, failure: tried.failure })
            .collect(),
        dismissed,
    })
}

/// What was told outside about a petition, newest first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/deliveries",
    operation_id = "petition_deliveries",
    tag = "petitions",
    params(("id" = Uuid, Path), PageQuery),
    responses((status = OK, body = DeliveryList), Problem),
)]
pub async fn of_petition(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<PageQuery>,
) -> Result<Json<DeliveryList>, Problem> {
    let (id, (after, limit)) = (PetitionId(id), asked.page()?);
    let mut records = app.store.read().await?;
    access::petition(records.as_mut(), &me, id).await?;
    let page = records.deliveries_back(id, after, limit).await?;
    let mut rows = Vec::new();
    for delivery in page.rows {
        rows.push(view(records.as_mut(), delivery).await?);
    }
    Ok(Json(DeliveryList { rows, next: page.next }))
}

/// Whether the petition of `delivery` is of the administrator's division, and no report (art. 30): a colleague may have
/// been rung up about one.
async fn mine(
    records: &mut dyn Records,
    me: &rights::Official,
    delivery: &Delivery,
) -> Result<bool, Problem> {
    let petition = records.petition(delivery.petition).await?;
    let here = |petition: Petition| !petition.is_sealed() && me.agency.division.contains(&petition.place);
    Ok(petition.is_some_and(here))
}

async fn must_be_mine(
    records: &mut dyn Records,
    me: &rights::Official,
    id: DeliveryId,
) -> Result<(), Problem> {
    let delivery = records.delivery(id).await?.ok_or(Problem::NotFound)?;
    if mine(records, me, &delivery).await? { Ok(()) } else { Err(Problem::NotFound) }
}

/// What was given up on in your division, with something left to do, or waits after three failed tries, latest due first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/deliveries/failed",
    operation_id = "delivery_failed",
    tag = "interfaces",
    params(PageQuery),
    responses((status = OK, body = DeliveryList), Problem),
)]
pub async fn failed(
    State(app): State<AppState>,
    Administrator(me): Administrator,
    Query(asked): Query<PageQuery>,
) -> Result<Json<DeliveryList>, Problem> {
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.deliveries_failed(after, limit).await?;
    let mut rows = Vec::new();
    for delivery in page.rows {
        if mine(records.as_mut(), &me, &delivery).await? {
            rows.push(view(records.as_mut(), delivery).await?);
        }
    }
    Ok(Json(DeliveryList { rows, next: page.next }))
}

/// Tries one that was given up on again, from the beginning.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/deliveries/{id}/retry",
    operation_id = "delivery_retry",
    tag = "interfaces",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn retry(
    State(app): State<AppState>,
    Administrator(me): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let id = DeliveryId(id);
    let mut tx = app.store.begin().await?;
    must_be_mine(tx.as_mut(), &me, id).await?;
    if !tx.retry_delivery(id, app.world.now()).await? {
        return Err(Problem::NotFound);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says of one that was given up on that nothing is left to do: it is listed no more, and stays on record with the reason.
///
/// Codes: unauthenticated, not_found, reason_needed.
#[utoipa::path(
    post,
    path = "/deliveries/{id}/dismiss",
    operation_id = "delivery_dismiss",
    tag = "interfaces",
    params(("id" = Uuid, Path)),
    request_body = ReasonRequest,
    responses((status = NO_CONTENT), Problem),
)]
pub async fn dismiss(
    State(app): State<AppState>,
    Administrator(me): Administrator,
    Path(id): Path<Uuid>,
    Json(asked): Json<ReasonRequest>,
) -> Result<StatusCode, Problem> {
    let id = DeliveryId(id);
    let mut tx = app.store.begin().await?;
    must_be_mine(tx.as_mut(), &me, id).await?;
    let reason = given_reason(&asked.reason)?;
    if !tx.dismiss_delivery(id, me.staff.id, &reason, app.world.now()).await? {
        return Err(Problem::NotFound);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
