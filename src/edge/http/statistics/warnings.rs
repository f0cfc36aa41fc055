//! `/api/statistics/warnings`: what should be looked at early, page by page, what is behind one of them, and who looks.

use super::{ask, table::divisions};
use crate::{
    domain::{
        DAY_MS, Timestamp,
        ids::PetitionId,
        jurisdiction::DivisionCode,
        rights::Official,
        statistics::{Charge, Warning, shared_contacts, warnings as found_in},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        http::petitions::row,
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{BehindNumber, ChargeView, WarningList, WarningView},
    },
    statistics::warning_key,
    storage::{Cursor, Page, Records},
};
use axum::extract::State;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Rows of a page.
const USUAL: u32 = 20;

/// Of what division.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DivisionQuery {
    pub division: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WarningsQuery {
    division: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 20 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BehindWarningQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 20 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// One of the warnings. In a body: the key may say whom it is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WarningAsked {
    division: Option<String>,
    key: String,
}

/// Clusters, growth, respondents and crowds of the last days, the most petitions first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/statistics/warnings",
    operation_id = "statistics_warnings",
    tag = "statistics",
    params(WarningsQuery),
    responses((status = OK, body = WarningList), Problem),
)]
pub async fn warnings(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<WarningsQuery>,
) -> Result<Json<WarningList>, Problem> {
    let division = ask::division(&me, query.division.as_deref())?;
    let mut records = app.store.read().await?;
    let (after, limit) = paging::asked(query.after.as_deref(), query.limit, USUAL)?;
    let found = current(&app, records.as_mut(), &division).await?;
    let behind = found.into_iter().filter(|warning| after.is_none_or(|last| place(warning) > last));
    let page = Page::cut(behind.take(limit as usize + 1).collect(), limit, place);
    let rows = views(records.as_mut(), (&me, app.world.now()), page.rows).await?;
    Ok(Json(WarningList { rows, next: page.next }))
}

/// The petitions behind a warning that I may see, the newest first.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/statistics/warnings/petitions",
    operation_id = "statistics_warning_petitions",
    tag = "statistics",
    params(BehindWarningQuery),
    request_body = WarningAsked,
    responses((status = OK, body = BehindNumber), Problem),
)]
pub async fn petitions(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<BehindWarningQuery>,
    Json(asked): Json<WarningAsked>,
) -> Result<Json<BehindNumber>, Problem> {
    let division = ask::division(&me, asked.division.as_deref())?;
    let mut records = app.store.read().await?;
    let warning = one(&app, records.as_mut(), &division, &asked.key).await?;
    let (after, limit) = paging::asked(query.after.as_deref(), query.limit, USUAL)?;
    let all = warning.petitions;
    // What is gone by now was among the oldest: nothing follows it.
    let from = after.map_or(0, |Cursor(_, id)| {
        all.iter().position(|petition| petition.0 == id).map_or(all.len(), |at| at + 1)
    });
    let rest: Vec<PetitionId> = all.iter().copied().skip(from).take(limit as usize + 1).collect();
    let page = Page::cut(rest, limit, |petition: &PetitionId| Cursor(0, petition.0));
    let rows = row::visible(&app, records.as_mut(), &me, &page.rows).await?;
    Ok(Json(BehindNumber { total: all.len(), hidden: page.rows.len() - rows.len(), next: page.next, rows }))
}

/// Takes charge of a warning for thirty days, in place of whoever had it; taken again, they begin anew.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/statistics/warnings",
    operation_id = "statistics_take_charge",
    tag = "statistics",
    request_body = WarningAsked,
    responses((status = OK, body = WarningView), Problem),
)]
pub async fn take_charge(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<WarningAsked>,
) -> Result<Json<WarningView>, Problem> {
    let division = ask::division(&me, asked.division.as_deref())?;
    let mut tx = app.store.begin().await?;
    let warning = one(&app, tx.as_mut(), &division, &asked.key).await?;
    let now = app.world.now();
    tx.take_charge(&Charge { key: asked.key, staff: me.staff.id, taken_at: now }).await?;
    let mut taken = views(tx.as_mut(), (&me, now), vec![warning]).await?;
    tx.commit().await?;
    taken.pop().map(Json).ok_or(Problem::NotFound)
}

async fn one(
    app: &AppState,
    records: &mut dyn Records,
    division: &DivisionCode,
    key: &str,
) -> Result<Warning, Problem> {
    let found = current(app, records, division).await?;
    found.into_iter().find(|warning| warning_key(warning) == key).ok_or(Problem::NotFound)
}

/// Also what the big screen shows, without names.
pub async fn current(
    app: &AppState,
    records: &mut dyn Records,
    division: &DivisionCode,
) -> Result<Vec<Warning>, Problem> {
    let (now, limits) = (app.world.now(), app.config.warnings);
    let since = now.plus_millis(-i64::from(limits.days) * DAY_MS);
    let named = records.named_since(division, since).await?;
    let contacts = records.contacts_since(division, since).await?;
    let of = division.clone();
    let found = app
        .book
        .ask(records, division, move |facts| found_in(facts.iter().copied(), &named, &of, &limits, now));
    let mut found = found.await?;
    found.extend(shared_contacts(&contacts, division, &limits, since));
    found.sort_by_cached_key(place);
    Ok(found)
}

/// Where it stands in the list, also when all are counted anew: the most petitions first, then by kind, place and matter. What
/// it is about may be somebody's name, and is in no address: a digest of it stands there.
fn place(warning: &Warning) -> Cursor {
    let code: u64 = format!("{:0<15}", warning.place.as_str()).parse().unwrap_or_default();
    let mut order = [0; 16];
    order[0] = warning.kind as u8;
    order[1..8].copy_from_slice(&code.to_be_bytes()[1..]);
    order[8] = warning.class.map_or(0, |class| class as u8 + 1);
    order[9..].copy_from_slice(&Sha256::digest(warning_key(warning))[..7]);
    Cursor(-i64::from(warning.count), Uuid::from_bytes(order))
}

async fn views(
    records: &mut dyn Records,
    (me, now): (&Official, Timestamp),
    found: Vec<Warning>,
) -> Result<Vec<WarningView>, Problem> {
    let places = divisions(records).await?;
    let charges: HashMap<_, _> =
        records.charges().await?.into_iter().map(|charge| (charge.key.clone(), charge)).collect();
    let mut names = Names::default();
    let mut shown = Vec::new();
    for warning in found {
        let key = warning_key(&warning);
        let charge = match charges.get(&key) {
            Some(charge) => charged(records, &mut names, (me, now), charge).await?,
            None => None,
        };
        shown.push(WarningView {
            key,
            kind: warning.kind.into(),
            place_name: places.get(&warning.place).cloned().unwrap_or_default(),
            place: warning.place.to_string(),
            class: warning.class.map(Into::into),
            respondent: warning.respondent,
            count: warning.count,
            against: warning.against,
            since: warning.since.0,
            charge,
        });
    }
    Ok(shown)
}

/// `None` once it is over, or whoever took it is gone.
async fn charged(
    records: &mut dyn Records,
    names: &mut Names,
    (me, now): (&Official, Timestamp),
    charge: &Charge,
) -> Result<Option<ChargeView>, Problem> {
    let staff = records.staff(charge.staff).await?;
    let Some(staff) = staff.filter(|staff| charge.stands(staff, now)) else { return Ok(None) };
    Ok(Some(ChargeView {
        agency_name: names.agency(records, staff.agency).await?,
        name: staff.name,
        taken_at: charge.taken_at.0,
        until: charge.until().0,
        mine: charge.staff == me.staff.id,
    }))
}
