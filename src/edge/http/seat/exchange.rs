//! `POST /api/seat/exchange`: exchanges the secret of a seat's link, once, for the `lj_seat` cookie.
//!
//! A page on a bad line asks more than once, and the answer that would have told it its cookie may be the one that was
//! lost. So the cookie of an exchange with a nonce follows from link and nonce: whoever knows both is given the same one
//! again, for as long as it holds the seat. A link alone, once used, opens nothing.

use super::link;
use crate::{
    domain::HOUR_MS,
    edge::{
        AppState, access,
        caller::Caller,
        extract::Json,
        notice_receipts::{self, Given},
        problem::Problem,
        session::{self, SEAT_COOKIE},
        views::SeatPass,
    },
    storage::SeatSession,
    world::World,
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// The part of the link after `#`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    secret: String,
    /// Random text of the client's making, new for each link. Asked again with the same one, as when the answer was lost,
    /// the exchange is answered again.
    #[schema(min_length = 16, max_length = 64)]
    nonce: Option<String>,
}

impl Exchange {
    /// The session's token.
    fn token(&self, world: &dyn World) -> Result<String, Problem> {
        let Some(nonce) = &self.nonce else { return Ok(session::new_token(world)) };
        if !(16..=64).contains(&nonce.len()) {
            return Err(Problem::field("nonce", "16 to 64 bytes"));
        }
        let digest =
            Sha256::new().chain_update("seat session\0").chain_update(&self.secret).chain_update("\0");
        Ok(hex::encode(digest.chain_update(nonce).finalize()))
    }
}

/// Exchanges the secret of a seat's link, once, for the `lj_seat` cookie.
///
/// With a nonce it may be asked again: whoever has link and nonce is given the same cookie again.
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
    let token = asked.token(app.world.as_ref())?;
    link::open(&app, address, &asked.secret).await?; // before anybody waits for the records
    let mut tx = app.store.begin().await?;
    let (hearing, seat) = link::seat_of(tx.as_mut(), &asked.secret).await?;
    if let Err(closed) = access::check_open(&hearing, now) {
        // Who opens the link before its time has read when that is.
        let read = Given::by_link(false, seat.id);
        notice_receipts::receive(&app, tx.as_mut(), &hearing, &[seat.id], &read).await?;
        tx.commit().await?;
        return Err(closed);
    }
    let expires_at = if tx.use_seat_key(&session::token_hash(&asked.secret), now).await? {
        let expires_at = now.max(hearing.ends_at).plus_millis(KEPT_AFTER_END_MS);
        let session = SeatSession { seat: seat.id, hearing: hearing.id, expires_at };
        tx.add_seat_session(&session::token_hash(&token), &session).await?;
        let comes = Given::by_link(true, seat.id);
        notice_receipts::receive(&app, tx.as_mut(), &hearing, &[seat.id], &comes).await?;
        expires_at
    } else {
        let held = tx.seat_session(&session::token_hash(&token)).await?;
        held.filter(|held| held.seat == seat.id && held.expires_at > now).ok_or(Problem::LinkUsed)?.expires_at
    };
    let ice = app.rooms.ice_servers(hearing.id, seat.id, Some(address));
    let pass = SeatPass::of(&hearing, &seat, ice, app.config.recording_years(hearing.kind));
    tx.commit().await?;
    let cookie = session::cookie(SEAT_COOKIE, &token, expires_at, now, &app.config);
    Ok(([(header::SET_COOKIE, cookie)], Json(pass)))
}

/// Hearings run late; when one closes, its seats' sessions end with it whatever is left of this.
const KEPT_AFTER_END_MS: i64 = 12 * HOUR_MS;
