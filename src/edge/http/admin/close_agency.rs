//! `POST /api/admin/agencies/{id}/close`: an agency is merged or closed; its successor has its matters.

use super::agencies::view;
use crate::{
    administration::organs,
    domain::{ids::AgencyId, rights::AdminAction},
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{AdminAgency, AgencyClosed},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAgency {
    successor: Uuid,
    /// 5 to 500 characters: the decision behind it.
    reason: String,
}

/// An agency is merged or closed (art. 24): people, rooms, open petitions and orders are its successor's.
///
/// Codes: unauthenticated, not_found, conflict (closed already), unprocessable, reason_needed.
#[utoipa::path(
    post,
    path = "/admin/agencies/{id}/close",
    operation_id = "admin_agency_close",
    tag = "administration",
    params(("id" = Uuid, Path)),
    request_body = CloseAgency,
    responses((status = OK, body = AdminAgency), Problem),
)]
pub async fn close(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<CloseAgency>,
) -> Result<Json<AdminAgency>, Problem> {
    let mut records = app.store.read().await?;
    let agency = super::agency(records.as_mut(), &me, AdminAction::ManageAgencies, AgencyId(id)).await?;
    let successor = records.agency(AgencyId(asked.successor)).await?;
    let successor = successor.ok_or_else(|| Problem::field("successor", "There is no such agency"))?;
    drop(records);
    let pair = (&agency, &successor);
    let petitions = organs::close(&*app.store, &*app.world, &me, pair, &asked.reason).await?;
    let mut records = app.store.read().await?;
    let closure = records.closure(agency.id).await?;
    let mut view = view(records.as_mut(), &mut Names::default(), agency, closure.as_ref()).await?;
    view.closed = view.closed.map(|closed| AgencyClosed { petitions: Some(petitions), ..closed });
    Ok(Json(view))
}
