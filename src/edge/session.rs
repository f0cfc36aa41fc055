//! Who is asking: the two cookies and what they stand for. Only SHA-256 of a token is stored.

use super::{AppState, EdgeConfig, client, problem::Problem, traffic};
use crate::{
    domain::{
        DAY_MS, HOUR_MS, MINUTE_MS, Timestamp,
        hearing::{Hearing, Seat},
        jurisdiction::Agency,
        people::Staff,
        rights::{Official, acting},
    },
    storage::{Records, SharedStore, StaffSession, StoreError},
    world::World,
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use sha2::{Digest, Sha256};

pub const STAFF_COOKIE: &str = "lj_staff";
pub const SEAT_COOKIE: &str = "lj_seat";
/// Of the television of a reception room.
pub const SCREEN_COOKIE: &str = "lj_screen";
/// Of a browser that somebody signed in from. It opens nothing: whoever strangers lock out gets in with it.
pub const KNOWN_COOKIE: &str = "lj_known";
/// From each sign-in on.
pub const KNOWN_MS: i64 = 180 * 24 * 3600 * 1000;
/// As long as browsers keep a cookie, from each time it is sent: a television is paired once, and revoked at the desk.
pub const SCREEN_COOKIE_MS: i64 = 400 * DAY_MS;

/// A sign-in ends after twelve hours, a working day with its evening.
pub const STAFF_SESSION_MS: i64 = 12 * HOUR_MS;
/// ...or when nothing was asked for half an hour. Who sits in a hearing asks by its socket.
pub const STAFF_IDLE_MS: i64 = 30 * MINUTE_MS;
/// How often "last seen" is written, at most: not with every request.
pub const TOUCH_EVERY_MS: i64 = MINUTE_MS;

/// 256 random bits as text: a session token, the secret of a link.
#[must_use]
pub fn new_token(world: &dyn World) -> String {
    let mut bytes = [0; 32];
    world.fill(&mut bytes);
    hex::encode(bytes)
}

/// The token of a program: what leaks is known by its beginning.
#[must_use]
pub fn new_client_token(world: &dyn World) -> String {
    format!("ljt_{}", new_token(world))
}

/// What is stored of a token.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// A `Set-Cookie` that lives until `until`; in the past, it ends the cookie.
pub fn cookie(name: &str, token: &str, until: Timestamp, now: Timestamp, config: &EdgeConfig) -> HeaderValue {
    let seconds = ((until.0 - now.0) / 1000).max(0);
    let secure = if config.secure { "; Secure" } else { "" };
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).expect("a name and a token of plain letters")
}

/// The cookie `name` as it was presented, to live until `until`.
#[must_use]
pub fn renewed_cookie(
    headers: &HeaderMap,
    name: &str,
    until: Timestamp,
    now: Timestamp,
    config: &EdgeConfig,
) -> Option<HeaderValue> {
    cookie_value(headers, name).map(|token| cookie(name, token, until, now, config))
}

fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Hash of the token in cookie `name`.
#[must_use]
pub fn presented(headers: &HeaderMap, name: &str) -> Option<[u8; 32]> {
    cookie_value(headers, name).map(token_hash)
}

/// Somebody signed in.
#[derive(Debug)]
pub struct SignedIn(pub Official);

/// A device that holds a seat.
#[derive(Debug)]
pub struct Seated {
    pub hearing: Hearing,
    pub seat: Seat,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let me = <Self as OptionalFromRequestParts<AppState>>::from_request_parts(parts, app).await?;
        me.ok_or(Problem::Unauthenticated)
    }
}

impl OptionalFromRequestParts<AppState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Option<Self>, Problem> {
        if client::shows_token(&parts.headers) {
            return client::acting(parts, app).await.map(|me| Some(Self(me)));
        }
        let me = signed_in(app, &parts.headers).await?;
        if let Some(Self(me)) = &me {
            traffic::is_of(&parts.extensions, me.staff.id);
        }
        Ok(me)
    }
}

impl FromRequestParts<AppState> for Seated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        seated(app, &parts.headers).await?.ok_or(Problem::Unauthenticated)
    }
}

impl OptionalFromRequestParts<AppState> for Seated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Option<Self>, Problem> {
        seated(app, &parts.headers).await
    }
}

async fn signed_in(app: &AppState, headers: &HeaderMap) -> Result<Option<SignedIn>, Problem> {
    let Some(hash) = presented(headers, STAFF_COOKIE) else { return Ok(None) };
    let now = app.world.now();
    let mut records = app.store.read().await?;
    let Some(session) = records.staff_session(&hash).await?.filter(|session| is_alive(session, now)) else {
        return Ok(None);
    };
    let Some(staff) = records.staff(session.staff).await?.filter(|staff| !staff.disabled) else {
        return Ok(None);
    };
    let Some(agency) = records.agency(staff.agency).await? else { return Ok(None) };
    let me = actor(records.as_mut(), staff, agency, now).await?;
    drop(records);
    if now.0 - session.last_seen_at.0 >= TOUCH_EVERY_MS {
        touch(&app.store, &hash, now).await?;
    }
    Ok(Some(SignedIn(me)))
}

/// Somebody is still there.
pub(super) async fn touch(store: &SharedStore, hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.touch_staff_session(hash, now).await?;
    tx.commit().await
}

/// Somebody in their own posts and those they act in now.
pub async fn actor(
    records: &mut dyn Records,
    staff: Staff,
    agency: Agency,
    now: Timestamp,
) -> Result<Official, StoreError> {
    let mut held = Vec::new();
    for delegation in records.delegations_held(staff.id, now).await? {
        if let Some(principal) = records.staff(delegation.principal).await? {
            held.push((delegation, principal));
        }
    }
    Ok(Official { acting: acting(&staff, &held, now), staff, agency, program: None })
}

const fn is_alive(session: &StaffSession, now: Timestamp) -> bool {
    now.0 < session.expires_at.0 && now.0 < session.last_seen_at.0 + STAFF_IDLE_MS
}

async fn seated(app: &AppState, headers: &HeaderMap) -> Result<Option<Seated>, Problem> {
    let Some(hash) = presented(headers, SEAT_COOKIE) else { return Ok(None) };
    let mut records = app.store.read().await?;
    let session = records.seat_session(&hash).await?;
    let Some(session) = session.filter(|session| app.world.now() < session.expires_at) else {
        return Ok(None);
    };
    let Some(hearing) = records.hearing(session.hearing).await? else { return Ok(None) };
    let seat = hearing.seat(session.seat).cloned();
    Ok(seat.map(|seat| Seated { hearing, seat }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_with_the_day_or_with_idleness() {
        let at = |millis| Timestamp(millis);
        let session = |last_seen| StaffSession {
            staff: crate::domain::ids::StaffId(uuid::Uuid::nil()),
            expires_at: at(STAFF_SESSION_MS),
            last_seen_at: at(last_seen),
        };
        for (last_seen, now, alive) in [
            (0, STAFF_IDLE_MS - 1, true),
            (0, STAFF_IDLE_MS, false),
            (STAFF_SESSION_MS - 1, STAFF_SESSION_MS - 1, true),
            (STAFF_SESSION_MS - 1, STAFF_SESSION_MS, false),
        ] {
            assert_eq!(is_alive(&session(last_seen), at(now)), alive, "{last_seen} {now}");
        }
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "not_lj_seat=a; lj_seatx=b; lj_seat=c".parse().unwrap());
        assert_eq!(cookie_value(&headers, SEAT_COOKIE), Some("c"));
        assert_eq!(cookie_value(&headers, STAFF_COOKIE), None);
    }
}
