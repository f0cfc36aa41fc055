//! `GET /api/petitions/{id}`: one petition.

use super::detail;
use crate::{
    domain::{ids::PetitionId, opening::Opened},
    edge::{
        AppState, access, etag::Tagged, extract::Path, openings, problem::Problem, session::SignedIn,
        views::PetitionDetail,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// One petition; its version is its entity tag. Who reads a sealed report is put on record.
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
    let id = PetitionId(id);
    let seen = access::petition(app.store.read().await?.as_mut(), &me, id).await?;
    if seen.petition.is_sealed() {
        openings::note(&app, &me, &seen.petition, Opened::Report(id)).await?;
    }
    detail::tagged(&app, &me, id).await
}
