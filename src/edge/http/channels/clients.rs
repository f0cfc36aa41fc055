//! `/api/clients`: programs of other houses, their tokens and what those open. For system administrators.

use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        channels::{ApiClient, check_client},
        ids::{AgencyId, ClientId},
        jurisdiction::{Agency, bureau_of},
        rights::{self, Official},
    },
    edge::{
        AppState,
        client::Administrator,
        extract::{Json, Path},
        problem::Problem,
        session,
        views::ScopeText,
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct ClientView {
    id: Uuid,
    name: String,
    agency: Uuid,
    agency_name: String,
    scopes: Vec<ScopeText>,
    made_at: i64,
    /// To the minute.
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
    /// Its agency was closed, and no successor of the same kind and division took it over: it only brings matters by now.
    agency_closed_at: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// 2 to 50 characters.
    name: String,
    /// For which it acts: of your division.
    agency: Uuid,
    scopes: Vec<ScopeText>,
}

/// Both secrets are shown once.
#[derive(Serialize, ToSchema)]
pub struct MadeClient {
    client: ClientView,
    /// For `Authorization: Bearer`.
    token: String,
    /// With what the client signs what it sends.
    signing_secret: String,
}

impl ClientView {
    pub(super) fn of(client: ApiClient, agency_name: String) -> Self {
        Self {
            id: client.id.0,
            name: client.name,
            agency: client.agency.0,
            agency_name,
            scopes: client.scopes.into_iter().map(ScopeText).collect(),
            made_at: client.made_at.0,
            last_used_at: client.last_used_at.map(|at| at.0),
            revoked_at: client.revoked_at.map(|at| at.0),
            agency_closed_at: client.agency_closed_at.map(|at| at.0),
        }
    }
}

/// A program as the administration log names it.
pub(super) fn named(client: &ApiClient, agency: &str, what: &[&str]) -> String {
    format!("{} · {agency}: {}", client.name, what.join(", "))
}

/// What its token opens, or would.
fn opens(client: &ApiClient) -> Vec<&'static str> {
    client.scopes.iter().map(|scope| scope.as_str()).collect()
}

/// Programs that may use the interfaces of your division, oldest first; those whose agency was closed, too.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/clients",
    operation_id = "client_list",
    tag = "interfaces",
    responses((status = OK, body = Vec<ClientView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    Administrator(me): Administrator,
) -> Result<Json<Vec<ClientView>>, Problem> {
    let mut records = app.store.read().await?;
    let mut views = Vec::new();
    for client in records.api_clients().await? {
        let agency = records.agency(client.agency).await?;
        if let Some(agency) = agency.filter(|agency| rights::keeps_programs_of(&me, agency)) {
            views.push(ClientView::of(client, agency.name));
        }
    }
    Ok(Json(views))
}

/// A client with a token of its own, and a secret to sign with.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    post,
    path = "/clients",
    operation_id = "client_make",
    tag = "interfaces",
    request_body = NewClient,
    responses((status = CREATED, body = MadeClient), Problem),
)]
pub async fn make(
    State(app): State<AppState>,
    Administrator(me): Administrator,
    Json(asked): Json<NewClient>,
) -> Result<(StatusCode, Json<MadeClient>), Problem> {
    let scopes: Vec<_> = asked.scopes.iter().map(|scope| scope.0).collect();
    check_client(&asked.name, &scopes).map_err(|bad| Problem::field(bad.field, bad.sentence))?;
    let mut tx = app.store.begin().await?;
    let agencies = tx.agencies().await?;
    let agency = agencies.iter().find(|agency| agency.id == AgencyId(asked.agency));
    let agency = agency
        .filter(|agency| rights::keeps_programs_of(&me, agency) && bureau_of(agency, &agencies).is_some())
        .ok_or_else(|| Problem::field("agency", "There is no such agency in your division"))?;
    let client = ApiClient {
        id: ClientId(app.world.new_id()),
        agency: agency.id,
        name: asked.name.trim().to_owned(),
        scopes,
        made_by: me.staff.id,
        made_at: app.world.now(),
        last_used_at: None,
        revoked_at: None,
        agency_closed_at: None,
    };
    let token = session::new_client_token(app.world.as_ref());
    let signing_secret = session::new_token(app.world.as_ref());
    tx.add_api_client(&client, &session::token_hash(&token), &signing_secret).await?;
    let about = named(&client, &agency.name, &opens(&client));
    By::Staff(&me).record(tx.as_mut(), app.world.as_ref(), DeedKind::ClientMade, about).await?;
    tx.commit().await?;
    tracing::info!(client.id = %client.id, "Made API client {}", client.id);
    let client = ClientView::of(client, agency.name.clone());
    Ok((StatusCode::CREATED, Json(MadeClient { client, token, signing_secret })))
}

/// Ends a client for good: its token opens nothing any more, its webhooks are told nothing.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    delete,
    path = "/clients/{id}",
    operation_id = "client_revoke",
    tag = "interfaces",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = ClientView), Problem),
)]
pub async fn revoke(
    State(app): State<AppState>,
    Administrator(me): Administrator,
    Path(id): Path<Uuid>,
) -> Result<Json<ClientView>, Problem> {
    let id = ClientId(id);
    let mut tx = app.store.begin().await?;
    let (client, agency) = kept(tx.as_mut(), &me, id).await?;
    // Twice is once.
    if tx.revoke_api_client(id, app.world.now()).await? {
        let about = named(&client, &agency.name, &opens(&client));
        By::Staff(&me).record(tx.as_mut(), app.world.as_ref(), DeedKind::ClientRevoked, about).await?;
    }
    let client = tx.api_client(id).await?.ok_or(Problem::NotFound)?;
    tx.commit().await?;
    tracing::info!(client.id = %id, "Revoked API client {id}");
    Ok(Json(ClientView::of(client, agency.name)))
}

/// The program, if `me` looks after it, and the agency it acts for.
pub(super) async fn kept(
    records: &mut dyn Records,
    me: &Official,
    id: ClientId,
) -> Result<(ApiClient, Agency), Problem> {
    let client = records.api_client(id).await?.ok_or(Problem::NotFound)?;
    let agency = records.agency(client.agency).await?.filter(|agency| rights::keeps_programs_of(me, agency));
    Ok((client, agency.ok_or(Problem::NotFound)?))
}
