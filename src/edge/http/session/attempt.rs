//! A try to sign in: how often it may be made, and what follows when it was right.

use crate::{
    domain::{Timestamp, administration::DeedKind, ids::StaffId, people::Staff},
    edge::{
        AppState,
        caller::Caller,
        http::delegations::acting,
        lockout,
        problem::Problem,
        session::{self, KNOWN_COOKIE, KNOWN_MS, STAFF_COOKIE, STAFF_SESSION_MS},
        sign_in_log,
        views::Me,
    },
    storage::{StaffSession, StoreError, Tx},
};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::AppendHeaders,
};
use std::net::IpAddr;

/// The session's cookie, and the browser's.
pub(super) type Cookies = AppendHeaders<[(HeaderName, HeaderValue); 2]>;

/// Whose tries are counted.
pub(super) struct Try {
    username: String,
    /// The name from this address, and the address.
    name: String,
    address: String,
    /// The account's codes from anywhere: who gets so far knows the password, and is no stranger who locks others out.
    codes: Option<String>,
    from: IpAddr,
    /// What the browser shows for having been here.
    browser: Option<[u8; 32]>,
}

/// A try that may be made.
pub(super) struct Begun {
    pub staff: Option<Staff>,
    pub hash: Option<String>,
    /// Whoever has the name signed in from this browser before.
    pub known: bool,
}

impl Try {
    pub fn of(username: &str, Caller(address): Caller, headers: &HeaderMap) -> Self {
        let username = username.trim().to_lowercase();
        Self {
            name: lockout::name_key(&username, address),
            address: lockout::address_key(address),
            codes: None,
            browser: session::presented(headers, KNOWN_COOKIE),
            from: address,
            username,
        }
    }

    /// By a code, after the right password.
    pub fn by_code(self) -> Self {
        Self { codes: Some(lockout::codes_key(&self.username)), ..self }
    }

    /// Counts the try as failed before it is one: a hundred tries at once are a hundred tries.
    pub async fn begin(&self, app: &AppState) -> Result<Begun, Problem> {
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
        let codes = self.codes.as_ref().filter(|_| !known);
        let by_address = (!known).then_some((&self.address, lockout::FREE_BY_ADDRESS));
        let by_codes = codes.map(|key| (key, lockout::FREE_BY_CODES));
        let counted = [(&at_name, lockout::FREE_BY_NAME)].into_iter().chain(by_address).chain(by_codes);
        for (key, free) in counted {
            let failures = tx.failures(key, since).await?;
            if let Some(retry_after_s) = lockout::locked_for(&failures, free, now) {
                return Err(Problem::Locked { retry_after_s });
            }
        }
        for key in [Some(&at_name), codes].into_iter().flatten() {
            tx.add_failure(key, now).await?;
        }
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
    pub async fn failed(&self, app: &AppState, staff: Option<&Staff>, known: bool) -> Result<(), Problem> {
        metrics::counter!("sign_ins_failed_total").increment(1);
        let mut tx = app.store.begin().await?;
        if !known {
            tx.add_failure(&self.address, app.world.now()).await?; // a known browser is counted by itself
        }
        sign_in_log::note(tx.as_mut(), &*app.world, DeedKind::SessionRefused, staff, self.from).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The account is opened: its session, and what the auditor is told.
    pub async fn let_in(
        &self,
        app: &AppState,
        tx: &mut dyn Tx,
        staff: Staff,
        headers: &HeaderMap,
    ) -> Result<(Cookies, Me), Problem> {
        let (now, token) = (app.world.now(), session::new_token(app.world.as_ref()));
        let expires_at = now.plus_millis(STAFF_SESSION_MS);
        self.pay_back(tx).await?;
        let session = StaffSession { staff: staff.id, expires_at, last_seen_at: now };
        tx.add_staff_session(&session::token_hash(&token), &session).await?;
        sign_in_log::note(tx, &*app.world, DeedKind::SessionBegan, Some(&staff), self.from).await?;
        let known = self.remember(app, tx, staff.id, headers).await?;
        let agency = tx.agency(staff.agency).await?.ok_or(Problem::BadCredentials)?;
        let division = tx.division(&agency.division).await?.map(|division| division.name);
        let actor = session::actor(tx, staff, agency, now).await?;
        let acting = acting(tx, &actor).await?;
        let cookie = session::cookie(STAFF_COOKIE, &token, expires_at, now, &app.config);
        let cookies = AppendHeaders([(header::SET_COOKIE, cookie), (header::SET_COOKIE, known)]);
        Ok((cookies, Me::of(&actor, division.unwrap_or_default(), acting, app.config.warn_days)))
    }

    /// It was right, and what it is refused for is no failure: nobody is locked out by it.
    pub async fn was_right(&self, app: &AppState) -> Result<(), Problem> {
        let mut tx = app.store.begin().await?;
        self.pay_back(tx.as_mut()).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn pay_back(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        for key in [Some(&self.name), Some(&self.address), self.codes.as_ref()].into_iter().flatten() {
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
