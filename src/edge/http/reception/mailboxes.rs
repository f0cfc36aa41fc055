//! `GET /api/leader-mailboxes`: the leaders to whom citizens of a place may write (领导信箱), for everybody.

use super::show;
use crate::{
    domain::{
        ids::StaffId,
        jurisdiction::{DivisionCode, registering_bureau},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        views::MailboxLeader,
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MailboxQuery {
    /// Code of the division where the matter is.
    place: String,
}

/// The leaders to whom citizens may write about a matter of this place: those of the level of the petition bureau that
/// registers it, as far as it publishes them.
///
/// Codes: not_found.
#[utoipa::path(
    get,
    path = "/leader-mailboxes",
    operation_id = "leader_mailboxes",
    tag = "reception",
    params(MailboxQuery),
    responses((status = OK, body = Vec<MailboxLeader>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    Query(asked): Query<MailboxQuery>,
) -> Result<Json<Vec<MailboxLeader>>, Problem> {
    let place: DivisionCode = asked.place.parse().map_err(|_| Problem::NotFound)?;
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let agencies = records.agencies().await?;
    let bureau = registering_bureau(&place, &agencies).ok_or(Problem::NotFound)?;
    let mut shown = Vec::new();
    for leader in records.leaders(&bureau.division).await?.into_iter().filter(|leader| leader.mailbox) {
        let Some(staff) = records.staff(leader.staff).await? else { continue };
        let own = agencies.iter().find(|agency| agency.id == staff.agency);
        if own.is_some_and(|own| leader.takes_letters(&staff, &own.division, &bureau.division)) {
            shown.extend(named(records.as_mut(), &mut names, leader.staff).await?);
        }
    }
    Ok(Json(shown))
}

/// `None`: the account is gone.
pub async fn named(
    records: &mut dyn Records,
    names: &mut Names,
    leader: StaffId,
) -> Result<Option<MailboxLeader>, Problem> {
    let Some(staff) = records.staff(leader).await? else { return Ok(None) };
    Ok(Some(MailboxLeader {
        id: leader.0,
        name: staff.name,
        title: show::title(records, leader).await?,
        agency_name: names.agency(records, staff.agency).await?,
    }))
}
