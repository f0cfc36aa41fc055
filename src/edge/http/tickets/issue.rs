//! `POST /api/tickets`: a ticket for the WebSocket: opaque, single use, 30 s.

use crate::edge::{AppState, extract::Json, problem::Problem};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketRequest {
    hearing: Uuid,
    /// Which of my seats, if I have several.
    #[serde(default)]
    seat: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    ticket: String,
    expires_in_s: u64,
}

/// A ticket for the WebSocket: opaque, single use, 30 s.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/tickets",
    operation_id = "issue_ticket",
    tag = "tickets",
    request_body = TicketRequest,
    responses((status = OK, body = Ticket), Problem),
)]
pub async fn issue(State(_app): State<AppState>) -> Result<Json<Ticket>, Problem> {
    Err(Problem::Unavailable)
}
