//! `POST /api/hearings/{id}/seats/{seat}/link`: a fresh link for a seat; the old one and its device stop working.

use crate::edge::{AppState, extract::Json, problem::Problem};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct SeatLink {
    url: String,
}

/// A fresh link for a seat; the old one and its device stop working.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/link",
    operation_id = "hearing_link",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    responses((status = OK, body = SeatLink), Problem),
)]
pub async fn link(State(_app): State<AppState>) -> Result<Json<SeatLink>, Problem> {
    Err(Problem::Unavailable)
}
