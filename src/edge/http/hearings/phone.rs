//! `GET /api/hearings/{id}/seats/{seat}/phone`: the whole number of who sits there, for calling them.

use crate::{
    domain::{
        hearing::on_the_phone,
        ids::{HearingId, SeatId},
        opening::Opened,
        rights::{PetitionField, Shown},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        openings, phone_codes,
        problem::Problem,
        session::SignedIn,
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct SeatPhone {
    phone: String,
}

/// The whole number of who sits there, for those who are shown it; that it was read is on record.
///
/// Codes: unauthenticated, not_found, not_yours, no_phone.
#[utoipa::path(
    get,
    path = "/hearings/{id}/seats/{seat}/phone",
    operation_id = "seat_phone",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    responses((status = OK, body = SeatPhone), Problem),
)]
pub async fn phone(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
) -> Result<Json<SeatPhone>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    if seen.fields(&me).shown(PetitionField::Phone) != Shown::Full {
        return Err(Problem::NotAllowed);
    }
    let seat = seen.hearing.seat(SeatId(seat)).ok_or(Problem::NotFound)?;
    let people = records.parties(seen.petition.id).await?;
    drop(records);
    let phone = on_the_phone(seat, &people).ok_or_else(phone_codes::no_phone)?;
    openings::note(&app, &me, &seen.petition, Opened::Phone(seat.id)).await?;
    Ok(Json(SeatPhone { phone: phone.to_owned() }))
}
