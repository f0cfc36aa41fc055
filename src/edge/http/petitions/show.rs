//! `GET /api/petitions/{id}`: one petition.

use super::detail;
use crate::{
    domain::ids::PetitionId,
    edge::{
        AppState, etag::Tagged, extract::Path, problem::Problem, session::SignedIn, views::PetitionDetail,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// One petition; its version is its entity tag.
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
) -> Result<Tagged<PetitionDetail>, Problem> {
    let body = detail::of(&app, &me, PetitionId(id)).await?;
    Ok(Tagged { version: body.row.version, body })
}
