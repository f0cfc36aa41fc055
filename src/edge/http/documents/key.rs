//! `GET /api/key`: by which key this node seals, for whoever holds a package of it.

use crate::{
    domain::hearing::fingerprint,
    edge::{AppState, extract::Json},
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// The key that a node seals hearings and signs packages by, now.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodeKey {
    algorithm: String,
    /// Hexadecimal, as in a package's manifest.
    public_key: String,
    /// SHA-256 of the key in groups of four: what `lianjie verify` prints, and takes as `--key`.
    fingerprint: String,
}

/// By which key this node seals hearings and signs packages now. It proves as much as the way to this server does: who
/// needs more compares it with what the office has published on paper.
#[utoipa::path(
    get,
    path = "/key",
    operation_id = "node_key",
    tag = "documents",
    responses((status = OK, body = NodeKey)),
)]
pub async fn key(State(app): State<AppState>) -> Json<NodeKey> {
    let key = app.sealer.public_key();
    Json(NodeKey {
        algorithm: app.sealer.algorithm().to_owned(),
        public_key: hex::encode(&key),
        fingerprint: fingerprint(&key),
    })
}
