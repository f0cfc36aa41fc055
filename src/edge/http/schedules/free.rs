//! `GET /api/schedules/free`: when all of some rooms and people are free.

use super::check_asked;
use crate::{
    domain::{
        Timestamp,
        hearing::{SLOT_MINUTES, Span, free_slots},
        ids::StaffId,
        reception::ReceptionState,
    },
    edge::{
        AppState,
        extract::{Json, Query},
        problem::Problem,
        session::SignedIn,
        views::Day,
    },
    storage::Booking,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// More than a person chooses from.
const MOST: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FreeQuery {
    /// First and last day.
    from: Day,
    to: Day,
    /// Length of the hearing, 15 to 240.
    minutes: i64,
    /// Ids with commas between.
    #[serde(default)]
    rooms: String,
    #[serde(default)]
    staff: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FreeSlot {
    starts_at: i64,
    ends_at: i64,
}

/// When all of the rooms and people named are free, leaders' published reception days left out: within office hours of
/// working days, every half hour; earliest first, 200 at most.
///
/// Codes: unauthenticated, not_found, unprocessable.
#[utoipa::path(
    get,
    path = "/schedules/free",
    operation_id = "schedules_free",
    tag = "schedules",
    params(FreeQuery),
    responses((status = OK, body = Vec<FreeSlot>), Problem),
)]
pub async fn free(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<FreeQuery>,
) -> Result<Json<Vec<FreeSlot>>, Problem> {
    check_asked(&me, asked.from, asked.to)?;
    if !SLOT_MINUTES.contains(&asked.minutes) {
        return Err(Problem::field("minutes", "15 to 240 minutes"));
    }
    let (rooms, staff) = (ids("rooms", &asked.rooms)?, ids("staff", &asked.staff)?);
    let (from, to) = Timestamp::span(asked.from.0, asked.to.0);
    let mut records = app.store.read().await?;
    let calendar = app.calendar(records.as_mut()).await?;
    let bookings = records.bookings(from, to).await?;
    let mut taken: Vec<_> = bookings
        .into_iter()
        .filter(|booked| match &booked.booking {
            Booking::Room(room) => rooms.contains(&room.0),
            Booking::Staff(person) => staff.contains(&person.0),
        })
        .map(|booked| Span { from: booked.starts_at, to: booked.ends_at })
        .collect();
    // Citizens were told that the leader receives them then.
    for person in staff {
        let days = records.days_of_leader(StaffId(person), from, to).await?;
        let published = days.into_iter().filter(|day| matches!(day.state, ReceptionState::Published { .. }));
        taken.extend(published.map(|day| Span { from: day.starts_at, to: day.ends_at }));
    }
    let days = (asked.from.0, asked.to.0);
    let slots = free_slots(&taken, days, asked.minutes, app.world.now(), &calendar, MOST);
    Ok(Json(slots.into_iter().map(|slot| FreeSlot { starts_at: slot.from.0, ends_at: slot.to.0 }).collect()))
}

fn ids(field: &'static str, text: &str) -> Result<Vec<Uuid>, Problem> {
    let ids = text.split(',').filter(|id| !id.is_empty()).map(str::parse);
    ids.collect::<Result<_, _>>().map_err(|_| Problem::field(field, "Ids with commas between"))
}
