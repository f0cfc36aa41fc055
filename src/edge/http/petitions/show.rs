//! `GET /api/petitions/{id}`: one petition.

use crate::edge::{AppState, extract::Json, problem::Problem, views::PetitionDetail};
use axum::{extract::State, http::StatusCode};

/// One petition.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}",
    operation_id = "petition_show",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn show(State(_app): State<AppState>) -> Result<Json<PetitionDetail>, Problem> {
    Err(Problem::Unavailable)
}
