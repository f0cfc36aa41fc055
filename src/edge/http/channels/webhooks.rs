//! `/api/webhooks`: where a client wants to be told, and what it was told, to be read again.

use crate::{
    administration::By,
    channels::outbox::{self, Notice, Noticed},
    domain::{
        administration::DeedKind,
        channels::{Scope, Webhook},
        ids::{ClientId, WebhookId},
        rights,
    },
    edge::{
        AppState,
        client::Keeper,
        extract::{Json, Path, Query},
        paging,
        problem::Problem,
        session,
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookView {
    id: Uuid,
    client: Uuid,
    url: String,
    made_at: i64,
    stopped_at: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// HTTPS, or a host the administrator has named.
    url: String,
    /// Administrators say whose; a client makes its own.
    #[serde(default)]
    client: Option<Uuid>,
}

/// The secret is shown once.
#[derive(Serialize, ToSchema)]
pub struct MadeWebhook {
    webhook: WebhookView,
    /// With what notices are signed.
    secret: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// Sequence number of the last one had; 0 for all.
    #[serde(default)]
    after: u64,
    /// 1 to 200; 100 if left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl WebhookView {
    fn of(webhook: Webhook) -> Self {
        Self {
            id: webhook.id.0,
            client: webhook.client.0,
            url: webhook.url,
            made_at: webhook.made_at.0,
            stopped_at: webhook.stopped_at.map(|at| at.0),
        }
    }
}

/// What happened to a petition, as it was sent to the webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventNotice {
    /// Of this webhook, from 1 without a gap.
    sequence: u64,
    event: Uuid,
    /// As in the timeline: `petition.routed`.
    kind: String,
    at: i64,
    petition: EventPetition,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EventPetition {
    id: Uuid,
    number: String,
    /// The client's own number, of what it brought.
    external_number: Option<String>,
}

impl From<Notice> for EventNotice {
    fn from(Notice { sequence, event, kind, at, petition }: Notice) -> Self {
        let Noticed { id, number, external_number } = petition;
        let petition = EventPetition { id, number, external_number };
        Self { sequence, event, kind: kind.to_owned(), at, petition }
    }
}

/// What a webhook was told. A page may have fewer rows than asked for, or none, and yet be followed by another: what was sealed
/// since is not told again.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventList {
    rows: Vec<EventNotice>,
    /// Give it back as `after`.
    next: Option<u64>,
}

/// Whether `keeper` looks after the interfaces of client `id`.
async fn keeps(keeper: &Keeper, records: &mut dyn Records, id: ClientId) -> Result<bool, Problem> {
    let me = match keeper {
        Keeper::Client(own) => return Ok(own.client.id == id),
        Keeper::Administrator(me) => me,
    };
    let Some(client) = records.api_client(id).await? else { return Ok(false) };
    let agency = records.agency(client.agency).await?;
    Ok(agency.is_some_and(|agency| rights::keeps_programs_of(me, &agency)))
}

/// A webhook as the administration log names it: what an address is called with may be a secret of its receiver.
fn named(program: &str, webhook: &Webhook) -> String {
    let address = webhook.url.split(['?', '#']).next().unwrap_or_default();
    format!("{program}: {address}")
}

async fn find(keeper: &Keeper, records: &mut dyn Records, id: Uuid) -> Result<Webhook, Problem> {
    let webhook = records.webhook(WebhookId(id)).await?.ok_or(Problem::NotFound)?;
    if keeps(keeper, records, webhook.client).await? { Ok(webhook) } else { Err(Problem::NotFound) }
}

/// A client's webhooks; an administrator's are those of their division's clients.
///
/// Codes: unauthenticated, scope_missing, not_found.
#[utoipa::path(
    get,
    path = "/webhooks",
    operation_id = "webhook_list",
    tag = "interfaces",
    responses((status = OK, body = Vec<WebhookView>), Problem),
)]
pub async fn list(State(app): State<AppState>, keeper: Keeper) -> Result<Json<Vec<WebhookView>>, Problem> {
    let mut records = app.store.read().await?;
    let mut kept = Vec::new();
    for webhook in records.webhooks().await? {
        if keeps(&keeper, records.as_mut(), webhook.client).await? {
            kept.push(WebhookView::of(webhook));
        }
    }
    Ok(Json(kept))
}

/// Tells a client of what happens to its petitions from now on.
///
/// Codes: unauthenticated, scope_missing, not_found, unprocessable.
#[utoipa::path(
    post,
    path = "/webhooks",
    operation_id = "webhook_make",
    tag = "interfaces",
    request_body = NewWebhook,
    responses((status = CREATED, body = MadeWebhook), Problem),
)]
pub async fn make(
    State(app): State<AppState>,
    keeper: Keeper,
    Json(asked): Json<NewWebhook>,
) -> Result<(StatusCode, Json<MadeWebhook>), Problem> {
    outbox::check_url(&asked.url, &app.config.notices)
        .map_err(|bad| Problem::field("url", bad.to_string()))?;
    let client = match &keeper {
        Keeper::Client(own) => own.client.id,
        Keeper::Administrator(_) => {
            ClientId(asked.client.ok_or_else(|| Problem::field("client", "Whose is it?"))?)
        }
    };
    let mut tx = app.store.begin().await?;
    let no_client = || Problem::field("client", "There is no such client with the scope webhooks");
    if !keeps(&keeper, tx.as_mut(), client).await? {
        return Err(no_client());
    }
    let program = tx.api_client(client).await?.filter(|client| client.may(Scope::Webhooks));
    let program = program.ok_or_else(no_client)?;
    let (id, made_at) = (WebhookId(app.world.new_id()), app.world.now());
    let webhook = Webhook { id, client, url: asked.url, made_at, stopped_at: None };
    let secret = session::new_token(app.world.as_ref());
    tx.add_webhook(&webhook, &secret).await?;
    let (me, about) = (keeper.official(), named(&program.name, &webhook));
    By::Staff(&me).record(tx.as_mut(), app.world.as_ref(), DeedKind::WebhookMade, about).await?;
    tx.commit().await?;
    tracing::info!(webhook.id = %webhook.id, "Made webhook {}", webhook.id);
    Ok((StatusCode::CREATED, Json(MadeWebhook { webhook: WebhookView::of(webhook), secret })))
}

/// Stops a webhook; what it was told can still be read.
///
/// Codes: unauthenticated, scope_missing, not_found.
#[utoipa::path(
    delete,
    path = "/webhooks/{id}",
    operation_id = "webhook_stop",
    tag = "interfaces",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn stop(
    State(app): State<AppState>,
    keeper: Keeper,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    let webhook = find(&keeper, tx.as_mut(), id).await?;
    // Twice is once.
    if tx.stop_webhook(webhook.id, app.world.now()).await? {
        let program = tx.api_client(webhook.client).await?.ok_or(Problem::NotFound)?;
        let (me, about) = (keeper.official(), named(&program.name, &webhook));
        By::Staff(&me).record(tx.as_mut(), app.world.as_ref(), DeedKind::WebhookStopped, about).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a webhook was told or is about to be, by sequence number: for a receiver that lost some.
///
/// Codes: unauthenticated, scope_missing, not_found.
#[utoipa::path(
    get,
    path = "/webhooks/{id}/events",
    operation_id = "webhook_events",
    tag = "interfaces",
    params(("id" = Uuid, Path), EventsQuery),
    responses((status = OK, body = EventList), Problem),
)]
pub async fn events(
    State(app): State<AppState>,
    keeper: Keeper,
    Path(id): Path<Uuid>,
    Query(asked): Query<EventsQuery>,
) -> Result<Json<EventList>, Problem> {
    let mut records = app.store.read().await?;
    let webhook = find(&keeper, records.as_mut(), id).await?;
    let limit = paging::rows(asked.limit, 100, 200)?;
    let after = asked.after.min(i64::MAX.unsigned_abs());
    let deliveries = records.deliveries_to(webhook.id, after, limit).await?;
    let is_full = u32::try_from(deliveries.len()).is_ok_and(|found| found >= limit);
    let next = deliveries.last().filter(|_| is_full).map(|last| last.sequence);
    let mut rows = Vec::new();
    for delivery in deliveries {
        let notice = outbox::notice(records.as_mut(), webhook.client, &delivery).await?;
        rows.extend(notice.map(EventNotice::from));
    }
    Ok(Json(EventList { rows, next }))
}
