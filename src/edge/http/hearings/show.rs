//! `GET /api/hearings/{id}`: one hearing.

use super::detail;
use crate::{
    domain::ids::HearingId,
    edge::{
        AppState,
        caller::Caller,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::HearingDetail,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// One hearing. One that was held while its petition was sealed as a report by mistake stays with those who were there: whoever
/// reads the petition is told so.
///
/// Codes: unauthenticated, not_found, kept_behind_the_wall.
#[utoipa::path(
    get,
    path = "/hearings/{id}",
    operation_id = "hearing_show",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<HearingDetail>, Problem> {
    detail::at_the_door(&app, &me, HearingId(id), address).await.map(Json)
}
