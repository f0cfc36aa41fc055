//! `GET /api/reception/compliance`: whether the leaders of my division received as often as they must.

use super::show;
use crate::{
    domain::{
        Timestamp,
        jurisdiction::{Division, DivisionCode, Level},
        reception::{
            Compliance, HeldByKind, Period, ReceptionDay, ReceptionState, compliance, daily_reception,
            periods,
        },
        rights::{Official, may_see_roster},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{BothView, ComplianceReport, ComplianceRow, DailyReceptionRow, Day, HeldOfKind},
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::HashMap;
use time::Date;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ComplianceQuery {
    /// A day of the month, quarter or year looked at; today if left out.
    pub day: Option<Day>,
    /// Language of a file: `zh` or `en`.
    pub lang: Option<String>,
}

impl ComplianceReport {
    fn empty(as_of: Timestamp) -> Self {
        let both = |zh: &str, en: &str| BothView { zh: zh.to_owned(), en: en.to_owned() };
        Self {
            as_of: as_of.0,
            rows: Vec::new(),
            bound: 0,
            met: 0,
            share: None,
            formula: both(
                "领导接访合规率 = 期内已接访次数达到规定次数的领导 ÷ 整个期间在任且有次数要求的领导；各种接访方式都计次数，只计任职以来已接访的接待日",
                "Leaders who held as many reception days in the period as they must / leaders who had the post all of it and have a minimum; every kind of reception counts, and only days that were held since the appointment",
            ),
            excluded: both(
                "没有次数要求的领导；期内新任职的领导；期末前账号已停用的领导（停用前已结束的期间照常计入）",
                "Leaders without a minimum; leaders appointed during the period; leaders whose account was shut before the period was over (periods that were over by then count them)",
            ),
            unbound: 0,
            left: 0,
            came: 0,
            by_kind: Vec::new(),
            daily: Vec::new(),
        }
    }

    fn count(&mut self, found: &Compliance, (left, came): (bool, bool)) {
        let whole = !left && !came;
        self.left += usize::from(left);
        self.came += usize::from(came && !left);
        self.unbound += usize::from(whole && found.duty.is_none());
        self.bound += usize::from(whole && found.duty.is_some());
        self.met += usize::from(whole && found.duty.is_some() && found.met);
        self.share = (self.bound > 0).then(|| self.met as f64 / self.bound as f64);
    }
}

/// Whether the leaders of my division received as often as they must, in the period around a day.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/reception/compliance",
    operation_id = "reception_compliance",
    tag = "reception",
    params(ComplianceQuery),
    responses((status = OK, body = ComplianceReport), Problem),
)]
pub async fn report(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ComplianceQuery>,
) -> Result<Json<ComplianceReport>, Problem> {
    made(&app, &me, asked.day).await.map(Json)
}

/// Also what a file is made of; empty for whoever may not see the roster.
pub async fn made(app: &AppState, me: &Official, day: Option<Day>) -> Result<ComplianceReport, Problem> {
    let now = app.world.now();
    let mut report = ComplianceReport::empty(now);
    if !may_see_roster(me) {
        return Ok(report);
    }
    let day = day.map_or_else(|| now.local_date(), |day| day.0);
    let (first, last) = periods(Period::Year, day); // the longest there is
    let (from, to) = Timestamp::span(first, last);
    let rules = &app.config.local_rules;
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let division = &me.agency.division;
    let days = records.reception_days(division, from, to).await?;
    let mut by_kind = HeldByKind::new();
    for served in records.leaders_served(division).await? {
        let Some(staff) = records.staff(served.leader.staff).await? else { continue };
        let Some(agency) = records.agency(staff.agency).await? else { continue };
        let found = compliance(&rules.duties, &served.leader, &agency.division, &days, day);
        if !served.is_of(found.period) {
            continue;
        }
        let part = (served.left_before_the_end(found.period), served.came_after_the_start(found.period));
        report.count(&found, part);
        for (kind, held) in &found.by_kind {
            *by_kind.entry(*kind).or_default() += *held;
        }
        let shown = show::leader(records.as_mut(), &mut names, served.leader).await?;
        report.rows.extend(shown.map(|leader| ComplianceRow::of(&found, leader, part)));
    }
    report.by_kind = HeldOfKind::all(&by_kind);
    report.daily = daily(app, records.as_mut(), division, &days, (day, now.local_date())).await?;
    Ok(report)
}

/// The counties of a division in which a leader receives on every working day, and how they did.
async fn daily(
    app: &AppState,
    records: &mut dyn Records,
    division: &DivisionCode,
    days: &[ReceptionDay],
    (day, today): (Date, Date),
) -> Result<Vec<DailyReceptionRow>, Problem> {
    let calendar = app.calendar(records).await?;
    let places: HashMap<_, _> =
        records.agencies().await?.into_iter().map(|agency| (agency.id, agency.division)).collect();
    let mut rows = Vec::new();
    let county = |one: &Division| one.code.level() == Level::County && division.contains(&one.code);
    for county in records.divisions().await?.into_iter().filter(county) {
        // Those of the county's own organs: a township's leaders receive at any time.
        let received = |held: &&ReceptionDay| {
            matches!(held.state, ReceptionState::Held { .. })
                && places.get(&held.agency) == Some(&county.code)
        };
        let held = days.iter().filter(received).map(|held| held.starts_at.local_date()).collect();
        let found = daily_reception(
            &app.config.local_rules.daily_reception,
            &county.code,
            &held,
            (day, today),
            &calendar,
        );
        rows.extend(found.map(|found| DailyReceptionRow {
            division: found.county.to_string(),
            division_name: county.name.clone(),
            first_day: Day(found.period.0),
            last_day: Day(found.period.1),
            working_days: found.working_days,
            missed: found.missed.into_iter().map(Day).collect(),
        }));
    }
    Ok(rows)
}
