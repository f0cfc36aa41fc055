//! `GET /api/petitions/{id}`: one petition.

use super::detail;
use crate::{
    domain::ids::PetitionId,
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::PetitionDetail,
    },
};
use axum::extract::State;
use uuid::Uuid;

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
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<PetitionDetail>, Problem> {
    detail::of(&app, &me, PetitionId(id)).await.map(Json)
}
