//! `GET /api/statistics/export`: the table as an Excel file, with the formulas on a sheet of their own.

use super::{
    ask::{Asked, StatisticsQuery},
    table,
};
use crate::{
    domain::{Timestamp, statistics::Unit},
    edge::{
        AppState,
        extract::Query,
        problem::Problem,
        session::SignedIn,
        views::{BothView, IndicatorRate, IndicatorView, StatisticsAsked, StatisticsRow, YearlyReport},
    },
    statistics::{Column, Note, Sheet, Value, workbook},
};
use axum::{
    body::Body,
    extract::State,
    http::header,
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
    columns.extend(indicator_columns(&answer.indicators, &words));
    let mut rows: Vec<_> =
        answer.rows.iter().map(|row| line(name_of(row, &words), &answer.indicators, &row.values)).collect();
    rows.push(line(words.total.to_owned(), &answer.indicators, &answer.total));
    let mut title = words.title(&answer.asked, words.table);
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
    let heads = Note(words.notes.map(str::to_owned));
    let bytes = workbook(sheets, &heads, &notes, words.definitions).map_err(Problem::internal)?;
    let name =
        format!("attachment; filename=\"statistics-{}-{}-{}.xlsx\"", asked.division, asked.from, asked.to);
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from(bytes)).into_response())
}

/// A column for each number; for shares its two counts as well, so that a reader can add rows up.
fn indicator_columns<'a>(
    indicators: &'a [IndicatorView],
    words: &'a Words,
) -> impl Iterator<Item = Column> + 'a {
    indicators.iter().flat_map(|indicator| {
        let name = words.pick(&indicator.name);
        let column = |head: String| Column { head, width: 14.0 };
        let counts = (indicator.unit.0 != Unit::Count)
            .then(|| [format!("{name} · {}", words.numerator), format!("{name} · {}", words.denominator)]);
        std::iter::once(column(name)).chain(counts.into_iter().flatten().map(column))
    })
}

fn line(name: String, indicators: &[IndicatorView], rates: &[IndicatorRate]) -> Vec<Value> {
    let mut cells = vec![Value::Text(name)];
    for (indicator, rate) in indicators.iter().zip(rates) {
        cells.push(value(indicator, rate));
        if indicator.unit.0 != Unit::Count {
            cells.extend([Value::Count(rate.numerator), Value::Count(rate.denominator)]);
        }
    }
    cells
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
        row.month.clone(),
    ];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if name.is_empty() { words.none.to_owned() } else { name }
}

/// What files say, in one of two languages.
struct Words {
    zh: bool,
    table: &'static str,
    yearly: &'static str,
    definitions: &'static str,
    notes: [&'static str; 4],
    row: &'static str,
    total: &'static str,
    none: &'static str,
    sealed: &'static str,
    numerator: &'static str,
    denominator: &'static str,
    parts: [&'static str; 4],
    heads: [&'static [&'static str]; 4],
    steps: [&'static str; 8],
}

const ZH: Words = Words {
    zh: true,
    table: "统计表",
    yearly: "年度报告（《信访工作条例》第四十一条）",
    definitions: "口径",
    notes: ["指标", "计算口径", "计入时间", "不计入"],
    row: "分组",
    total: "合计",
    none: "未定",
    sealed: "检举控告类（仅计数，不入各项指标）：",
    numerator: "分子",
    denominator: "分母",
    parts: ["指标", "涉及领域", "被反映较多的单位", "转送交办督办"],
    heads: [
        &["指标", "本年", "上年"],
        &["领域", "件数", "人次", "上年件数"],
        &["单位", "转入件数", "逾期件数", "申请复查件数"],
        &["事项", "件数"],
    ],
    steps: [
        "转送",
        "交办",
        "督办",
        "督办已答复",
        "提出三项建议",
        "三项建议已答复",
        "三项建议已采纳",
        "检举控告类（仅计数）",
    ],
};

const EN: Words = Words {
    zh: false,
    table: "Statistics",
    yearly: "Yearly report (Regulation, art. 41)",
    definitions: "Definitions",
    notes: ["Indicator", "Formula", "Counted by", "Left out"],
    row: "Row",
    total: "Total",
    none: "Not known",
    sealed: "Sealed reports (counted only, in no indicator): ",
    numerator: "numerator",
    denominator: "denominator",
    parts: ["Indicators", "Fields", "Organs", "Steps"],
    heads: [
        &["Indicator", "This year", "Year before"],
        &["Field", "Petitions", "Persons", "Year before"],
        &["Organ", "Petitions", "Late", "Reviews"],
        &["Step", "Count"],
    ],
    steps: [
        "Transfers",
        "Assignments",
        "Supervised",
        "Supervision answered",
        "Recommendations",
        "Recommendations answered",
        "Recommendations adopted",
        "Sealed reports (counted only)",
    ],
};

impl Words {
    fn of(lang: Option<&str>) -> Self {
        if lang == Some("en") { EN } else { ZH }
    }

    fn pick(&self, text: &BothView) -> String {
        if self.zh { text.zh.clone() } else { text.en.clone() }
    }

    fn title(&self, asked: &StatisticsAsked, what: &str) -> Vec<String> {
        let at = Timestamp(asked.as_of).local();
        let (as_of, from_to) = if self.zh { ("数据截至", "统计期间") } else { ("As of", "Period") };
        vec![
            format!("{} {what}", asked.division_name),
            format!("{from_to}: {} – {}", asked.from, asked.to),
            format!("{as_of}: {} {:02}:{:02}", at.date(), at.hour(), at.minute()),
        ]
    }

    /// The word for a stable text.
    fn name(&self, text: &str) -> String {
        let known = NAMES.iter().find(|(stable, _)| self.zh && *stable == text);
        known.map_or_else(|| text.replace('_', " "), |(_, name)| (*name).to_owned())
    }
}

/// Chinese for stable texts that stand in files; English reads them as they are.
const NAMES: &[(&str, &str)] = &[
    ("litigation_related", "涉法涉诉"),
    ("livelihood", "民生"),
    ("land", "土地"),
    ("housing_demolition", "住房与拆迁"),
    ("property_management", "物业管理"),
    ("labour_social_security", "劳动与社会保障"),
    ("safety_environment", "安全与环保"),
    ("law_enforcement", "行政执法"),
    ("urban_construction", "城乡建设"),
    ("other", "其他"),
    ("web", "网上"),
    ("app", "手机应用"),
    ("wechat", "微信"),
    ("hotline_12345", "12345 热线"),
    ("phone", "电话"),
    ("letter", "来信"),
    ("fax", "传真"),
    ("visit", "走访"),
    ("leader_mailbox", "领导信箱"),
    ("grid_report", "网格上报"),
    ("superior_transfer", "上级转来"),
    ("other_organ", "其他机关转来"),
    ("registered", "登记时间"),
    ("due", "到期时间"),
    ("accepted", "受理时间"),
    ("replied", "答复时间"),
    ("reviewed", "复查决定时间"),
    ("closed", "办结时间"),
    ("matured", "满期时间"),
    ("held", "接访时间"),
    ("evaluated", "评价时间"),
    ("ordered", "发出时间"),
];
