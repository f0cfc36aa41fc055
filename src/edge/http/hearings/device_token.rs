//! `/api/hearings/{id}/seats/{seat}/device-token`: by what an encoder, a player or a gateway takes a seat.
//! Whoever may hand out the seat's link may do this.

use crate::{
    domain::{
        event::{Actor, Change, EventKind},
        ids::{HearingId, SeatId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        hearing_log,
        problem::Problem,
        session::{self, SignedIn},
    },
    rooms::Command,
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct DeviceAccess {
    /// Where a device that sends goes (RFC 9725).
    whip_url: String,
    /// Where one that only receives goes.
    whep_url: String,
    /// The bearer token for either.
    token: String,
}

/// A token for a device on a seat; the old one and what it opened stop working.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/device-token",
    operation_id = "hearing_device_token_issue",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    responses((status = OK, body = DeviceAccess), Problem),
)]
pub async fn issue(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
) -> Result<Json<DeviceAccess>, Problem> {
    let (id, seat) = (HearingId(id), SeatId(seat));
    let actor = Actor::from(&me);
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, id).await?;
    seen.hearing.standing().find(|one| one.id == seat).ok_or(Problem::NotFound)?;
    seen.must(HearingAction::IssueLinks)?;
    let token = session::new_token(app.world.as_ref());
    tx.set_device_token(&session::token_hash(&token), seat).await?;
    let change = Change::new(EventKind::HearingDeviceTokenIssued).with("seat", seat);
    hearing_log::record_in_phase(&app, tx.as_mut(), seen.matter(), change, actor).await?;
    tx.commit().await?;
    end_device(&app, id, actor, seat).await;
    let url = |door: &str| format!("{}/api/{door}", app.config.public_url);
    Ok(Json(DeviceAccess { whip_url: url("whip"), whep_url: url("whep"), token }))
}

/// Takes the seat's token away; a device that holds the seat goes at once.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    delete,
    path = "/hearings/{id}/seats/{seat}/device-token",
    operation_id = "hearing_device_token_revoke",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn revoke(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    let (id, seat) = (HearingId(id), SeatId(seat));
    let actor = Actor::from(&me);
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, id).await?;
    seen.hearing.seat(seat).ok_or(Problem::NotFound)?;
    seen.must(HearingAction::IssueLinks)?;
    if tx.end_device_token(seat).await? {
        let change = Change::new(EventKind::HearingDeviceTokenRevoked).with("seat", seat);
        hearing_log::record_in_phase(&app, tx.as_mut(), seen.matter(), change, actor).await?;
        tx.commit().await?;
    }
    end_device(&app, id, actor, seat).await;
    Ok(StatusCode::NO_CONTENT)
}

/// A page on the seat is let be: it came by its link.
async fn end_device(app: &AppState, hearing: HearingId, actor: Actor, seat: SeatId) {
    if !app.devices.sits(seat) {
        return;
    }
    if let Err(refused) = app.rooms.command(hearing, actor, Command::EndSeat(seat)).await {
        tracing::warn!(hearing.id = %hearing, seat.id = %seat, %refused, "A device was not told that its token went");
    }
}
