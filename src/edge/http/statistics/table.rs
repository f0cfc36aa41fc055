//! `GET /api/statistics`: every indicator over a period, told apart by what is asked.

use super::ask::{Asked, StatisticsQuery};
use crate::{
    domain::{
        jurisdiction::DivisionCode,
        statistics::{Cell, Table},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        problem::Problem,
        session::SignedIn,
        views::{ByText, IndicatorRate, IndicatorView, StatisticsRow, StatisticsTable},
    },
    statistics::count,
    storage::Records,
};
use axum::extract::State;
use std::collections::HashMap;

/// More rows than this are for nobody to read; ask for fewer at a time.
const MOST_ROWS: usize = 5_000;

/// Every indicator over a period, with its formula, its as-of time and what was left out.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/statistics",
    operation_id = "statistics_table",
    tag = "statistics",
    params(StatisticsQuery),
    responses((status = OK, body = StatisticsTable), Problem),
)]
pub async fn table(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<StatisticsQuery>,
) -> Result<Json<StatisticsTable>, Problem> {
    let mut records = app.store.read().await?;
    let asked = Asked::of(&app, records.as_mut(), &me, &query).await?;
    answer(&app, records.as_mut(), asked).await.map(Json)
}

/// Also what a file is made of.
pub async fn answer(
    app: &AppState,
    records: &mut dyn Records,
    asked: Asked,
) -> Result<StatisticsTable, Problem> {
    let (question, rules) = (asked.question.clone(), asked.rules.clone());
    let counted = move |facts: &[&_]| count(facts, &question, &rules);
    let table = app.book.ask(records, &asked.question.division, counted).await?;
    if table.rows.len() > MOST_ROWS {
        return Err(Problem::field("by", format!("More than {MOST_ROWS} rows: tell apart by less")));
    }
    let places = divisions(records).await?;
    Ok(StatisticsTable {
        by: asked.question.by.iter().copied().map(ByText).collect(),
        indicators: IndicatorView::all(&asked.rules),
        total: IndicatorRate::all(&table, &table.total),
        rows: table.rows.iter().map(|(cell, row)| row_of(&asked, &places, &table, cell, row)).collect(),
        sealed: table.sealed,
        asked: asked.about,
    })
}

pub async fn divisions(records: &mut dyn Records) -> Result<HashMap<DivisionCode, String>, Problem> {
    Ok(records.divisions().await?.into_iter().map(|division| (division.code, division.name)).collect())
}

fn row_of(
    asked: &Asked,
    places: &HashMap<DivisionCode, String>,
    table: &Table,
    cell: &Cell,
    row: &crate::domain::statistics::Tally,
) -> StatisticsRow {
    StatisticsRow {
        division: cell.division.as_ref().map(ToString::to_string),
        division_name: cell.division.as_ref().and_then(|code| places.get(code).cloned()),
        agency: cell.agency.map(|id| id.0),
        agency_name: cell.agency.map(|id| asked.agency_name(id)),
        class: cell.class.map(Into::into),
        channel: cell.channel.map(Into::into),
        month: cell.month.map(|(year, month)| format!("{year:04}-{month:02}")),
        values: IndicatorRate::all(table, row),
    }
}
