//! `GET /api/statistics`: every indicator over a period, told apart by what is asked.

use super::ask::{Asked, StatisticsQuery};
use crate::{
    domain::{
        ids::StaffId,
        jurisdiction::DivisionCode,
        reception::Held,
        statistics::{Beside, Cell, IndicatorId, Question, Table, Tally, compared},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{
            Against, ByText, ComparedRate, IndicatorRate, IndicatorView, ReceptionsHeld, StatisticsRow,
            StatisticsTable,
        },
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
    let against = asked.against.as_ref().map(|(question, _)| question.clone());
    let counted = move |facts: &[&_]| {
        (count(facts, &question, &rules), against.map(|against| count(facts, &against, &rules)))
    };
    let (table, before) = app.book.ask(records, &asked.question.division, counted).await?;
    let rows = match (&before, &asked.against) {
        (Some(before), Some((against, _))) => compared(&table, &asked.question, before, against),
        _ => table.rows.iter().map(|(cell, now)| alone(cell, now)).collect(),
    };
    if rows.len() > MOST_ROWS {
        return Err(Problem::field("by", format!("More than {MOST_ROWS} rows: tell apart by less")));
    }
    let receptions = receptions(records, &asked.question, &table.total).await?;
    let shown = Shown {
        places: divisions(records).await?,
        leaders: leaders(records, &rows).await?,
        asked: &asked,
        table: &table,
        before: before.as_ref(),
    };
    Ok(StatisticsTable {
        by: asked.question.by.iter().copied().map(ByText).collect(),
        indicators: IndicatorView::all(&asked.rules),
        total: IndicatorRate::all(&table, &table.total),
        rows: rows.iter().map(|row| shown.row(row)).collect(),
        sealed: table.sealed,
        against: shown.against(),
        receptions,
        asked: asked.about,
    })
}

/// What leaders received in person beside the hearings of `total`.
async fn receptions(
    records: &mut dyn Records,
    question: &Question,
    total: &Tally,
) -> Result<ReceptionsHeld, Problem> {
    let period = &question.period;
    let Held { days, cases, persons } =
        records.days_held(&question.division, period.start, period.end).await?;
    let by_video = total.of(IndicatorId::VideoSessions).numerator;
    // Times that people were received on either side: the cases of a day are no times.
    let all = total.of(IndicatorId::Sessions).numerator + u64::from(days);
    let video_share = (all > 0).then(|| by_video as f64 / all as f64);
    Ok(ReceptionsHeld { days, cases, persons, video_share })
}

/// A row with nothing beside it.
fn alone(cell: &Cell, now: &Tally) -> Beside {
    Beside { cell: cell.clone(), now: now.clone(), before: Tally::default(), cell_before: cell.clone() }
}

pub async fn divisions(records: &mut dyn Records) -> Result<HashMap<DivisionCode, String>, Problem> {
    Ok(records.divisions().await?.into_iter().map(|division| (division.code, division.name)).collect())
}

async fn leaders(records: &mut dyn Records, rows: &[Beside]) -> Result<HashMap<StaffId, String>, Problem> {
    let (mut names, mut leaders) = (Names::default(), HashMap::new());
    for leader in rows.iter().filter_map(|row| row.cell.leader) {
        leaders.insert(leader, names.staff(records, leader).await?);
    }
    Ok(leaders)
}

/// What rows are shown with.
struct Shown<'a> {
    asked: &'a Asked,
    places: HashMap<DivisionCode, String>,
    leaders: HashMap<StaffId, String>,
    table: &'a Table,
    before: Option<&'a Table>,
}

impl Shown<'_> {
    fn row(&self, row: &Beside) -> StatisticsRow {
        let cell = &row.cell;
        StatisticsRow {
            division: cell.division.as_ref().map(ToString::to_string),
            division_name: cell.division.as_ref().and_then(|code| self.places.get(code).cloned()),
            agency: cell.agency.map(|id| id.0),
            agency_name: cell.agency.map(|id| self.asked.agency_name(id)),
            class: cell.class.map(Into::into),
            channel: cell.channel.map(Into::into),
            month: cell.month.map(month_text),
            month_before: self.before.and(row.cell_before.month).map(month_text),
            leader: cell.leader.map(|id| id.0),
            leader_name: cell.leader.and_then(|id| self.leaders.get(&id).cloned()),
            hearing_kind: cell.kind.map(Into::into),
            level: cell.level.map(Into::into),
            values: IndicatorRate::all(self.table, &row.now),
            compared: self
                .before
                .map(|before| ComparedRate::all((self.table, &row.now), (before, &row.before))),
        }
    }

    fn against(&self) -> Option<Against> {
        let (before, (_, period)) = (self.before?, self.asked.against.as_ref()?);
        Some(Against {
            period: *period,
            sealed: before.sealed,
            total: ComparedRate::all((self.table, &self.table.total), (before, &before.total)),
        })
    }
}

fn month_text((year, month): (i32, u8)) -> String {
    format!("{year:04}-{month:02}")
}
