//! `POST /api/session`: signs staff in: sets the `lj_staff` cookie.

use crate::edge::{AppState, extract::Json, problem::Problem, views::Me};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    username: String,
    password: String,
}

/// Signs staff in: sets the `lj_staff` cookie.
///
/// Codes: bad_credentials, locked.
#[utoipa::path(
    post,
    path = "/session",
    operation_id = "sign_in",
    tag = "session",
    request_body = SignIn,
    responses((status = OK, body = Me), Problem),
)]
pub async fn sign_in(State(_app): State<AppState>) -> Result<Json<Me>, Problem> {
    Err(Problem::Unavailable)
}
