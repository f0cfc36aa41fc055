//! `POST /api/demands/{id}/report`: the completion report of what was assigned.

use super::{
    lift::{Held, changed},
    papers,
};
use crate::{
    domain::{ids::DemandId, rights::may_answer, supervision::Report},
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::DemandView,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Each text has 5 to 2,000 characters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// What was found.
    found: String,
    /// What was done.
    done: String,
    /// What the petitioner says to it.
    view: String,
    /// Files that go with it, at most 20: brought for it, or of the petition where one reads its papers.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// The completion report (办结报告) of what was assigned, once the matter is replied to or has ended.
///
/// `If-Match` names the `tag` of the demand as it was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, stale, unprocessable, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/report",
    operation_id = "supervision_report",
    tag = "supervision",
    params(("id" = Uuid, Path), IfMatch),
    request_body = ReportRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn report(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<ReportRequest>,
) -> Result<Json<DemandView>, Problem> {
    let (now, staff, id) = (app.world.now(), me.staff.id, DemandId(id));
    let ReportRequest { found, done, view, files } = asked;
    let files = papers::chosen_for_demand(&app, &me, id, &files).await?;
    let report = Report { found, done, view, files };
    let held = Held { id, read };
    changed(&app, &me, held, may_answer, |demand, petition| demand.report(&report, petition, staff, now))
        .await
        .map(Json)
}
