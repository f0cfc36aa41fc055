//! `POST /api/screen/pairing`: a television asks for a code to show.

use crate::edge::{
    AppState,
    caller::Caller,
    extract::Json,
    lockout,
    problem::Problem,
    session::{self, SCREEN_COOKIE, SCREEN_COOKIE_MS},
    views::ScreenView,
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
};

/// A code for a television to show, and the `lj_screen` cookie that opens its room once somebody at a desk has typed the code.
///
/// Codes: too_many.
#[utoipa::path(
    post,
    path = "/screen/pairing",
    operation_id = "screen_pairing",
    tag = "screens",
    responses((status = OK, body = ScreenView), Problem),
)]
pub async fn pairing(
    State(app): State<AppState>,
    Caller(address): Caller,
) -> Result<([(HeaderName, HeaderValue); 1], Json<ScreenView>), Problem> {
    let now = app.world.now();
    app.throttle.take(&format!("screen:{}", lockout::network_of(address)), now)?;
    let token = session::new_token(app.world.as_ref());
    let waiting = app.pairings.ask(app.world.as_ref(), session::token_hash(&token));
    let until = now.plus_millis(SCREEN_COOKIE_MS);
    let cookie = session::cookie(SCREEN_COOKIE, &token, until, now, &app.config);
    let view = ScreenView::Pairing { code: waiting.code.as_str().to_owned(), good_until: waiting.until.0 };
    Ok(([(header::SET_COOKIE, cookie)], Json(view)))
}
