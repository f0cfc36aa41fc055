//! `GET /api/statistics/screen`: the big screen. Numbers and places; no person, no title, no respondent.

use super::{
    ask::{self, Asked, days_of_year},
    table::divisions,
    warnings::{DivisionQuery, current},
};
use crate::{
    domain::{
        Timestamp,
        hearing::StageName,
        jurisdiction::DivisionCode,
        statistics::{By, Facts, Indicator, IndicatorId, Table},
    },
    edge::{
        AppState,
        extract::{Json, Query},
        problem::Problem,
        session::SignedIn,
        views::{IndicatorRate, IndicatorView, Screen, ScreenClass, ScreenHearing, ScreenPlace, ScreenSpot},
    },
    statistics::count,
    storage::Records,
};
use axum::extract::State;
use std::{cmp::Reverse, collections::HashMap};

/// Spots shown: what can be read from three metres.
const SPOTS: usize = 6;

/// Counts that are of now and not of a period.
struct Now {
    today: u64,
    month: u64,
    overdue: u64,
}

/// What the big screen shows.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/statistics/screen",
    operation_id = "statistics_screen",
    tag = "statistics",
    params(DivisionQuery),
    responses((status = OK, body = Screen), Problem),
)]
pub async fn screen(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<DivisionQuery>,
) -> Result<Json<Screen>, Problem> {
    let division = ask::division(&me, query.division.as_deref())?;
    let mut records = app.store.read().await?;
    let now = app.world.now();
    let year = days_of_year(now.local_date().year(), now);
    let asked = Asked::about(&app, records.as_mut(), division.clone(), year, vec![By::Division]).await?;
    let (question, rules) = (asked.question.clone(), asked.rules.clone());
    let counted = app.book.ask(records.as_mut(), &division, move |facts| {
        let by_class = crate::domain::statistics::Question { by: vec![By::Class], ..question.clone() };
        let places = count(facts, &question, &rules);
        let classes = count(facts, &by_class, &rules);
        (places, classes, count_now(facts, &question.division, now))
    });
    let (places, classes, counts) = counted.await?;
    let names = divisions(records.as_mut()).await?;
    let hearings = today(records.as_mut(), &division, &names, now).await?;
    let spots = current(&app, records.as_mut(), &division).await?;
    let spots = spots.iter().take(SPOTS).map(|spot| ScreenSpot {
        kind: spot.kind.into(),
        place_name: names.get(&spot.place).cloned().unwrap_or_default(),
        class: spot.class.map(Into::into),
        count: spot.count,
        against: spot.against,
    });
    Ok(Json(Screen {
        registered_today: counts.today,
        registered_month: counts.month,
        overdue: counts.overdue,
        live: hearings.iter().filter(|hearing| is_live(hearing.stage.0)).count(),
        hearings,
        indicators: IndicatorView::all(&asked.rules),
        total: IndicatorRate::all(&places, &places.total),
        places: by_place(&places, &names),
        classes: by_class(&classes),
        spots: spots.collect(),
        asked: asked.about,
    }))
}

/// From the countdown to the last signature: people sit there.
fn is_live(stage: StageName) -> bool {
    use StageName as S;
    matches!(stage, S::Countdown | S::InSession | S::Paused | S::Suspended | S::MinutesReview | S::Signing)
}

/// A wall shows the first few: what is on now, then what is to come, then what is over, the last of it first.
fn order(stage: StageName, starts_at: i64) -> (u8, i64) {
    use StageName as S;
    match stage {
        stage if is_live(stage) => (0, starts_at),
        S::Requested | S::Scheduled | S::CheckIn | S::Ready => (1, starts_at),
        _ => (2, -starts_at),
    }
}

fn count_now(facts: &[&Facts], division: &DivisionCode, now: Timestamp) -> Now {
    let today = Timestamp::start_of(now.local_date());
    let month = Timestamp::start_of(now.local_date().replace_day(1).unwrap_or(now.local_date()));
    let mut counts = Now { today: 0, month: 0, overdue: 0 };
    for facts in facts.iter().filter(|facts| division.contains(&facts.place) && !facts.is_sealed()) {
        counts.today += u64::from(facts.registered_at >= today);
        counts.month += u64::from(facts.registered_at >= month);
        counts.overdue += u64::from(facts.is_overdue(now));
    }
    counts
}

async fn today(
    records: &mut dyn Records,
    division: &DivisionCode,
    names: &HashMap<DivisionCode, String>,
    now: Timestamp,
) -> Result<Vec<ScreenHearing>, Problem> {
    let day = now.local_date();
    let mut shown = Vec::new();
    for hearing in records.hearings_between(Timestamp::start_of(day), Timestamp::end_of(day)).await? {
        let Some(petition) = records.petition(hearing.petition).await? else { continue };
        if division.contains(&petition.place) && !petition.is_sealed() {
            shown.push(ScreenHearing {
                starts_at: hearing.starts_at.0,
                kind: hearing.kind.into(),
                place_name: names.get(&petition.chain()).cloned().unwrap_or_default(),
                stage: hearing.stage.name().into(),
            });
        }
    }
    shown.sort_by_key(|hearing| order(hearing.stage.0, hearing.starts_at));
    Ok(shown)
}

/// The most petitions first.
fn by_place(table: &Table, names: &HashMap<DivisionCode, String>) -> Vec<ScreenPlace> {
    let place = |(cell, row): (&crate::domain::statistics::Cell, &crate::domain::statistics::Tally)| {
        let division = cell.division.clone()?;
        let on_time = IndicatorId::OnTimeCompletion;
        Some(ScreenPlace {
            name: names.get(&division).cloned().unwrap_or_default(),
            division: division.to_string(),
            petitions: row.of(IndicatorId::Petitions).numerator,
            on_time: IndicatorRate::of(table, Indicator::of(on_time), row.of(on_time)).value,
        })
    };
    let mut places: Vec<_> = table.rows.iter().filter_map(place).collect();
    places.sort_by_key(|place| Reverse(place.petitions));
    places
}

fn by_class(table: &Table) -> Vec<ScreenClass> {
    let mut classes: Vec<_> = table
        .rows
        .iter()
        .filter_map(|(cell, row)| {
            let petitions = row.of(IndicatorId::Petitions).numerator;
            Some(ScreenClass { class: cell.class?.into(), petitions })
        })
        .filter(|class| class.petitions > 0)
        .collect();
    classes.sort_by_key(|class| Reverse(class.petitions));
    classes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::statistics::{Cell, Tally};

    /// In the afternoon of a full day the wall is not filled with its morning.
    #[test]
    fn what_is_on_stands_before_what_is_to_come_and_what_is_over() {
        use StageName as S;
        let mut day = [
            (S::OutcomeIssued, 9),
            (S::Closed, 10),
            (S::Cancelled, 11),
            (S::InSession, 14),
            (S::Suspended, 13),
            (S::Signing, 12),
            (S::Ready, 15),
            (S::Scheduled, 16),
        ];
        day.sort_by_key(|(stage, at)| order(*stage, *at));
        assert_eq!(day.map(|(_, at)| at), [12, 13, 14, 15, 16, 11, 10, 9]);
    }

    #[test]
    fn the_place_with_the_most_petitions_stands_first() {
        let mut table = Table::default();
        for (code, petitions) in [("620102", 2), ("620103", 5), ("620104", 2)] {
            let mut tally = Tally::default();
            tally.0[IndicatorId::Petitions as usize].numerator = petitions;
            table.rows.insert(Cell { division: Some(code.parse().unwrap()), ..Cell::default() }, tally);
        }
        let places = by_place(&table, &HashMap::new());
        let codes: Vec<_> = places.iter().map(|place| place.division.as_str()).collect();
        assert_eq!(codes, ["620103", "620102", "620104"]);
    }
}
