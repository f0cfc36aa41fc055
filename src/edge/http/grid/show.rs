//! `GET /api/grid/reports/{id}`: one report with its history and photos.

use super::view::{self, GridReportView};
use crate::{
    domain::ids::GridReportId,
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// One report with its history and photos.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/grid/reports/{id}",
    operation_id = "grid_report_show",
    tag = "grid",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = GridReportView), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<GridReportView>, Problem> {
    let mut records = app.store.read().await?;
    let report = super::seen(records.as_mut(), &me, GridReportId(id)).await?;
    view::whole(&app, records.as_mut(), &me, report).await.map(Json)
}
