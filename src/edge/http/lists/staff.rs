//! `GET /api/staff`: all staff that can be given a seat or a petition.

use crate::edge::{
    AppState, extract::Json, names::Names, problem::Problem, session::SignedIn, views::StaffView,
};
use axum::extract::State;

/// All staff that can be given a seat or a petition.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/staff",
    operation_id = "list_staff",
    tag = "lists",
    responses((status = OK, body = Vec<StaffView>), Problem),
)]
pub async fn staff(State(app): State<AppState>, _: SignedIn) -> Result<Json<Vec<StaffView>>, Problem> {
    let mut records = app.store.read().await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    for person in records.staff_list().await? {
        let agency = names.agency(records.as_mut(), person.agency).await?;
        views.push(StaffView::of(person, agency));
    }
    Ok(Json(views))
}
