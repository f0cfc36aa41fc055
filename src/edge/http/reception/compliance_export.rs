//! `GET /api/reception/compliance/export`: how leaders did as an Excel file, with the formula and what is left out.

use super::compliance::{ComplianceQuery, made};
use crate::{
    domain::Timestamp,
    edge::{
        AppState,
        extract::Query,
        http::statistics::{export::saved, words::Words},
        problem::Problem,
        session::SignedIn,
        views::{ComplianceReport, ComplianceRow},
    },
    statistics::{Column, Note, Sheet, Value},
};
use axum::{extract::State, response::Response};

/// What the file says, in one of two languages.
struct Said {
    name: &'static str,
    as_of: &'static str,
    counted: &'static str,
    heads: [&'static str; 10],
    met: &'static str,
    not_met: &'static str,
    no_minimum: &'static str,
    left: &'static str,
    came: &'static str,
    total: [&'static str; 6],
}

const ZH: Said = Said {
    name: "领导接访合规率",
    as_of: "数据截至",
    counted: "期间",
    heads: ["领导", "职务", "单位", "起", "止", "应接访次数", "已接访次数", "件数", "人次", "是否达标"],
    met: "达标",
    not_met: "未达标",
    no_minimum: "无次数要求",
    left: "期末前账号已停用，不计入",
    came: "期内新任职，不计入",
    total: [
        "领导接访合规率",
        "达标（分子）",
        "有次数要求（分母）",
        "不计入：无次数要求",
        "不计入：期末前已停用",
        "不计入：期内新任职",
    ],
};

const EN: Said = Said {
    name: "Compliance",
    as_of: "As of",
    counted: "Period",
    heads: ["Leader", "Post", "Organ", "From", "To", "Least", "Held", "Cases", "Persons", "Met"],
    met: "met",
    not_met: "not met",
    no_minimum: "no minimum",
    left: "left before the end: not counted",
    came: "appointed during the period: not counted",
    total: [
        "Leaders who received as they must",
        "Met (numerator)",
        "With a minimum (denominator)",
        "Left out: no minimum",
        "Left out: account shut before the end",
        "Left out: appointed during the period",
    ],
};

/// How leaders did, in the period around a day, as an Excel file.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/reception/compliance/export",
    operation_id = "reception_compliance_export",
    tag = "reception",
    params(ComplianceQuery),
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problem),
)]
pub async fn export(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ComplianceQuery>,
) -> Result<Response, Problem> {
    let report = made(&app, &me, asked.day).await?;
    let words = Words::of(asked.lang.as_deref());
    let said = if words.zh { &ZH } else { &EN };
    let day = asked.day.map_or_else(|| Timestamp(report.as_of).local_date(), |day| day.0);
    let note = Note([
        said.name.to_owned(),
        words.pick(&report.formula),
        said.counted.to_owned(),
        words.pick(&report.excluded),
    ]);
    saved(&[sheet(&report, said)], &[note], &words, &format!("compliance-{}-{day}.xlsx", me.agency.division))
}

fn sheet(report: &ComplianceReport, said: &Said) -> Sheet {
    let at = Timestamp(report.as_of).local();
    let mut rows: Vec<_> = report.rows.iter().map(|row| line(row, said)).collect();
    let share = report.share.map_or(Value::Nothing, Value::Share);
    let counts = [report.met, report.bound, report.unbound, report.left, report.came];
    let counts = counts.into_iter().map(|count| Value::Count(count as u64));
    let total = said.total.iter().zip(std::iter::once(share).chain(counts));
    rows.extend(total.map(|(name, value)| vec![Value::Text((*name).to_owned()), value]));
    Sheet {
        name: said.name.to_owned(),
        title: vec![
            said.name.to_owned(),
            format!("{}: {} {:02}:{:02}", said.as_of, at.date(), at.hour(), at.minute()),
        ],
        columns: said.heads.map(|head| Column { head: head.to_owned(), width: 18.0 }).to_vec(),
        rows,
    }
}

fn line(row: &ComplianceRow, said: &Said) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let count = |count: u32| Value::Count(count.into());
    let met = match (row.least, row.met) {
        _ if row.left => said.left,
        _ if row.came => said.came,
        (None, _) => said.no_minimum,
        (Some(_), true) => said.met,
        (Some(_), false) => said.not_met,
    };
    vec![
        text(&row.leader.name),
        text(&row.leader.title),
        text(&row.leader.agency_name),
        text(&row.first_day.to_string()),
        text(&row.last_day.to_string()),
        row.least.map_or(Value::Nothing, count),
        count(row.held),
        count(row.cases),
        count(row.persons),
        text(met),
    ]
}
