//! One endpoint, one file. The list of them all.

pub mod admin;
pub mod attachments;
pub mod channels;
pub mod delegations;
pub mod devices;
mod disk;
pub mod documents;
pub mod duty;
pub mod exhibits;
pub mod filters;
pub mod grid;
pub mod hearings;
pub mod leader;
pub mod lists;
pub mod minutes_templates;
pub mod notices;
mod operation;
pub mod petitions;
pub mod phrases;
mod process;
pub mod query;
pub mod queue;
pub mod reception;
pub mod recordings;
pub mod requests;
pub mod schedules;
pub mod screens;
pub mod seat;
pub mod session;
pub mod staff_notices;
pub mod statistics;
pub mod supervision;
mod table;
pub mod tickets;

use super::{
    AppState,
    extract::MAX_JSON_BYTES,
    files::{MAX_FILE_BYTES, MAX_FILM_BYTES},
    ws,
};
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use table::{channel_routes, device_routes, films, long_lists, routes, uploads};
use utoipa_axum::router::OpenApiRouter;

/// A form around a file: its boundaries and short fields, bytes.
const FORM_BYTES: usize = 64 * 1024;

/// Everything under `/api`.
pub fn api() -> Router<AppState> {
    let files = uploads().layer(DefaultBodyLimit::max(MAX_FILE_BYTES as usize + FORM_BYTES));
    let films = films().layer(DefaultBodyLimit::max(MAX_FILM_BYTES as usize + FORM_BYTES));
    let lists = long_lists().layer(DefaultBodyLimit::max(admin::divisions::MAX_LIST_BYTES));
    let routes = routes().layer(DefaultBodyLimit::max(MAX_JSON_BYTES)).merge(files).merge(films).merge(lists);
    Router::from(routes)
        .route("/openapi.json", get(operation::openapi))
        .route("/docs", get(operation::explorer))
        .route("/docs/explorer.js", get(operation::explorer_script))
        .route("/ws", get(ws::serve)) // its frames are described in docs/protocol.md
        .fallback(operation::nothing_here)
        .method_not_allowed_fallback(operation::wrong_method)
}

/// What devices call, below `/api` as well: RFC 9725 and its sister for players.
pub fn devices() -> Router<AppState> {
    Router::from(device_routes())
        .route("/whip", get(devices::presence::nothing).options(devices::presence::endpoint))
        .route("/whep", get(devices::presence::nothing).options(devices::presence::endpoint))
        .route(
            "/device-sessions/{session}",
            get(devices::presence::session).options(devices::presence::endpoint),
        )
        .method_not_allowed_fallback(operation::wrong_method)
        .layer(DefaultBodyLimit::max(devices::body::MAX_SDP_BYTES))
        .layer(middleware::from_fn(devices::presence::around))
}

/// What programs of other houses call, below `/api` as well.
pub fn channels() -> Router<AppState> {
    Router::from(channel_routes())
        .method_not_allowed_fallback(operation::wrong_method)
        .layer(DefaultBodyLimit::max(MAX_JSON_BYTES))
}

/// What watches over the server asks.
pub fn operation() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/metrics", get(operation::metrics))
        .method_not_allowed_fallback(operation::wrong_method)
}

/// All that is documented.
pub fn documented() -> OpenApiRouter<AppState> {
    routes()
        .merge(uploads())
        .merge(films())
        .merge(long_lists())
        .merge(device_routes())
        .merge(channel_routes())
}
