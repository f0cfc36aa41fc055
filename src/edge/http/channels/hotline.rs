//! `/api/channels/hotline/orders`: work orders of a 12345 hotline. Each request is signed; each order becomes one
//! petition, however often it is sent. What happens to it goes back by webhook.

use super::item::{IntakeReceipt, ItemBody};
use crate::{
    channels::{
        intake::{self, Item, Source, Standing},
        signature,
    },
    domain::{
        channels::{Adapter, Scope},
        ids::ClientId,
    },
    edge::{
        AppState,
        client::Client,
        extract::{Json, Path, Raw},
        problem::Problem,
        traffic,
    },
};
use axum::{
    extract::State,
    http::{Extensions, HeaderMap, StatusCode},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A work order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    external_number: String,
    item: Item,
}

#[derive(ToSchema)]
#[schema(as = HotlineOrder)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "documents `Order`")]
pub struct OrderBody {
    /// The hotline's number of the order: 1 to 64 visible characters.
    external_number: String,
    item: ItemBody,
}

/// Takes in a work order.
///
/// Signed by its headers. 201: a petition; 202: kept for a person to correct; 200: known already.
///
/// Codes: bad_signature, replayed, scope_missing, item_changed, unprocessable, too_many.
#[utoipa::path(
    post,
    path = "/channels/hotline/orders",
    operation_id = "hotline_order",
    tag = "channels",
    params(
        ("x-lianjie-client" = Uuid, Header, description = "The client's id."),
        ("x-lianjie-timestamp" = i64, Header, description = "UTC milliseconds, at most five minutes off."),
        ("x-lianjie-nonce" = String, Header, description = "1 to 64 characters, used once."),
        (
            "x-lianjie-signature" = String,
            Header,
            description = "Hexadecimal HMAC-SHA256, by the signing secret, of timestamp, line feed, nonce, line feed, body.",
        ),
    ),
    request_body = OrderBody,
    responses(
        (status = CREATED, body = IntakeReceipt),
        (status = ACCEPTED, body = IntakeReceipt),
        (status = OK, body = IntakeReceipt),
        Problem,
    ),
)]
pub async fn order(
    State(app): State<AppState>,
    headers: HeaderMap,
    extensions: Extensions,
    Raw(body): Raw,
) -> Result<(StatusCode, Json<IntakeReceipt>), Problem> {
    let client = signed(&app, &headers, &body).await?;
    traffic::is_of(&extensions, client.client.account());
    client.must(Scope::of(Adapter::Hotline))?;
    let order: Order =
        serde_json::from_slice(&body).map_err(|error| Problem::field("body", error.to_string()))?;
    let source = source(&app, &client, Adapter::Hotline).await?;
    let calendar = app.calendar(app.store.read().await?.as_mut()).await?;
    let received =
        intake::receive(&app.store, app.house(&calendar), source, &order.external_number, &order.item).await;
    received.map(IntakeReceipt::answer).map_err(|error| Problem::from_intake(error, &order.item))
}

/// What became of a work order. For the client that brought it, by its token.
///
/// Codes: unauthenticated, scope_missing, not_found.
#[utoipa::path(
    get,
    path = "/channels/hotline/orders/{number}",
    operation_id = "hotline_order_show",
    tag = "channels",
    params(("number" = String, Path, description = "The hotline's number.")),
    responses((status = OK, body = IntakeReceipt), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    client: Client,
    Path(number): Path<String>,
) -> Result<Json<IntakeReceipt>, Problem> {
    client.must(Scope::of(Adapter::Hotline))?;
    let mut records = app.store.read().await?;
    let item = records.intake_item_by_number(client.client.id.0, &number).await?.ok_or(Problem::NotFound)?;
    let standing = Standing::of(records.as_mut(), &item).await?;
    Ok(Json(IntakeReceipt::of(item, standing, None)))
}

pub async fn source(app: &AppState, client: &Client, adapter: Adapter) -> Result<Source, Problem> {
    let agencies = app.store.read().await?.agencies().await?;
    let source = Source::of(&client.client, &client.agency, adapter, &agencies);
    source.ok_or_else(|| Problem::internal("no bureau answers for the place of a client's agency"))
}

/// The client whose secret signed the request. A signature holds once.
async fn signed(app: &AppState, headers: &HeaderMap, body: &[u8]) -> Result<Client, Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Problem::BadSignature);
    let id = text("x-lianjie-client")?.parse().map(ClientId).map_err(|_| Problem::BadSignature)?;
    let (timestamp, nonce) = (text("x-lianjie-timestamp")?, text("x-lianjie-nonce")?);
    let signature = text("x-lianjie-signature")?;
    let now = app.world.now();
    if !signature::is_timely(timestamp, now) || !(1..=64).contains(&nonce.len()) {
        return Err(Problem::BadSignature);
    }
    let mut records = app.store.read().await?;
    let client = records.api_client(id).await?.filter(|client| client.revoked_at.is_none());
    let secret = records.signing_secret(id).await?;
    let (Some(client), Some(secret)) = (client, secret) else { return Err(Problem::BadSignature) };
    let agency = records.agency(client.agency).await?.ok_or(Problem::BadSignature)?;
    drop(records);
    if !signature::verifies(&secret, timestamp, nonce, body, signature) {
        return Err(Problem::BadSignature);
    }
    let client = Client { client, agency };
    client.used(app).await?;
    let mut tx = app.store.begin().await?;
    if !tx.use_nonce(id, nonce, now, now.plus_millis(-2 * signature::WINDOW_MS)).await? {
        return Err(Problem::Replayed);
    }
    tx.commit().await?;
    Ok(client)
}
