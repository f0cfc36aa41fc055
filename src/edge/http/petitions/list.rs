//! `GET /api/petitions`: the petitions I may see, next due first.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{PetitionList, StateText},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    state: Option<StateText>,
    /// Two or more characters of title, text or number.
    search: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    limit: Option<u32>,
}

/// The petitions I may see, next due first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/petitions",
    operation_id = "petition_list",
    tag = "petitions",
    params(ListQuery),
    responses((status = OK, body = PetitionList), Problem),
)]
pub async fn list(State(_app): State<AppState>) -> Result<Json<PetitionList>, Problem> {
    Err(Problem::Unavailable)
}
