//! `POST /api/session`: signs staff in: sets the `lj_staff` cookie.

use crate::{
    domain::{Timestamp, administration::DeedKind, ids::StaffId, people::Staff},
    edge::{
        AppState,
        caller::Caller,
        coming,
        extract::Json,
        http::delegations::acting,
        lockout,
        problem::Problem,
        session::{self, KNOWN_COOKIE, KNOWN_MS, STAFF_COOKIE, STAFF_SESSION_MS},
        views::Me,
    },
    storage::{StaffSession, StoreError, Tx},
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::AppendHeaders,
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

/// Signs staff in: sets the `lj_staff` cookie, and `lj_known`, by which the browser is known at the next sign-in.
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
    headers: HeaderMap,
    Json(asked): Json<SignIn>,
) -> Result<(AppendHeaders<[(HeaderName, HeaderValue); 2]>, Json<Me>), Problem> {
    let tried = Try::of(&asked.username, caller, &headers);
    let Begun { staff, hash, known } = tried.begin(&app).await?;
    let right = app.passwords.verify(asked.password, hash).await;
    let Some(staff) = staff.clone().filter(|staff| right && !staff.disabled) else {
        tried.failed(&app, staff.as_ref(), known).await?;
        return Err(Problem::BadCredentials);
    };
    let (now, token) = (app.world.now(), session::new_token(app.world.as_ref()));
    let expires_at = now.plus_millis(STAFF_SESSION_MS);
    let mut tx = app.store.begin().await?;
    tried.pay_back(tx.as_mut()).await?;
    let session = StaffSession { staff: staff.id, expires_at, last_seen_at: now };
    tx.add_staff_session(&session::token_hash(&token), &session).await?;
    coming::note(tx.as_mut(), &*app.world, DeedKind::SessionBegan, Some(&staff), tried.from).await?;
    let known = tried.remember(&app, tx.as_mut(), staff.id, &headers).await?;
    let agency = tx.agency(staff.agency).await?.ok_or(Problem::BadCredentials)?;
    let division = tx.division(&agency.division).await?.map(|division| division.name);
    let actor = session::actor(tx.as_mut(), staff, agency, now).await?;
    let acting = acting(tx.as_mut(), &actor).await?;
    tx.commit().await?;
    let cookie = session::cookie(STAFF_COOKIE, &token, expires_at, now, &app.config);
    let me = Me::of(&actor, division.unwrap_or_default(), acting);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie), (header::SET_COOKIE, known)]), Json(me)))
}

/// Whose tries are counted.
struct Try {
    username: String,
    /// The name from this address, and the address.
    name: String,
    address: String,
    from: IpAddr,
    /// What the browser shows for having been here.
    browser: Option<[u8; 32]>,
}

/// A try that may be made.
struct Begun {
    staff: Option<Staff>,
    hash: Option<String>,
    /// Whoever has the name signed in from this browser before.
    known: bool,
}

impl Try {
    fn of(username: &str, Caller(address): Caller, headers: &HeaderMap) -> Self {
        let username = username.trim().to_lowercase();
        Self {
            name: lockout::name_key(&username, address),
            address: lockout::address_key(address),
            browser: session::presented(headers, KNOWN_COOKIE),
            from: address,
            username,
        }
    }

    /// Counts the try as failed before it is one: a hundred tries at once are a hundred tries.
    async fn begin(&self, app: &AppState) -> Result<Begun, Problem> {
        let now = app.world.now();
        let since = now.plus_millis(-lockout::REMEMBERED_MS);
        let mut tx = app.store.begin().await?;
        let staff = tx.staff_by_username(&self.username).await?;
        let hash = match &staff {
            Some(staff) => tx.password_hash(staff.id).await?,
            None => None,
        };
        let browser = self.known_to(tx.as_mut(), staff.as_ref(), now).await?;
        let known = browser.is_some();
        let at_name = browser.unwrap_or_else(|| self.name.clone());
        let by_address = (!known).then_some((&self.address, lockout::FREE_BY_ADDRESS));
        for (key, free) in [(&at_name, lockout::FREE_BY_NAME)].into_iter().chain(by_address) {
            let failures = tx.failures(key, since).await?;
            if let Some(retry_after_s) = lockout::locked_for(&failures, free, now) {
                return Err(Problem::Locked { retry_after_s });
            }
        }
        tx.add_failure(&at_name, now).await?;
        tx.commit().await?;
        Ok(Begun { staff, hash, known })
    }

    /// By what the browser is counted, if it knows the person.
    async fn known_to(
        &self,
        tx: &mut dyn Tx,
        staff: Option<&Staff>,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let (Some(browser), Some(staff)) = (&self.browser, staff) else { return Ok(None) };
        let known = tx.known_browser(browser, now).await?.contains(&staff.id);
        Ok(known.then(|| lockout::browser_key(&self.username, browser)))
    }

    /// `staff`: whose name it was, if it is one. `known`: from a browser they signed in from before.
    async fn failed(&self, app: &AppState, staff: Option<&Staff>, known: bool) -> Result<(), Problem> {
        metrics::counter!("sign_ins_failed_total").increment(1);
        let mut tx = app.store.begin().await?;
        if !known {
            tx.add_failure(&self.address, app.world.now()).await?; // a known browser is counted by itself
        }
        coming::note(tx.as_mut(), &*app.world, DeedKind::SessionRefused, staff, self.from).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn pay_back(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        for key in [&self.name, &self.address] {
            tx.clear_failures(key).await?;
        }
        if let Some(browser) = &self.browser {
            tx.clear_failures(&lockout::browser_key(&self.username, browser)).await?;
        }
        Ok(())
    }

    /// The cookie by which the browser is known: the one it shows, if that is ours, since several people may share it.
    async fn remember(
        &self,
        app: &AppState,
        tx: &mut dyn Tx,
        staff: StaffId,
        headers: &HeaderMap,
    ) -> Result<HeaderValue, StoreError> {
        let now = app.world.now();
        let until = now.plus_millis(KNOWN_MS);
        let mut shown = None;
        if let Some(browser) = self.browser
            && !tx.known_browser(&browser, now).await?.is_empty()
        {
            let renewed = session::renewed_cookie(headers, KNOWN_COOKIE, until, now, &app.config);
            shown = renewed.map(|cookie| (browser, cookie));
        }
        let (browser, cookie) = shown.unwrap_or_else(|| {
            let token = session::new_token(app.world.as_ref());
            let cookie = session::cookie(KNOWN_COOKIE, &token, until, now, &app.config);
            (session::token_hash(&token), cookie)
        });
        tx.keep_known_browser(&browser, staff, (now, until)).await?;
        Ok(cookie)
    }
}
