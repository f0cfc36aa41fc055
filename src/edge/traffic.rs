//! Hands each request to the access log (`crate::access_log`), when it is answered.

use super::{AppState, caller};
use crate::{access_log::Entry, domain::ids::StaffId};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Extensions, Method},
    middleware::Next,
    response::Response,
};
use std::sync::{Arc, OnceLock};
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

pub async fn noted(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(log) = app.config.access_log.clone() else { return next.run(request).await };
    let from = caller::address(request.extensions(), request.headers(), &app.config);
    let route = request.extensions().get::<MatchedPath>().map_or("pages", MatchedPath::as_str).to_owned();
    let method = method_of(request.method());
    let account = Account::default();
    request.extensions_mut().insert(account.clone());
    let began = app.world.steady();
    let response = next.run(request).await;
    let took = app.world.steady().saturating_sub(began);
    log.note(Entry::Request {
        from,
        method,
        route,
        status: response.status().as_u16(),
        took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        account: account.0.get().copied(),
    });
    response
}

fn method_of(method: &Method) -> &'static str {
    METHODS.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}
