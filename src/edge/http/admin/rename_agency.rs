//! `POST /api/admin/agencies/{id}/rename`: another name or phone for an agency.

use super::agencies::{checked_name, checked_phone, view};
use crate::{
    administration::{By, organs},
    domain::{administration::DeedKind, ids::AgencyId, jurisdiction::Agency, rights::AdminAction},
    edge::{
        AppState,
        etag::IfMatch,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{AdminAgency, agency_tag},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameAgency {
    name: String,
    /// Where it is phoned by who cannot get into its hearing; empty: nowhere. Left out, it stays.
    phone: Option<String>,
}

/// Another name or phone for an agency.
///
/// `If-Match` names the `tag` of the agency as it was read.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, unprocessable, conflict.
#[utoipa::path(
    post,
    path = "/admin/agencies/{id}/rename",
    operation_id = "admin_agency_rename",
    tag = "administration",
    params(("id" = Uuid, Path), IfMatch),
    request_body = RenameAgency,
    responses((status = OK, body = AdminAgency), Problem),
)]
pub async fn rename(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<RenameAgency>,
) -> Result<Json<AdminAgency>, Problem> {
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("agency {id}")).await?;
    let before = super::agency(tx.as_mut(), &me, AdminAction::ManageAgencies, AgencyId(id)).await?;
    let phone = tx.agency_phone(before.id).await?;
    read.check(&agency_tag(&before.name, phone.as_deref()))?;
    let agency = Agency { name: checked_name(&asked.name)?, ..before.clone() };
    if organs::is_taken(tx.as_mut(), &agency).await? {
        return Err(Problem::Conflict);
    }
    if let Some(asked) = &asked.phone {
        let (new, old) = (checked_phone(asked)?, phone.as_deref());
        if new != old {
            tx.put_agency_phone(agency.id, new).await?;
            let about = format!("{}: {} → {}", agency.name, old.unwrap_or("–"), new.unwrap_or("–"));
            By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::AgencyPhoneSet, about).await?;
        }
    }
    if agency != before {
        tx.put_agency(&agency).await?;
        let about = format!("{} → {}", before.name, agency.name);
        By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::AgencyRenamed, about).await?;
    }
    let closure = tx.closure(agency.id).await?;
    let view = view(tx.as_mut(), &mut Names::default(), agency, closure.as_ref()).await?;
    tx.commit().await?;
    Ok(Json(view))
}
