//! `POST /api/session`: signs staff in: sets the `lj_staff` cookie.

use crate::{
    domain::{administration::DeedKind, people::Staff},
    edge::{
        AppState,
        caller::Caller,
        coming,
        extract::Json,
        http::delegations::acting,
        lockout,
        problem::Problem,
        session::{self, STAFF_COOKIE, STAFF_SESSION_MS},
        views::Me,
    },
    storage::StaffSession,
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
};
use serde::Deserialize;
use std::net::IpAddr;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    username: String,
    password: String,
}

/// Signs staff in: sets the `lj_staff` cookie.
///
/// Codes: bad_credentials, locked.
#[utoipa::path(
    post,
    path = "/session",
    operation_id = "sign_in",
    tag = "session",
    request_body = SignIn,
    responses((status = OK, body = Me), Problem),
)]
pub async fn sign_in(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<SignIn>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Me>), Problem> {
    let tried = Try::of(&asked.username, caller);
    let (staff, hash) = tried.begin(&app).await?;
    let right = app.passwords.verify(asked.password, hash).await;
    let Some(staff) = staff.clone().filter(|staff| right && !staff.disabled) else {
        tried.failed(&app, staff.as_ref()).await?;
        return Err(Problem::BadCredentials);
    };
    let (now, token) = (app.world.now(), session::new_token(app.world.as_ref()));
    let expires_at = now.plus_millis(STAFF_SESSION_MS);
    let mut tx = app.store.begin().await?;
    tx.clear_failures(&tried.name).await?;
    let session = StaffSession { staff: staff.id, expires_at, last_seen_at: now };
    tx.add_staff_session(&session::token_hash(&token), &session).await?;
    coming::note(tx.as_mut(), &*app.world, DeedKind::SessionBegan, Some(&staff), tried.from).await?;
    let agency = tx.agency(staff.agency).await?.ok_or(Problem::BadCredentials)?;
    let division = tx.division(&agency.division).await?.map(|division| division.name);
    let actor = session::actor(tx.as_mut(), staff, agency, now).await?;
    let acting = acting(tx.as_mut(), &actor).await?;
    tx.commit().await?;
    let cookie = session::cookie(STAFF_COOKIE, &token, expires_at, now, &app.config);
    let me = Me::of(&actor, division.unwrap_or_default(), acting);
    Ok(([(header::SET_COOKIE, cookie)], Json(me)))
}

/// Whose tries are counted.
struct Try {
    username: String,
    name: String,
    address: String,
    from: IpAddr,
}

impl Try {
    fn of(username: &str, Caller(address): Caller) -> Self {
        let username = username.trim().to_lowercase();
        let (name, address_key) = (lockout::name_key(&username), lockout::address_key(address));
        Self { name, address: address_key, from: address, username }
    }

    /// Counts the try as failed before it is one: a hundred tries at once are a hundred tries.
    async fn begin(&self, app: &AppState) -> Result<(Option<Staff>, Option<String>), Problem> {
        let now = app.world.now();
        let since = now.plus_millis(-lockout::REMEMBERED_MS);
        let mut tx = app.store.begin().await?;
        for (key, free) in [(&self.name, lockout::FREE_BY_NAME), (&self.address, lockout::FREE_BY_ADDRESS)] {
            let failures = tx.failures(key, since).await?;
            if let Some(retry_after_s) = lockout::locked_for(&failures, free, now) {
                return Err(Problem::Locked { retry_after_s });
            }
        }
        tx.add_failure(&self.name, now).await?;
        let staff = tx.staff_by_username(&self.username).await?;
        let hash = match &staff {
            Some(staff) => tx.password_hash(staff.id).await?,
            None => None,
        };
        tx.commit().await?;
        Ok((staff, hash))
    }

    /// `staff`: whose name it was, if it is one.
    async fn failed(&self, app: &AppState, staff: Option<&Staff>) -> Result<(), Problem> {
        metrics::counter!("sign_ins_failed_total").increment(1);
        let mut tx = app.store.begin().await?;
        tx.add_failure(&self.address, app.world.now()).await?;
        coming::note(tx.as_mut(), &*app.world, DeedKind::SessionRefused, staff, self.from).await?;
        tx.commit().await?;
        Ok(())
    }
}
