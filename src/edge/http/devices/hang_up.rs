//! `DELETE /api/device-sessions/{session}`: the device hangs up (RFC 9725 §4.2).

use super::bearer::Bearer;
use crate::edge::{AppState, extract::Path, problem::Problem};
use axum::{extract::State, http::StatusCode};

/// Ends a device's session; its seat is shown as left.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    delete,
    path = "/device-sessions/{session}",
    operation_id = "device_hang_up",
    tag = "devices",
    params(("session" = String, Path)),
    responses((status = OK), Problem),
)]
pub async fn hang_up(
    State(app): State<AppState>,
    bearer: Bearer,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    let (_, session) = bearer.session(&app, &session)?;
    session.leave().await;
    Ok(StatusCode::OK)
}
