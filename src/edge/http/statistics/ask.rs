//! Parameters of a statistics request: division, period, local rules, names.

use crate::{
    domain::{
        Timestamp,
        ids::AgencyId,
        jurisdiction::{Agency, DivisionCode, Level},
        rights::{Official, statistics_scope},
        statistics::{By, Question, Rules},
    },
    edge::{
        AppState,
        names::all_agencies,
        problem::Problem,
        views::{Day, PeriodView, StatisticsAsked},
    },
    storage::Records,
};
use serde::Deserialize;
use std::{collections::HashMap, ops::Range};
use time::{Date, Month};
use utoipa::IntoParams;

/// Longest period, years: what is kept for longer is in the yearly reports.
const MOST_YEARS: i32 = 10;

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StatisticsQuery {
    /// A division of mine or below it; mine if left out.
    pub division: Option<String>,
    /// First day; 1 January of the year of `to` if left out.
    pub from: Option<Day>,
    /// Last day, included; today if left out.
    pub to: Option<Day>,
    /// Up to three of division, agency, class, channel, month, leader, hearing_kind, level, with commas between.
    pub by: Option<String>,
    /// First and last day of a period to compare with; both or neither. By month it touches as many months.
    pub against_from: Option<Day>,
    pub against_to: Option<Day>,
    /// Language of a file: `zh` or `en`.
    pub lang: Option<String>,
}

/// A question with all that answering it needs.
#[derive(Debug)]
pub struct Asked {
    pub question: Question,
    /// The same of a period to compare with.
    pub against: Option<(Question, PeriodView)>,
    pub rules: Rules,
    pub agencies: HashMap<AgencyId, Agency>,
    pub about: StatisticsAsked,
}

/// The division asked about, if `me` may ask; who may not is told that there is nothing.
pub fn division(me: &Official, asked: Option<&str>) -> Result<DivisionCode, Problem> {
    let scope = statistics_scope(me).ok_or(Problem::NotFound)?;
    let Some(code) = asked.filter(|code| !code.is_empty()) else { return Ok(scope) };
    let wanted: DivisionCode = code.parse().map_err(|_| Problem::NotFound)?;
    if scope.contains(&wanted) { Ok(wanted) } else { Err(Problem::NotFound) }
}

/// Whole days in China, the last included.
pub fn days(from: Date, to: Date) -> Range<Timestamp> {
    let (from, to) = Timestamp::span(from, to);
    from..to
}

fn check_period(field: &'static str, from: Date, to: Date) -> Result<(), Problem> {
    if from > to {
        return Err(Problem::field(field, "The period ends before it begins"));
    }
    if to.year() - from.year() > MOST_YEARS {
        return Err(Problem::field(field, format!("At most {MOST_YEARS} years at a time")));
    }
    Ok(())
}

/// Calendar months of which the period has a day.
fn months_touched((from, to): (Date, Date)) -> i32 {
    let number = |day: Date| day.year() * 12 + i32::from(u8::from(day.month()));
    number(to) - number(from) + 1
}

fn first_of(year: i32) -> Date {
    Date::from_calendar_date(year, Month::January, 1).unwrap_or(Date::MIN)
}

/// The days of a year that have come by `now`.
pub fn days_of_year(year: i32, now: Timestamp) -> (Date, Date) {
    let last = first_of(year + 1).previous_day().unwrap_or(Date::MAX);
    (first_of(year), last.min(now.local_date().max(first_of(year))))
}

impl Asked {
    pub async fn of(
        app: &AppState,
        records: &mut dyn Records,
        me: &Official,
        query: &StatisticsQuery,
    ) -> Result<Self, Problem> {
        let now = app.world.now();
        let to = query.to.map_or_else(|| now.local_date(), |day| day.0);
        let from = query.from.map_or_else(|| first_of(to.year()), |day| day.0);
        check_period("from", from, to)?;
        let against = match (query.against_from, query.against_to) {
            (None, None) => None,
            (Some(from), Some(to)) => Some((from.0, to.0)),
            (Some(_), None) => return Err(Problem::field("against_to", "The last day is missing")),
            (None, Some(_)) => return Err(Problem::field("against_from", "The first day is missing")),
        };
        against.map_or(Ok(()), |(from, to)| check_period("against_from", from, to))?;
        let by = read_by(query.by.as_deref().unwrap_or_default())?;
        if let Some(other) = against
            && by.contains(&By::Month)
            && months_touched(other) != months_touched((from, to))
        {
            // Months are set beside each other by their order: one too many would stand outside its period.
            let sentence = "By month, both periods must touch the same number of months";
            return Err(Problem::field("against_from", sentence));
        }
        let division = division(me, query.division.as_deref())?;
        let mut asked = Self::about(app, records, division, (from, to), by).await?;
        asked.against = against.map(|(from, to)| {
            let question = Question { period: days(from, to), ..asked.question.clone() };
            (question, PeriodView { from: Day(from), to: Day(to) })
        });
        Ok(asked)
    }

    /// Whoever calls has made sure that the division may be asked about.
    pub async fn about(
        app: &AppState,
        records: &mut dyn Records,
        division: DivisionCode,
        (from, to): (Date, Date),
        by: Vec<By>,
    ) -> Result<Self, Problem> {
        let known = records.division(&division).await?.ok_or(Problem::NotFound)?;
        // Numbers of their time are those organs' that were closed since.
        let agencies = all_agencies(records).await?;
        let agencies: HashMap<_, _> = agencies.into_iter().map(|agency| (agency.id, agency)).collect();
        let signals = app.book.signals(records).await?;
        let base = agencies.values().filter(|agency| agency.division.level() >= Level::Township);
        let unrated = agencies.values().filter(|agency| !agency.kind.is_rated());
        let closed = records.closures().await?.into_iter();
        let rules = Rules {
            base: base.map(|agency| agency.id).collect(),
            unrated: unrated.map(|agency| agency.id).collect(),
            closed: closed.map(|closure| (closure.agency, (closure.at, closure.successor))).collect(),
            levels: agencies.values().map(|agency| (agency.id, agency.division.level())).collect(),
            signals,
            ..app.config.statistics.clone()
        };
        let as_of = app.world.now();
        let about = StatisticsAsked {
            division: division.to_string(),
            division_name: known.name,
            from: Day(from),
            to: Day(to),
            as_of: as_of.0,
        };
        let question = Question { division, period: days(from, to), as_of, by };
        Ok(Self { question, against: None, rules, agencies, about })
    }

    /// Empty for one that never was.
    pub fn agency_name(&self, id: AgencyId) -> String {
        self.agencies.get(&id).map(|agency| agency.name.clone()).unwrap_or_default()
    }
}

fn read_by(text: &str) -> Result<Vec<By>, Problem> {
    let mut by = Vec::new();
    for name in text.split(',').filter(|name| !name.is_empty()) {
        let one: By = name
            .parse()
            .map_err(|_| Problem::field("by", format!("`{name}` is nothing to tell rows apart by")))?;
        if !by.contains(&one) {
            by.push(one);
        }
    }
    if by.len() > 3 {
        return Err(Problem::field("by", "At most three at a time"));
    }
    Ok(by)
}
