//! `POST /api/grid/reports`: a grid worker reports what they saw.

use super::view::{self, GridReportView};
use crate::{
    domain::{
        grid::{self, NewReport, Resident},
        ids::GridReportId,
        rights::may_report,
    },
    edge::{AppState, extract::Json, problem::Problem, session::SignedIn, views::ContentClassText},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridReportRequest {
    /// Drawn by the phone: sent again after a lost answer, with all that was typed as it was, it is the same report.
    id: Uuid,
    /// A grid of whoever reports.
    place: String,
    /// Where exactly, up to 100 characters.
    #[serde(default)]
    spot: String,
    class: ContentClassText,
    /// 5 to 2,000 characters.
    text: String,
    /// Who told it, if they want to be known; a petition needs them.
    #[serde(default)]
    resident: Option<ResidentBody>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResidentBody {
    name: String,
    phone: String,
}

/// Reports what was seen; sent again it answers the same. Anything else under the same id is refused, and nothing is changed:
/// it is another report, and takes another id.
///
/// Codes: unauthenticated, unprocessable, not_yours, reported_otherwise, conflict.
#[utoipa::path(
    post,
    path = "/grid/reports",
    operation_id = "grid_report",
    tag = "grid",
    request_body = GridReportRequest,
    responses((status = CREATED, body = GridReportView), (status = OK, body = GridReportView), Problem),
)]
pub async fn report(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<GridReportRequest>,
) -> Result<(StatusCode, Json<GridReportView>), Problem> {
    let id = GridReportId(asked.id);
    let mut tx = app.store.begin().await?;
    let place = asked.place.parse().map_err(|_| Problem::field("place", "Not a division code"))?;
    if !may_report(&tx.grid_posts_of(me.staff.id).await?, &place) {
        return Err(Problem::NotAllowed);
    }
    let resident = asked.resident.map(|resident| Resident { name: resident.name, phone: resident.phone });
    let new = NewReport { id, place, spot: asked.spot, class: asked.class.0, text: asked.text, resident };
    let (report, line) = grid::report(new, me.staff.id, me.agency.id, app.world.now())?;
    if let Some(known) = tx.grid_report(id).await? {
        if !known.is_sent_again(&report) {
            return Err(Problem::ReportedOtherwise);
        }
        return Ok((StatusCode::OK, Json(view::whole(&app, tx.as_mut(), &me, known).await?)));
    }
    tx.add_grid_report(&report, &line).await?;
    let shown = view::whole(&app, tx.as_mut(), &me, report).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(shown)))
}
