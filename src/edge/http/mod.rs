//! One endpoint, one file. The list of them all.

pub mod attachments;
pub mod devices;
pub mod hearings;
pub mod lists;
mod operation;
pub mod petitions;
pub mod query;
pub mod seat;
pub mod session;
pub mod tickets;

use super::{AppState, extract::MAX_JSON_BYTES, files::MAX_FILE_BYTES, ws};
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use utoipa_axum::{router::OpenApiRouter, routes};

/// A form around a file: its boundaries and short fields, bytes.
const FORM_BYTES: usize = 64 * 1024;

/// Everything under `/api`.
pub fn api() -> Router<AppState> {
    let files = uploads().layer(DefaultBodyLimit::max(MAX_FILE_BYTES as usize + FORM_BYTES));
    let routes = routes().layer(DefaultBodyLimit::max(MAX_JSON_BYTES)).merge(files);
    Router::from(routes)
        .route("/openapi.json", get(operation::openapi))
        .route("/ws", get(ws::serve)) // its frames are described in docs/protocol.md
        .fallback(operation::nothing_here)
        .method_not_allowed_fallback(operation::nothing_here)
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
        .layer(DefaultBodyLimit::max(devices::body::MAX_SDP_BYTES))
        .layer(middleware::from_fn(devices::presence::around))
}

/// What watches over the server asks.
pub fn operation() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/metrics", get(operation::metrics))
}

/// All that is documented.
pub fn documented() -> OpenApiRouter<AppState> {
    routes().merge(uploads()).merge(device_routes())
}

/// Routes that take a file.
fn uploads() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(query::attach::attach))
        .routes(routes!(petitions::attach::attach))
        .routes(routes!(hearings::paper_signature::paper_signature))
}

/// Routes of devices that the document describes.
fn device_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(devices::whip::whip))
        .routes(routes!(devices::whep::whep))
        .routes(routes!(devices::patch::patch, devices::hang_up::hang_up))
}

/// Every other route.
#[rustfmt::skip] // a table
fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        // Doors
        .routes(routes!(session::sign_in::sign_in, session::whoami::whoami, session::sign_out::sign_out))
        .routes(routes!(seat::exchange::exchange))
        .routes(routes!(seat::show::show))
        .routes(routes!(tickets::issue::issue))
        // Lists for forms
        .routes(routes!(lists::divisions::divisions))
        .routes(routes!(lists::agencies::agencies))
        .routes(routes!(lists::rooms::rooms))
        .routes(routes!(lists::staff::staff))
        // Citizens
        .routes(routes!(query::status::status))
        .routes(routes!(query::withdraw::withdraw))
        // Petitions
        .routes(routes!(petitions::register::register, petitions::list::list))
        .routes(routes!(petitions::show::show))
        .routes(routes!(petitions::timeline::timeline))
        .routes(routes!(petitions::transition::transition))
        .routes(routes!(petitions::renew_query_code::renew_query_code))
        .routes(routes!(attachments::download::download))
        // Hearings
        .routes(routes!(hearings::list::list))
        .routes(routes!(hearings::schedule::schedule))
        .routes(routes!(hearings::check::check))
        .routes(routes!(hearings::show::show))
        .routes(routes!(hearings::link::link))
        .routes(routes!(hearings::device_token::issue, hearings::device_token::revoke))
        .routes(routes!(hearings::cancel::cancel))
        .routes(routes!(hearings::postpone::postpone))
        .routes(routes!(hearings::minutes::minutes))
        .routes(routes!(hearings::lines::lines))
        .routes(routes!(hearings::quality::quality))
        .routes(routes!(hearings::outcome::outcome))
        .routes(routes!(hearings::publish::publish))
        .routes(routes!(hearings::signing::signing))
        .routes(routes!(hearings::package::package))
}
