//! `GET /api/hearings/{id}/minutes`: the minutes as they stand.

use crate::{
    domain::{hearing::Seat, ids::HearingId, rights::HearingAction},
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::MinutesEntry,
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct Minutes {
    entries: Vec<MinutesEntry>,
    seats: Vec<MinutesSeat>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesSeat {
    id: Uuid,
    label: String,
    name: String,
}

/// The minutes as they stand, and of each line that was changed what it said before, when and by whom.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/minutes",
    operation_id = "hearing_minutes",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Minutes), Problem),
)]
pub async fn minutes(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Minutes>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::ReadMinutes)?;
    let wordings = records.wordings(seen.hearing.id).await?;
    let entries = records.minutes(seen.hearing.id).await?;
    let entries = entries.into_iter().map(|entry| MinutesEntry::of(entry, &wordings)).collect();
    Ok(Json(Minutes { entries, seats: seen.shown(&me).seats.into_iter().map(MinutesSeat::of).collect() }))
}

impl MinutesSeat {
    fn of(seat: Seat) -> Self {
        Self { id: seat.id.0, label: seat.label, name: seat.name }
    }
}
