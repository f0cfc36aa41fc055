//! `GET` and `POST /api/statistics/warnings`: what should be looked at early, and who looks.

use super::{ask, drill::visible, table::divisions};
use crate::{
    domain::{
        DAY_MS,
        jurisdiction::DivisionCode,
        rights::Actor,
        statistics::{Warning, shared_contacts, warnings as found_in},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ChargeView, WarningView},
    },
    statistics::warning_key,
    storage::{Charge, Records},
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

/// Petitions shown of a warning.
const SHOWN: usize = 20;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WarningsQuery {
    pub division: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeCharge {
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
    responses((status = OK, body = Vec<WarningView>), Problem),
)]
pub async fn warnings(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<WarningsQuery>,
) -> Result<Json<Vec<WarningView>>, Problem> {
    let division = ask::division(&me, query.division.as_deref())?;
    listed(&app, &me, &division).await.map(Json)
}

/// Takes charge of a warning, in place of whoever had it.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/statistics/warnings",
    operation_id = "statistics_take_charge",
    tag = "statistics",
    request_body = TakeCharge,
    responses((status = OK, body = Vec<WarningView>), Problem),
)]
pub async fn take_charge(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<TakeCharge>,
) -> Result<Json<Vec<WarningView>>, Problem> {
    let division = ask::division(&me, asked.division.as_deref())?;
    let mut tx = app.store.begin().await?;
    let found = current(&app, tx.as_mut(), &division).await?;
    if !found.iter().any(|warning| warning_key(warning) == asked.key) {
        return Err(Problem::NotFound);
    }
    tx.take_charge(&Charge { key: asked.key, staff: me.staff.id, taken_at: app.world.now() }).await?;
    tx.commit().await?;
    listed(&app, &me, &division).await.map(Json)
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
    found.sort_by_key(|warning| std::cmp::Reverse(warning.count)); // stable: equal ones stay in their order
    Ok(found)
}

async fn listed(app: &AppState, me: &Actor, division: &DivisionCode) -> Result<Vec<WarningView>, Problem> {
    let mut records = app.store.read().await?;
    let found = current(app, records.as_mut(), division).await?;
    let places = divisions(records.as_mut()).await?;
    let charges: HashMap<_, _> =
        records.charges().await?.into_iter().map(|charge| (charge.key.clone(), charge)).collect();
    let mut names = Names::default();
    let mut shown = Vec::new();
    for warning in found {
        let key = warning_key(&warning);
        let charge = match charges.get(&key) {
            Some(charge) => Some(charged(records.as_mut(), &mut names, me, charge).await?),
            None => None,
        };
        let newest = warning.petitions.get(..SHOWN).unwrap_or(&warning.petitions);
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
            petitions: visible(app, records.as_mut(), me, newest).await?,
            charge,
        });
    }
    Ok(shown)
}

async fn charged(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Actor,
    charge: &Charge,
) -> Result<ChargeView, Problem> {
    let staff = records.staff(charge.staff).await?;
    let agency_name = match &staff {
        Some(staff) => names.agency(records, staff.agency).await?,
        None => String::new(),
    };
    Ok(ChargeView {
        name: staff.map(|staff| staff.name).unwrap_or_default(),
        agency_name,
        taken_at: charge.taken_at.0,
        mine: charge.staff == me.staff.id,
    })
}
