//! `GET /api/statistics/yearly`: the yearly report of art. 41, to read, print or save as a file.

use super::{
    ask::{self, Asked, days_of_year},
    export,
};
use crate::{
    domain::{
        rights::Official,
        statistics::{Question, Yearly, yearly as report},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        problem::Problem,
        session::SignedIn,
        views::{FieldView, IndicatorRate, IndicatorView, OrganView, YearlyReport},
    },
};
use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// Organs named in the report.
const ORGANS: usize = 30;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct YearQuery {
    division: Option<String>,
    /// This year if left out.
    year: Option<i32>,
    /// Language of a file: `zh` or `en`.
    lang: Option<String>,
}

/// The yearly report of art. 41.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/statistics/yearly",
    operation_id = "statistics_yearly",
    tag = "statistics",
    params(YearQuery),
    responses((status = OK, body = YearlyReport), Problem),
)]
pub async fn yearly(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<YearQuery>,
) -> Result<Json<YearlyReport>, Problem> {
    made(&app, &me, &query).await.map(Json)
}

/// The yearly report as an Excel file.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/statistics/yearly/export",
    operation_id = "statistics_yearly_export",
    tag = "statistics",
    params(YearQuery),
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problem),
)]
pub async fn export(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<YearQuery>,
) -> Result<Response, Problem> {
    let report = made(&app, &me, &query).await?;
    export::yearly(&report, query.lang.as_deref())
}

async fn made(app: &AppState, me: &Official, query: &YearQuery) -> Result<YearlyReport, Problem> {
    let now = app.world.now();
    let year = query.year.unwrap_or_else(|| now.local_date().year());
    if !(2000..=now.local_date().year()).contains(&year) {
        return Err(Problem::field("year", "There is no report of that year"));
    }
    let division = ask::division(me, query.division.as_deref())?;
    let mut records = app.store.read().await?;
    let asked = Asked::about(app, records.as_mut(), division, days_of_year(year, now), Vec::new()).await?;
    let (from, to) = days_of_year(year - 1, now);
    let (question, rules) = (asked.question.clone(), asked.rules.clone());
    let before = Question { period: ask::days(from, to), ..question.clone() };
    let counted = app
        .book
        .ask(records.as_mut(), &asked.question.division, move |facts| {
            report(facts, &question, &before, &rules)
        })
        .await?;
    Ok(shown(asked, counted, year))
}

fn shown(asked: Asked, report: Yearly, year: i32) -> YearlyReport {
    let organs = report.organs.iter().take(ORGANS).map(|organ| OrganView {
        agency: organ.agency.0,
        name: asked.agency_name(organ.agency),
        petitions: organ.petitions,
        late: organ.late,
        reviews: organ.reviews,
    });
    YearlyReport {
        year,
        indicators: IndicatorView::all(&asked.rules),
        total: IndicatorRate::all(&report.table, &report.table.total),
        before: IndicatorRate::all(&report.before, &report.before.total),
        organs: organs.collect(),
        fields: report
            .fields
            .iter()
            .map(|field| FieldView {
                class: field.class.into(),
                petitions: field.petitions,
                persons: field.persons,
                before: field.before,
            })
            .collect(),
        transfers: report.transfers,
        assignments: report.assignments,
        supervised: report.supervised,
        supervision_answered: report.supervision_answered,
        recommendations: report.recommendations,
        recommendations_answered: report.recommendations_answered,
        recommendations_adopted: report.recommendations_adopted,
        suggestions_answered: report.suggestions_answered,
        suggestions_adopted: report.suggestions_adopted,
        suggestions_partly_adopted: report.suggestions_partly_adopted,
        sealed: report.table.sealed,
        asked: asked.about,
    }
}
