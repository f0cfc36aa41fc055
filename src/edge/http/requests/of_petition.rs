//! `GET /api/petitions/{id}/hearing-requests`: who asked for a hearing of this petition, and the answers.

use super::view;
use crate::{
    domain::ids::PetitionId,
    edge::{
        AppState, access,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::HearingRequestView,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Who asked for a hearing of this petition, and the answers; oldest first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/hearing-requests",
    operation_id = "hearing_request_of_petition",
    tag = "hearing requests",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<HearingRequestView>), Problem),
)]
pub async fn of_petition(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<HearingRequestView>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    let calendar = app.calendar(records.as_mut()).await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    for request in records.hearing_requests_of(seen.petition.id).await? {
        views.push(view::view(records.as_mut(), &mut names, &me, &seen, request, &calendar).await?);
    }
    Ok(Json(views))
}
