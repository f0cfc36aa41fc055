//! `DELETE /api/session`: ends the session; without one, too, it is done.

use crate::{
    domain::administration::DeedKind,
    edge::{
        AppState,
        caller::Caller,
        problem::Problem,
        session::{self, STAFF_COOKIE},
        sign_in_log,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};

/// Ends the session; without one, too, it is done.
#[utoipa::path(
    delete,
    path = "/session",
    operation_id = "sign_out",
    tag = "session",
    responses((status = NO_CONTENT), Problem),
)]
pub async fn sign_out(
    State(app): State<AppState>,
    Caller(address): Caller,
    headers: HeaderMap,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Problem> {
    if let Some(hash) = session::presented(&headers, STAFF_COOKIE) {
        let mut tx = app.store.begin().await?;
        if let Some(session) = tx.staff_session(&hash).await? {
            let staff = tx.staff(session.staff).await?;
            sign_in_log::note(tx.as_mut(), &*app.world, DeedKind::SessionEnded, staff.as_ref(), address)
                .await?;
        }
        tx.end_staff_session(&hash).await?;
        tx.commit().await?;
    }
    let now = app.world.now();
    let ended = session::cookie(STAFF_COOKIE, "", now, now, &app.config);
    // The cookie by which the browser is known stays (ADR 67). Nothing is to be cleared out of its cache for who sits down next:
    // private answers are in none (`middleware::never_stored`), and a browser may hold this answer up until it is through with that.
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, ended)]))
}
