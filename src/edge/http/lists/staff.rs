//! `GET /api/staff`: all staff that can be given a seat or a petition.

use crate::{
    domain::ids::AgencyId,
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::StaffView,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StaffQuery {
    /// Only those of this agency.
    agency: Option<Uuid>,
}

/// All staff that can be given a seat or a petition, or those of one agency.
///
/// Codes: unauthenticated, bad_request.
#[utoipa::path(
    get,
    path = "/staff",
    operation_id = "list_staff",
    tag = "lists",
    params(StaffQuery),
    responses((status = OK, body = Vec<StaffView>), Problem),
)]
pub async fn staff(
    State(app): State<AppState>,
    _: SignedIn,
    Query(asked): Query<StaffQuery>,
) -> Result<Json<Vec<StaffView>>, Problem> {
    let mut records = app.store.read().await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    let people = match asked.agency {
        Some(agency) => records.staff_of_agency(AgencyId(agency)).await?,
        None => records.staff_list().await?,
    };
    for person in people {
        let agency = names.agency(records.as_mut(), person.agency).await?;
        views.push(StaffView::of(person, agency));
    }
    Ok(Json(views))
}
