//! `GET` and `POST /api/admin/agencies`: the agencies of my division, closed ones too; a new one.

use super::must;
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::AgencyId,
        jurisdiction::{Agency, Closure, place_name},
        rights::{AdminAction, may_administer},
    },
    edge::{
        AppState,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{AdminAgency, AgencyClosed, AgencyKindText},
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// The agencies of my division, closed ones too.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/admin/agencies",
    operation_id = "admin_agencies",
    tag = "administration",
    responses((status = OK, body = Vec<AdminAgency>), Problem),
)]
pub async fn agencies(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<AdminAgency>>, Problem> {
    must(&me, &[AdminAction::ManageAgencies, AdminAction::ManageStaff, AdminAction::GrantRoles])?;
    let mut records = app.store.read().await?;
    let mut agencies = records.agencies().await?;
    let mut closures = HashMap::new();
    for closure in records.closures().await? {
        agencies.extend(records.agency(closure.agency).await?);
        closures.insert(closure.agency, closure);
    }
    agencies.retain(|agency| me.agency.division.contains(&agency.division));
    let (mut names, mut views) = (Names::default(), Vec::new());
    for agency in agencies {
        let closure = closures.get(&agency.id);
        views.push(view(records.as_mut(), &mut names, agency, closure).await?);
    }
    Ok(Json(views))
}

pub(super) async fn view(
    records: &mut dyn Records,
    names: &mut Names,
    agency: Agency,
    closure: Option<&Closure>,
) -> Result<AdminAgency, Problem> {
    let closed = match closure {
        Some(closure) => Some(AgencyClosed {
            at: closure.at.0,
            successor: closure.successor.0,
            successor_name: names.agency(records, closure.successor).await?,
            reason: closure.reason.clone(),
            petitions: None,
        }),
        None => None,
    };
    let division = names.place(records, &agency.division).await?;
    Ok(AdminAgency::of(agency, division, closed))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgency {
    name: String,
    kind: AgencyKindText,
    /// Code of the division it acts for.
    division: String,
}

/// A new agency in my division.
///
/// Codes: unauthenticated, not_found, unprocessable, conflict (the name is taken there), no_such_level.
#[utoipa::path(
    post,
    path = "/admin/agencies",
    operation_id = "admin_agency_create",
    tag = "administration",
    request_body = NewAgency,
    responses((status = CREATED, body = AdminAgency), Problem),
)]
pub async fn create(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<NewAgency>,
) -> Result<(StatusCode, Json<AdminAgency>), Problem> {
    must(&me, &[AdminAction::ManageAgencies])?;
    let mut tx = app.store.begin().await?;
    let name = checked_name(&asked.name)?;
    let division = asked.division.parse().map_err(|_| Problem::field("division", "Not a division code"))?;
    if tx.division(&division).await?.is_none() || !may_administer(&me, AdminAction::ManageAgencies, &division)
    {
        return Err(Problem::field("division", "There is no such division in yours"));
    }
    if !asked.kind.0.stands_at(division.level()) {
        let sentence = format!("There is no {} of a {}", asked.kind.0, division.level());
        return Err(Problem::refused("no_such_level", sentence));
    }
    let agency = Agency { id: AgencyId(app.world.new_id()), name, kind: asked.kind.0, division };
    check_free(tx.as_mut(), &agency).await?;
    tx.put_agency(&agency).await?;
    let about = format!("{} ({}, {})", agency.name, agency.kind, agency.division);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::AgencyCreated, about).await?;
    let view = view(tx.as_mut(), &mut Names::default(), agency, None).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

pub(super) fn checked_name(name: &str) -> Result<String, Problem> {
    place_name(name).ok_or_else(|| Problem::field("name", "Between 2 and 60 characters are needed"))
}

/// No other agency of the division may have its name.
pub(super) async fn check_free(records: &mut dyn Records, agency: &Agency) -> Result<(), Problem> {
    let others = records.agencies().await?;
    let same = |other: &Agency| {
        other.id != agency.id && other.name == agency.name && other.division == agency.division
    };
    if others.iter().any(same) { Err(Problem::Conflict) } else { Ok(()) }
}
