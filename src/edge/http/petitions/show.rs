//! `GET /api/petitions/{id}`: one petition.

use super::detail;
use crate::{
    domain::{ids::PetitionId, opening::Opened},
    edge::{
        AppState, access, etag::Tagged, extract::Path, openings, problem::Problem, session::SignedIn,
        views::PetitionDetail,
    },
    storage::Looked,
};
use axum::extract::State;
use uuid::Uuid;

/// One petition; its version is its entity tag. Who opens it is put on record: a sealed report in its own course, any other for
/// the auditor.
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
        return detail::tagged(&app, &me, id).await;
    }
    // The page is put together meanwhile: nobody waits for the record.
    let noted = openings::look(&app, &me, Looked::Page(id));
    let (page, ()) = tokio::try_join!(detail::tagged(&app, &me, id), noted)?;
    Ok(page)
}
