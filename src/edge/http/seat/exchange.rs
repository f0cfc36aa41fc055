//! `POST /api/seat/exchange`: exchanges the secret of a seat's link, once, for the `lj_seat` cookie.

use super::link;
use crate::{
    domain::{HOUR_MS, hearing::ReceiptWay},
    edge::{
        AppState, access,
        caller::Caller,
        extract::Json,
        problem::Problem,
        receipts,
        session::{self, SEAT_COOKIE},
        views::SeatPass,
    },
    storage::SeatSession,
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// The part of the link after `#`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    secret: String,
}

/// Exchanges the secret of a seat's link, once, for the `lj_seat` cookie.
///
/// Codes: no_such_link, link_used, hearing_over, too_early.
#[utoipa::path(
    post,
    path = "/seat/exchange",
    operation_id = "seat_exchange",
    tag = "seat",
    request_body = Exchange,
    responses((status = OK, body = SeatPass), Problem),
)]
pub async fn exchange(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(asked): Json<Exchange>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<SeatPass>), Problem> {
    let now = app.world.now();
    link::open(&app, address, &asked.secret).await?; // before anybody waits for the records
    let mut tx = app.store.begin().await?;
    let (hearing, seat) = link::seat_of(tx.as_mut(), &asked.secret).await?;
    if let Err(closed) = access::check_open(&hearing, now) {
        // Who opens the link before its time has read when that is.
        receipts::receive(tx.as_mut(), &hearing, &[seat.id], (false, ReceiptWay::Link), now).await?;
        tx.commit().await?;
        return Err(closed);
    }
    if !tx.use_seat_key(&session::token_hash(&asked.secret), now).await? {
        return Err(Problem::LinkUsed);
    }
    let token = session::new_token(app.world.as_ref());
    let expires_at = now.max(hearing.ends_at).plus_millis(KEPT_AFTER_END_MS);
    let session = SeatSession { seat: seat.id, hearing: hearing.id, expires_at };
    tx.add_seat_session(&session::token_hash(&token), &session).await?;
    receipts::receive(tx.as_mut(), &hearing, &[seat.id], (true, ReceiptWay::Link), now).await?;
    let ice = app.rooms.ice_servers(hearing.id, seat.id, Some(address));
    let pass = SeatPass::of(&hearing, &seat, ice);
    tx.commit().await?;
    let cookie = session::cookie(SEAT_COOKIE, &token, expires_at, now, &app.config);
    Ok(([(header::SET_COOKIE, cookie)], Json(pass)))
}

/// Hearings run late; when one closes, its seats' sessions end with it whatever is left of this.
const KEPT_AFTER_END_MS: i64 = 12 * HOUR_MS;
