//! `GET /api/statistics/{indicator}/petitions`: the petitions behind a number.

use super::ask::{Asked, StatisticsQuery};
use crate::{
    domain::{
        ids::{AgencyId, PetitionId, StaffId},
        statistics::{By, Cell, drill as behind},
    },
    edge::{
        AppState,
        extract::{Json, Path, Query},
        http::petitions::row,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{
            BehindNumber, ChannelText, ContentClassText, Day, HearingKindText, IndicatorText, LevelText,
            PartText,
        },
    },
    storage::{Cursor, Page},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DrillQuery {
    division: Option<String>,
    from: Option<Day>,
    to: Option<Day>,
    /// Which part of the number; the denominator if left out.
    #[param(inline)]
    part: Option<PartText>,
    /// What the table was told apart by, as it was asked: what the row has no value of is undetermined (未定) there.
    /// Left out: what the row names.
    by: Option<String>,
    /// The row's, where the table was by division.
    place: Option<String>,
    agency: Option<Uuid>,
    class: Option<ContentClassText>,
    channel: Option<ChannelText>,
    /// `YYYY-MM`.
    month: Option<String>,
    /// Who received, or has it in charge.
    leader: Option<Uuid>,
    hearing_kind: Option<HearingKindText>,
    /// Of the organ that hosts the hearing.
    level: Option<LevelText>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 20 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The petitions behind a number, rights permitting. Sealed reports are behind none.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/statistics/{indicator}/petitions",
    operation_id = "statistics_petitions",
    tag = "statistics",
    params(("indicator" = IndicatorText, Path), DrillQuery),
    responses((status = OK, body = BehindNumber), Problem),
)]
pub async fn drill(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(indicator): Path<IndicatorText>,
    Query(query): Query<DrillQuery>,
) -> Result<Json<BehindNumber>, Problem> {
    let mut records = app.store.read().await?;
    let cell = query.cell()?;
    let asked = StatisticsQuery {
        division: query.division.clone(),
        from: query.from,
        to: query.to,
        by: query.by.clone(),
        ..StatisticsQuery::default()
    };
    let mut asked = Asked::of(&app, records.as_mut(), &me, &asked).await?;
    let named = named_by(&cell);
    if asked.question.by.is_empty() {
        asked.question.by = named;
    } else if named.iter().any(|by| !asked.question.by.contains(by)) {
        return Err(Problem::field("by", "The row names something that the table was not told apart by"));
    }
    let part = query.part.map_or(crate::domain::statistics::Part::Denominator, |part| part.0);
    let (question, rules) = (asked.question.clone(), asked.rules.clone());
    let found = app.book.ask(records.as_mut(), &asked.question.division, move |facts| {
        let found = behind(facts.iter().copied(), &question, (indicator.0, part), &cell, &rules);
        found.into_iter().map(|(at, facts)| Cursor(at.0, facts.petition.0)).collect::<Vec<_>>()
    });
    let found = found.await?;
    let (after, limit) = paging::asked(query.after.as_deref(), query.limit, 20)?;
    let behind = found.iter().copied().filter(|place| after.is_none_or(|after| *place < after));
    let page = Page::cut(behind.take(limit as usize + 1).collect(), limit, |place| *place);
    let ids: Vec<_> = page.rows.iter().map(|place| PetitionId(place.1)).collect();
    let rows = row::visible(&app, records.as_mut(), &me, &ids).await?;
    Ok(Json(BehindNumber { total: found.len(), hidden: ids.len() - rows.len(), next: page.next, rows }))
}

impl DrillQuery {
    fn cell(&self) -> Result<Cell, Problem> {
        let place = self.place.as_deref().map(str::parse).transpose();
        Ok(Cell {
            division: place.map_err(|_| Problem::field("place", "This is not the code of a division"))?,
            agency: self.agency.map(AgencyId),
            class: self.class.map(|class| class.0),
            channel: self.channel.map(|channel| channel.0),
            month: self.month.as_deref().map(read_month).transpose()?,
            leader: self.leader.map(StaffId),
            kind: self.hearing_kind.map(|kind| kind.0),
            level: self.level.map(|level| level.0),
        })
    }
}

fn read_month(text: &str) -> Result<(i32, u8), Problem> {
    let month =
        text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    month.ok_or_else(|| Problem::field("month", "A month is YYYY-MM"))
}

/// What a cell has a value of.
fn named_by(cell: &Cell) -> Vec<By> {
    let told = [
        (By::Division, cell.division.is_some()),
        (By::Agency, cell.agency.is_some()),
        (By::Class, cell.class.is_some()),
        (By::Channel, cell.channel.is_some()),
        (By::Month, cell.month.is_some()),
        (By::Leader, cell.leader.is_some()),
        (By::HearingKind, cell.kind.is_some()),
        (By::Level, cell.level.is_some()),
    ];
    told.into_iter().filter(|(_, is)| *is).map(|(by, _)| by).collect()
}
