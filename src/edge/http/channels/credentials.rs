//! `POST /api/clients/{id}/credentials`: a new token or signing secret for a program that stays the same.

use super::clients::{ClientView, kept, named};
use crate::{
    administration::By,
    domain::{administration::DeedKind, ids::ClientId},
    edge::{
        AppState,
        client::Administrator,
        extract::{Json, Path},
        problem::Problem,
        session,
    },
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is replaced: one of them at least.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCredentials {
    #[serde(default)]
    token: bool,
    #[serde(default)]
    signing_secret: bool,
}

/// What was asked for is shown once.
#[derive(Serialize, ToSchema)]
pub struct MadeCredentials {
    client: ClientView,
    token: Option<String>,
    signing_secret: Option<String>,
}

/// Replaces the token of a program, its signing secret, or both; the old one ends at once. The program keeps its id, and with it
/// what it brought, its webhooks and its place in the log.
///
/// Codes: unauthenticated, not_found, unprocessable, stale (it is revoked).
#[utoipa::path(
    post,
    path = "/clients/{id}/credentials",
    operation_id = "client_credentials",
    tag = "interfaces",
    params(("id" = Uuid, Path)),
    request_body = NewCredentials,
    responses((status = OK, body = MadeCredentials), Problem),
)]
pub async fn renew(
    State(app): State<AppState>,
    Administrator(me): Administrator,
    Path(id): Path<Uuid>,
    Json(asked): Json<NewCredentials>,
) -> Result<Json<MadeCredentials>, Problem> {
    let id = ClientId(id);
    let mut tx = app.store.begin().await?;
    let (client, agency) = kept(tx.as_mut(), &me, id).await?;
    if !asked.token && !asked.signing_secret {
        return Err(Problem::field("token", "Say what is replaced: token, signing_secret or both"));
    }
    let token = asked.token.then(|| session::new_client_token(app.world.as_ref()));
    let signing_secret = asked.signing_secret.then(|| session::new_token(app.world.as_ref()));
    let token_hash = token.as_deref().map(session::token_hash);
    if !tx.renew_credentials(id, token_hash, signing_secret.as_deref()).await? {
        return Err(Problem::Stale);
    }
    let replaced: Vec<_> = [(asked.token, "token"), (asked.signing_secret, "signing secret")]
        .into_iter()
        .filter_map(|(is, what)| is.then_some(what))
        .collect();
    let about = named(&client, &agency.name, &replaced);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::ClientCredentialsRenewed, about).await?;
    tx.commit().await?;
    tracing::info!(client.id = %id, "Renewed credentials of API client {id}");
    Ok(Json(MadeCredentials { client: ClientView::of(client, agency.name), token, signing_secret }))
}
