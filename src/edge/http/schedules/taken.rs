//! `GET /api/schedules`: which rooms, leaders and people are taken when.

use super::check_asked;
use crate::{
    domain::{
        Timestamp,
        ids::StaffId,
        jurisdiction::DivisionCode,
        people::{Role, Staff},
        rights::Official,
    },
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::Day,
    },
    storage::{Booking, Records},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SchedulesQuery {
    /// First and last day.
    from: Day,
    to: Day,
}

/// What is taken, by whom, and on which days offices work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Schedules {
    rooms: Vec<ScheduleRow>,
    /// Leaders first.
    people: Vec<ScheduleRow>,
    days: Vec<ScheduleDay>,
}

/// A room or a person with what takes them up, by start.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleRow {
    id: Uuid,
    name: String,
    agency_name: String,
    leader: bool,
    taken: Vec<TakenSpan>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TakenSpan {
    starts_at: i64,
    ends_at: i64,
    /// Of the hearing; none for a reception day.
    number: Option<String>,
    /// Of a hearing I may see.
    hearing: Option<Uuid>,
    title: Option<String>,
    /// A leader's reception day: where.
    place: Option<String>,
    /// Runs into another one of the same row.
    clash: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleDay {
    day: Day,
    works: bool,
}

/// Which rooms and people of my division are taken when: hearings and leaders' reception days. Of hearings I may
/// not see only the number is told.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/schedules",
    operation_id = "schedules",
    tag = "schedules",
    params(SchedulesQuery),
    responses((status = OK, body = Schedules), Problem),
)]
pub async fn taken(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<SchedulesQuery>,
) -> Result<Json<Schedules>, Problem> {
    check_asked(&me, asked.from, asked.to)?;
    let mut records = app.store.read().await?;
    let calendar = app.calendar(records.as_mut()).await?;
    let days = std::iter::successors(Some(asked.from.0), |day| day.next_day())
        .take_while(|day| *day <= asked.to.0)
        .map(|day| ScheduleDay { day: Day(day), works: calendar.is_working_day(day) })
        .collect();
    let (from, to) = Timestamp::span(asked.from.0, asked.to.0);
    let mut spans = hearings(records.as_mut(), &me, from, to).await?;
    let leaders = reception_days(records.as_mut(), &me, from, to, &mut spans).await?;
    let rooms = rooms(records.as_mut(), &me, &mut spans).await?;
    let people = people(records.as_mut(), &me, &leaders, &mut spans).await?;
    Ok(Json(Schedules { rooms, people, days }))
}

/// By room or person.
type Spans = BTreeMap<Uuid, Vec<Taken>>;

/// With the place of whoever holds the hearing, or of whose reception day it is.
struct Taken {
    span: TakenSpan,
    house: Option<DivisionCode>,
}

impl Taken {
    /// A reception day takes its leader up, but not against a hearing of the same place: it is what the day is for.
    fn clashes(&self, other: &Self) -> bool {
        let (this, that) = (&self.span, &other.span);
        let apart = match (&this.number, &that.number) {
            (Some(this), Some(that)) => this != that,
            (None, None) => true,
            _ => self.house != other.house,
        };
        apart && this.starts_at < that.ends_at && that.starts_at < this.ends_at
    }
}

async fn hearings(
    records: &mut dyn Records,
    me: &Official,
    from: Timestamp,
    to: Timestamp,
) -> Result<Spans, Problem> {
    let (mut spans, mut titles, mut houses) = (Spans::new(), BTreeMap::new(), BTreeMap::new());
    for hearing in records.hearings_between(from, to).await? {
        let (id, title) = (hearing.id, hearing.title.clone());
        houses.insert(id, records.agency(hearing.host).await?.map(|host| host.division));
        if access::seen(records, me, hearing).await?.is_some() {
            titles.insert(id.0, title);
        }
    }
    for booked in records.bookings(from, to).await? {
        let id = match booked.booking {
            Booking::Room(room) => room.0,
            Booking::Staff(staff) => staff.0,
        };
        let title = titles.get(&booked.hearing.0).cloned();
        let span = TakenSpan {
            starts_at: booked.starts_at.0,
            ends_at: booked.ends_at.0,
            number: Some(booked.number),
            hearing: title.as_ref().map(|_| booked.hearing.0),
            title,
            place: None,
            clash: false,
        };
        let house = houses.get(&booked.hearing).cloned().flatten();
        spans.entry(id).or_default().push(Taken { span, house });
    }
    Ok(spans)
}

/// The leaders there are.
async fn reception_days(
    records: &mut dyn Records,
    me: &Official,
    from: Timestamp,
    to: Timestamp,
    spans: &mut Spans,
) -> Result<BTreeSet<StaffId>, Problem> {
    let division = me.agency.division.clone();
    for day in records.reception_days(&division, from, to).await?.into_iter().filter(|day| day.is_ahead()) {
        let span = TakenSpan {
            starts_at: day.starts_at.0,
            ends_at: day.ends_at.0,
            number: None,
            hearing: None,
            title: None,
            place: Some(day.place),
            clash: false,
        };
        let house = records.agency(day.agency).await?.map(|agency| agency.division);
        spans.entry(day.leader.0).or_default().push(Taken { span, house });
    }
    Ok(records.leaders(&division).await?.into_iter().map(|leader| leader.staff).collect())
}

async fn rooms(
    records: &mut dyn Records,
    me: &Official,
    spans: &mut Spans,
) -> Result<Vec<ScheduleRow>, Problem> {
    let mut rows = Vec::new();
    for room in records.reception_rooms().await? {
        let agency = records.agency(room.agency).await?;
        if let Some(agency) = agency.filter(|agency| me.agency.division.contains(&agency.division)) {
            rows.push(row(room.id.0, room.name, agency.name, false, spans));
        }
    }
    Ok(rows)
}

/// Leaders of the division, who may preside or keep the minutes at my bureau, and whoever is taken.
async fn people(
    records: &mut dyn Records,
    me: &Official,
    leaders: &BTreeSet<StaffId>,
    spans: &mut Spans,
) -> Result<Vec<ScheduleRow>, Problem> {
    let presides =
        |staff: &Staff| staff.agency == me.agency.id && (staff.has(Role::Presider) || staff.has(Role::Clerk));
    let (mut rows, mut names) = (Vec::new(), Names::default());
    for staff in records.staff_list().await?.into_iter().filter(|staff| !staff.disabled) {
        let leader = leaders.contains(&staff.id);
        if !leader && !presides(&staff) && !spans.contains_key(&staff.id.0) {
            continue;
        }
        let Some(agency) = records.agency(staff.agency).await? else { continue };
        if me.agency.division.contains(&agency.division) {
            let agency_name = names.agency(records, agency.id).await?;
            rows.push(row(staff.id.0, staff.name, agency_name, leader, spans));
        }
    }
    rows.sort_by_key(|row| !row.leader);
    Ok(rows)
}

fn row(id: Uuid, name: String, agency_name: String, leader: bool, spans: &mut Spans) -> ScheduleRow {
    let mut taken = spans.remove(&id).unwrap_or_default();
    taken.sort_by_key(|one| (one.span.starts_at, one.span.ends_at));
    let clashes = |place: usize| {
        let mut others = taken.iter().enumerate().filter(|(other, _)| *other != place);
        others.any(|(_, other)| taken[place].clashes(other))
    };
    let clashing: Vec<_> = (0..taken.len()).map(clashes).collect();
    let spans = taken.into_iter().zip(clashing);
    let taken = spans.map(|(one, clash)| TakenSpan { clash, ..one.span }).collect();
    ScheduleRow { id, name, agency_name, leader, taken }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(number: Option<&str>, house: &str, hours: (i64, i64)) -> Taken {
        let span = TakenSpan {
            starts_at: hours.0,
            ends_at: hours.1,
            number: number.map(str::to_owned),
            hearing: None,
            title: None,
            place: None,
            clash: false,
        };
        Taken { span, house: house.parse().ok() }
    }

    #[test]
    fn a_reception_day_clashes_with_what_other_places_hold_and_with_another_day() {
        let day = taken(None, "620103", (9, 12));
        for (other, expected) in [
            (taken(Some("JF1"), "620103", (10, 11)), false),
            (taken(Some("JF1"), "6201", (10, 11)), true),
            (taken(Some("JF1"), "6201", (12, 13)), false),
            (taken(None, "620103", (11, 13)), true),
        ] {
            assert_eq!((day.clashes(&other), other.clashes(&day)), (expected, expected));
        }
        let hearing = |number| taken(Some(number), "620103", (9, 10));
        assert!(hearing("JF1").clashes(&hearing("JF2")));
        assert!(!hearing("JF1").clashes(&hearing("JF1")), "its room and who sits there are one booking");
    }
}
