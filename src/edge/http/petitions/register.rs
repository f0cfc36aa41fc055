//! `POST /api/petitions`: registers a petition, from the citizen page or at the desk.

use crate::edge::{
    AppState,
    extract::Json,
    problem::Problem,
    views::{CategoryText, ChannelText, ContentClassText, PurposeText},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetition {
    /// 4 to 100 characters.
    title: String,
    /// 10 to 10 000 characters.
    text: String,
    /// Division code of where the matter is.
    place: String,
    category: CategoryText,
    purpose: PurposeText,
    content_class: ContentClassText,
    /// Counter clerks only; else `web`.
    #[serde(default)]
    channel: Option<ChannelText>,
    #[serde(default)]
    respondent: Option<String>,
    /// Agency accused, in a report.
    #[serde(default)]
    accused: Option<Uuid>,
    /// 1 to 100 000.
    persons_concerned: u32,
    petitioner: NewPetitioner,
    #[serde(default)]
    co_petitioners: Vec<NewParty>,
    #[serde(default)]
    representatives: Vec<NewParty>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetitioner {
    name: String,
    phone: String,
    #[serde(default)]
    id_number: Option<String>,
    #[serde(default)]
    address: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    name: String,
    #[serde(default)]
    phone: Option<String>,
}

/// Shown once: the query code is kept nowhere.
#[derive(Serialize, ToSchema)]
pub struct Registered {
    id: Uuid,
    number: String,
    query_code: String,
}

/// Registers a petition, from the citizen page or at the desk.
///
/// Codes: unprocessable, too_many_representatives, too_many.
#[utoipa::path(
    post,
    path = "/petitions",
    operation_id = "petition_register",
    tag = "petitions",
    request_body = NewPetition,
    responses((status = CREATED, body = Registered), Problem),
)]
pub async fn register(State(_app): State<AppState>) -> Result<(StatusCode, Json<Registered>), Problem> {
    Err(Problem::Unavailable)
}
