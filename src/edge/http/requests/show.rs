//! `GET /api/hearing-requests/{id}`: one request.

use super::view::{self, SeenRequest};
use crate::edge::{
    AppState,
    extract::{Json, Path},
    names::Names,
    problem::Problem,
    session::SignedIn,
    views::HearingRequestView,
};
use axum::extract::State;
use uuid::Uuid;

/// One request.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearing-requests/{id}",
    operation_id = "hearing_request_show",
    tag = "hearing requests",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingRequestView), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<HearingRequestView>, Problem> {
    let mut records = app.store.read().await?;
    let SeenRequest { request, seen } = view::seen(records.as_mut(), &me, id).await?;
    let calendar = app.calendar(records.as_mut()).await?;
    let mut names = Names::default();
    view::view(records.as_mut(), &mut names, &me, &seen, request, &calendar).await.map(Json)
}
