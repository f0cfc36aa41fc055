//! `POST /api/demands/{id}/report`: the completion report of what was assigned.

use super::lift::changed;
use crate::{
    domain::{
        ids::DemandId,
        rights::{answers_for, may_answer},
        supervision::Report,
    },
    edge::{
        AppState, access,
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
    /// Files of the petition that go with it.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// The completion report (办结报告) of what was assigned, once the matter is replied to or has ended.
///
/// Codes: unauthenticated, not_found, not_yours, stale, unprocessable, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/report",
    operation_id = "supervision_report",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body = ReportRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn report(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ReportRequest>,
) -> Result<Json<DemandView>, Problem> {
    let (now, staff, id) = (app.world.now(), me.staff.id, DemandId(id));
    let ReportRequest { found, done, view, files: chosen } = asked;
    let mut records = app.store.read().await?;
    let demand = records.demand(id).await?.filter(|demand| answers_for(&me, demand.to));
    let mut files = Vec::new();
    if let Some(demand) = demand {
        let petition = records.petition(demand.petition).await?.ok_or(Problem::NotFound)?;
        let all = access::files(records.as_mut(), &me, &petition).await?;
        for file in chosen {
            let name = all.iter().find(|one| one.id.0 == file).map(|one| one.name.clone());
            files.push(name.ok_or_else(|| Problem::field("files", "The petition has no such file"))?);
        }
    }
    drop(records);
    let report = Report { found, done, view, files };
    changed(&app, &me, id, may_answer, |demand, petition| demand.report(&report, petition, staff, now))
        .await
        .map(Json)
}
