//! `POST /api/petitions/{id}/transitions`: moves a petition on.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{CategoryText, ContentClassText, Day, OpinionResultText, PetitionDetail, RoutingText},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionRequest {
    /// Of the petition as it was read.
    version: u32,
    transition: TransitionBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Transition)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TransitionBody {
    StartScreening {
        #[serde(default)]
        category: Option<CategoryText>,
        #[serde(default)]
        content_class: Option<ContentClassText>,
    },
    Route {
        how: RoutingText,
        unit: Uuid,
        /// Assignments only: the deadline ordered.
        #[serde(default)]
        ordered_until: Option<Day>,
    },
    Accept {},
    AssignHandler {
        handler: Uuid,
    },
    DraftReply {
        result: OpinionResultText,
        text: String,
    },
    DeliverReply {},
    Close {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
}

/// Moves a petition on.
///
/// Codes: unauthenticated, not_found, stale, refused with article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/transitions",
    operation_id = "petition_transition",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    request_body = TransitionRequest,
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn transition(State(_app): State<AppState>) -> Result<Json<PetitionDetail>, Problem> {
    Err(Problem::Unavailable)
}
