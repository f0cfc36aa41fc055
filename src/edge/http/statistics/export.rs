//! `GET /api/statistics/export`: the table as an Excel file, with the formulas on a sheet of their own.

use super::{
    ask::{Asked, StatisticsQuery},
    table,
    words::Words,
};
use crate::{
    domain::statistics::Unit,
    edge::{
        AppState,
        extract::Query,
        problem::Problem,
        session::SignedIn,
        streaming::{self, Shown},
        views::{ComparedRate, IndicatorRate, IndicatorView, StatisticsAsked, StatisticsRow, YearlyReport},
    },
    statistics::{Column, Note, Sheet, Value, workbook},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The table as an Excel file.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/statistics/export",
    operation_id = "statistics_export",
    tag = "statistics",
    params(StatisticsQuery),
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problem),
)]
pub async fn export(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<StatisticsQuery>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let asked = Asked::of(&app, records.as_mut(), &me, &query).await?;
    let answer = table::answer(&app, records.as_mut(), asked).await?;
    let words = Words::of(query.lang.as_deref());
    let mut columns = vec![Column { head: words.row.to_owned(), width: 28.0 }];
    columns.extend(indicator_columns(&answer.indicators, &words, answer.against.is_some()));
    let (shown, against) = (&answer.indicators, answer.against.as_ref());
    let row = |row: &StatisticsRow| line(name_of(row, &words), shown, &row.values, row.compared.as_deref());
    let mut rows: Vec<_> = answer.rows.iter().map(row).collect();
    let total = against.map(|against| &*against.total);
    rows.push(line(words.total.to_owned(), shown, &answer.total, total));
    let mut title = words.title(&answer.asked, words.table);
    title.extend(against.map(|against| words.against(&against.period)));
    title.push(format!("{}{}", words.sealed, answer.sealed));
    let sheet = Sheet { name: words.table.to_owned(), title, columns, rows };
    file(&[sheet], &answer.indicators, &words, &answer.asked)
}

/// The yearly report: indicators beside the year before, fields, organs, steps.
pub fn yearly(report: &YearlyReport, lang: Option<&str>) -> Result<Response, Problem> {
    let words = Words::of(lang);
    let column = |head: &&str| Column { head: (*head).to_owned(), width: 20.0 };
    let indicators = report.indicators.iter().zip(report.total.iter().zip(&report.before));
    let indicators = indicators.map(|(indicator, (now, before))| {
        vec![Value::Text(words.pick(&indicator.name)), value(indicator, now), value(indicator, before)]
    });
    let fields = report.fields.iter().map(|field| {
        let name = Value::Text(words.name(field.class.0.as_str()));
        vec![name, Value::Count(field.petitions), Value::Count(field.persons), Value::Count(field.before)]
    });
    let organs = report.organs.iter().map(|organ| {
        let name = Value::Text(organ.name.clone());
        vec![name, Value::Count(organ.petitions), Value::Count(organ.late), Value::Count(organ.reviews)]
    });
    let steps = [
        report.transfers,
        report.assignments,
        report.supervised,
        report.supervision_answered,
        report.recommendations,
        report.recommendations_answered,
        report.recommendations_adopted,
        report.suggestions_answered,
        report.suggestions_adopted,
        report.suggestions_partly_adopted,
        report.sealed,
    ];
    let steps = words
        .steps
        .iter()
        .zip(steps)
        .map(|(name, count)| vec![Value::Text((*name).to_owned()), Value::Count(count)]);
    let sheet = |at: usize, rows: Vec<Vec<Value>>| Sheet {
        name: words.parts[at].to_owned(),
        title: words.title(&report.asked, words.yearly),
        columns: words.heads[at].iter().map(column).collect(),
        rows,
    };
    let sheets = [
        sheet(0, indicators.collect()),
        sheet(1, fields.collect()),
        sheet(2, organs.collect()),
        sheet(3, steps.collect()),
    ];
    file(&sheets, &report.indicators, &words, &report.asked)
}

fn file(
    sheets: &[Sheet],
    indicators: &[IndicatorView],
    words: &Words,
    asked: &StatisticsAsked,
) -> Result<Response, Problem> {
    let note = |indicator: &IndicatorView| {
        Note([
            words.pick(&indicator.name),
            words.pick(&indicator.formula),
            words.name(indicator.period.0.as_str()),
            words.pick(&indicator.excluded),
        ])
    };
    let notes: Vec<_> = indicators.iter().map(note).collect();
    saved(sheets, &notes, words, &format!("statistics-{}-{}-{}.xlsx", asked.division, asked.from, asked.to))
}

/// Sheets as a file to be saved, with how their numbers were made on a sheet of its own.
pub fn saved(sheets: &[Sheet], notes: &[Note], words: &Words, name: &str) -> Result<Response, Problem> {
    let heads = Note(words.notes.map(str::to_owned));
    let bytes = workbook(sheets, &heads, notes, words.definitions).map_err(Problem::internal)?;
    Ok((streaming::headers(XLSX, Shown::Saved, name), bytes).into_response())
}

/// A column for each number; for shares its two counts as well, so that a reader can add rows up, and how many were left
/// out of both; where it is compared, what it was and what became of it.
fn indicator_columns<'a>(
    indicators: &'a [IndicatorView],
    words: &'a Words,
    compared: bool,
) -> impl Iterator<Item = Column> + 'a {
    indicators.iter().flat_map(move |indicator| {
        let name = words.pick(&indicator.name);
        let column = |head: String| Column { head, width: 14.0 };
        let counts = (indicator.unit.0 != Unit::Count).then(|| {
            [words.numerator, words.denominator, words.excluded].map(|what| format!("{name} · {what}"))
        });
        let points = if indicator.unit.0 == Unit::Share { words.points } else { words.difference };
        let beside =
            compared.then(|| [words.before, points, words.growth].map(|what| format!("{name} · {what}")));
        let more = counts.into_iter().flatten().chain(beside.into_iter().flatten());
        std::iter::once(name).chain(more).map(column).collect::<Vec<_>>()
    })
}

fn line(
    name: String,
    indicators: &[IndicatorView],
    rates: &[IndicatorRate],
    compared: Option<&[ComparedRate]>,
) -> Vec<Value> {
    let mut cells = vec![Value::Text(name)];
    for (at, (indicator, rate)) in indicators.iter().zip(rates).enumerate() {
        cells.push(value(indicator, rate));
        if indicator.unit.0 != Unit::Count {
            cells.extend([rate.numerator, rate.denominator, rate.excluded].map(Value::Count));
        }
        cells.extend(compared.and_then(|all| all.get(at)).into_iter().flat_map(|one| beside(indicator, one)));
    }
    cells
}

/// What it was, and what became of it: of a share in percentage points.
fn beside(indicator: &IndicatorView, compared: &ComparedRate) -> [Value; 3] {
    let difference = compared.difference.map_or(Value::Nothing, |by| match indicator.unit.0 {
        Unit::Count => Value::Whole(by),
        Unit::Share => Value::Decimal(by * 100.0),
        Unit::Days => Value::Decimal(by),
    });
    let growth = compared.growth.map_or(Value::Nothing, Value::Share);
    [value(indicator, &compared.before), difference, growth]
}

fn value(indicator: &IndicatorView, rate: &IndicatorRate) -> Value {
    match (rate.value, indicator.unit.0) {
        (None, _) => Value::Nothing,
        (Some(_), Unit::Count) => Value::Count(rate.numerator),
        (Some(share), Unit::Share) => Value::Share(share),
        (Some(days), Unit::Days) => Value::Decimal(days),
    }
}

fn name_of(row: &StatisticsRow, words: &Words) -> String {
    let division = row.division_name.clone().or_else(|| row.division.clone());
    let parts = [
        division,
        row.agency_name.clone(),
        row.class.map(|class| words.name(class.0.as_str())),
        row.channel.map(|channel| words.name(channel.0.as_str())),
        row.month.clone().map(|month| words.months(month, row.month_before.as_deref())),
        row.leader_name.clone(),
        row.hearing_kind.map(|kind| words.name(kind.0.as_str())),
        row.level.map(|level| words.name(level.0.as_str())),
    ];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if name.is_empty() { words.none.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::statistics::{IndicatorId, Rules};

    #[test]
    fn a_share_has_its_counts_and_what_was_left_out_beside_it() {
        let on_time = IndicatorView::all(&Rules::default()).remove(IndicatorId::OnTimeCompletion as usize);
        let (shown, words) = ([on_time], Words::of(None));
        let heads: Vec<_> = indicator_columns(&shown, &words, false).map(|column| column.head).collect();
        let expected = ["按期办结率", "按期办结率 · 分子", "按期办结率 · 分母", "按期办结率 · 不计入"];
        assert_eq!(heads, expected);
        let rate = IndicatorRate { numerator: 3, denominator: 4, excluded: 2, value: Some(0.75) };
        let cells = line("合计".to_owned(), &shown, &[rate], None);
        let counts = [3, 4, 2].map(Value::Count);
        assert_eq!(cells[1..], [&[Value::Share(0.75)][..], &counts].concat());
    }
}
