//! `GET /api/hearings/{id}`: one hearing.

use super::detail;
use crate::{
    domain::ids::HearingId,
    edge::{
        AppState,
        caller::Caller,
        extract::{Json, Path, Query},
        problem::Problem,
        session::SignedIn,
        views::HearingDetail,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ShowQuery {
    /// With `media`, if `true`: for a page that stands at the room's door.
    door: Option<bool>,
}

/// One hearing. One that was held while its petition was sealed as a report by mistake stays with those who were there: whoever
/// reads the petition is told so.
///
/// Codes: unauthenticated, not_found, kept_behind_the_wall.
#[utoipa::path(
    get,
    path = "/hearings/{id}",
    operation_id = "hearing_show",
    tag = "hearings",
    params(("id" = Uuid, Path), ShowQuery),
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Caller(address): Caller,
    Path(id): Path<Uuid>,
    Query(asked): Query<ShowQuery>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    match asked.door {
        Some(true) => detail::at_the_door(&app, &me, id, address).await,
        _ => detail::of(&app, &me, id).await,
    }
    .map(Json)
}
