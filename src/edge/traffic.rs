//! Hands each request to the access log (`crate::access_log`), when it is answered or given up.

use super::{AppState, caller};
use crate::{
    access_log::{AccessLog, Entry},
    domain::ids::StaffId,
    world::SharedWorld,
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Extensions, Method},
    middleware::Next,
    response::Response,
};
use std::{
    mem,
    net::IpAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use uuid::Uuid;

/// What pages and programs use. Another method is whatever somebody likes to write there.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Whose request it is, once somebody looked.
#[derive(Debug, Clone, Default)]
struct Account(Arc<OnceLock<Uuid>>);

/// The request is that of `staff`, or of the program that stands as them.
pub fn is_of(extensions: &Extensions, staff: StaffId) {
    if let Some(Account(known)) = extensions.get::<Account>() {
        known.get_or_init(|| staff.0);
    }
}

/// A request that is under way: it has its line when this is dropped. Whoever asked may hang up, and then nobody answers.
struct Underway {
    log: AccessLog,
    world: SharedWorld,
    began: Duration,
    from: Option<IpAddr>,
    method: &'static str,
    route: String,
    account: Account,
    /// Of the answer; 0 until there is one.
    status: u16,
}

impl Drop for Underway {
    fn drop(&mut self) {
        let took = self.world.steady().saturating_sub(self.began);
        self.log.note(Entry::Request {
            from: self.from,
            method: self.method,
            route: mem::take(&mut self.route),
            status: self.status,
            took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            account: self.account.0.get().copied(),
        });
    }
}

pub async fn noted(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(log) = app.config.access_log.clone() else { return next.run(request).await };
    let account = Account::default();
    let mut underway = Underway {
        log,
        began: app.world.steady(),
        world: app.world,
        from: caller::address(request.extensions(), request.headers(), &app.config),
        method: method_of(request.method()),
        route: request.extensions().get::<MatchedPath>().map_or("pages", MatchedPath::as_str).to_owned(),
        account: account.clone(),
        status: 0,
    };
    request.extensions_mut().insert(account);
    let response = next.run(request).await;
    underway.status = response.status().as_u16();
    response
}

fn method_of(method: &Method) -> &'static str {
    METHODS.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}
