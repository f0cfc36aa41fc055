//! `GET` and `POST /api/admin/agencies`: the agencies of my division, closed ones too; a new one.

use super::must;
use crate::{
    administration::{
        By,
        organs::{self, NotMade},
    },
    domain::{
        jurisdiction::{Agency, Closure, DivisionCode, place_name},
        people::is_phone,
        rights::{AdminAction, may_administer},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{AdminAgency, AdminAgencyList, AgencyClosed, AgencyKindText},
    },
    storage::{Records, Sought},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Characters of a phone: it goes into a message with everything else.
const LONGEST_PHONE: usize = 24;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AgencyQuery {
    /// Part of its name, or of its division's.
    search: Option<String>,
    /// Closed ones are left out.
    #[serde(default)]
    open: bool,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The agencies of my division, closed ones too, newest first.
///
/// Codes: unauthenticated, not_found, bad_request.
#[utoipa::path(
    get,
    path = "/admin/agencies",
    operation_id = "admin_agencies",
    tag = "administration",
    params(AgencyQuery),
    responses((status = OK, body = AdminAgencyList), Problem),
)]
pub async fn agencies(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<AgencyQuery>,
) -> Result<Json<AdminAgencyList>, Problem> {
    must(&me, &[AdminAction::ManageAgencies, AdminAction::ManageStaff, AdminAction::GrantRoles])?;
    let mut records = app.store.read().await?;
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let wanted = Sought {
        place: Some(me.agency.division.clone()),
        search: paging::words(asked.search.as_deref()).map(str::to_owned),
        ended: !asked.open,
        ..Sought::default()
    };
    let page = records.agencies_sought(&wanted, after, limit).await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for (agency, closure) in page.rows {
        rows.push(view(records.as_mut(), &mut names, agency, closure.as_ref()).await?);
    }
    Ok(Json(AdminAgencyList { rows, next: page.next }))
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
    let phone = records.agency_phone(agency.id).await?;
    Ok(AdminAgency::of(agency, division, phone, closed))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgency {
    name: String,
    kind: AgencyKindText,
    /// Code of the division it acts for.
    division: String,
    /// Where it is phoned by who cannot get into its hearing.
    phone: Option<String>,
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
    let division: DivisionCode =
        asked.division.parse().map_err(|_| Problem::field("division", "Not a division code"))?;
    if !may_administer(&me, AdminAction::ManageAgencies, &division) {
        return Err(Problem::field("division", "There is no such division in yours"));
    }
    let phone = checked_phone(asked.phone.as_deref().unwrap_or_default())?;
    let mut tx = app.store.begin().await?;
    let agency =
        organs::make(tx.as_mut(), &*app.world, By::Staff(&me), &asked.name, (asked.kind.0, division)).await?;
    if phone.is_some() {
        tx.put_agency_phone(agency.id, phone).await?;
    }
    let view = view(tx.as_mut(), &mut Names::default(), agency, None).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

pub(super) fn checked_name(name: &str) -> Result<String, Problem> {
    place_name(name).ok_or_else(|| NotMade::Nameless.into())
}

/// Without space around it; none where nothing is written.
pub(super) fn checked_phone(phone: &str) -> Result<Option<&str>, Problem> {
    let phone = phone.trim();
    if phone.is_empty() {
        return Ok(None);
    }
    let can_be_dialled = is_phone(phone) && phone.len() <= LONGEST_PHONE;
    can_be_dialled.then_some(Some(phone)).ok_or_else(|| {
        Problem::field("phone", "A number that can be dialled: 5 to 20 digits, 24 characters in all")
    })
}
