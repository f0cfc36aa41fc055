//! What watches over the server: `/healthz`, `/readyz`, `/metrics`, and `/api/openapi.json`.

use super::{channels::open311, disk, process};
use crate::edge::{AppState, caller::Caller, openapi, problem::Problem};
use axum::{
    Json,
    extract::{ConnectInfo, OriginalUri, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::{net::SocketAddr, sync::LazyLock};

/// `GET /healthz`: the process lives.
pub async fn healthz() -> &'static str {
    "ok"
}

/// What a load balancer asks before it sends anybody here.
#[derive(Debug, Serialize)]
pub struct Readiness {
    /// Records can be read.
    store: bool,
    /// The media plane runs.
    media: bool,
    /// Hearings with a room on this node.
    rooms: usize,
    /// Whose files are taken, by the room on the disk: `all`, of `staff` alone, or of `none`.
    files: &'static str,
    /// The clock leapt: what acts on due times is held. All else is served.
    clock_held: bool,
}

/// `GET /readyz`: 503 while a part is missing.
pub async fn readyz(State(app): State<AppState>) -> (StatusCode, Json<Readiness>) {
    let store = match app.store.read().await {
        Ok(mut records) => records.live_hearings().await.is_ok(),
        Err(_) => false,
    };
    let readiness = Readiness {
        store,
        media: app.rooms.has_media(),
        rooms: app.rooms.count(),
        files: disk::files_taken(&app.config),
        clock_held: app.clock.holds(),
    };
    let ready = readiness.store && readiness.media;
    (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(readiness))
}

/// `GET /metrics`: Prometheus text, for the networks that watch over the server.
pub async fn metrics(
    State(app): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Caller(from): Caller,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    // Through a proxy that nobody named everybody looks near.
    let named = app.config.trusted_proxies.contains(&peer.ip().to_canonical());
    let hidden = !named && headers.contains_key("x-forwarded-for");
    if hidden || !app.config.metrics_from.iter().any(|network| network.contains(&from)) {
        return Err(Problem::NotFound);
    }
    metrics::gauge!("rooms_open").set(app.rooms.count() as f64);
    metrics::gauge!("devices_open").set(app.devices.count() as f64);
    metrics::gauge!("sockets_open").set(app.sockets.count() as f64);
    process::measure();
    disk::measure(&app.config);
    let handle = app.metrics.as_ref().ok_or(Problem::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()))
}

/// `GET /api/openapi.json`: the document the web's types are made from.
pub async fn openapi() -> impl IntoResponse {
    static DOCUMENT: LazyLock<String> = LazyLock::new(openapi::document);
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}

/// `GET /api/docs`: the document as a page on which its calls can be tried.
pub async fn explorer() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], include_str!("explorer/index.html"))
}

pub async fn explorer_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("explorer/explorer.js"))
}

/// What an address answers that is none.
pub async fn nothing_here(OriginalUri(uri): OriginalUri) -> Response {
    refused(&uri, Problem::NotFound)
}

/// What an address answers to a method that it does not take; those that it takes axum says, in `Allow`.
pub async fn wrong_method(OriginalUri(uri): OriginalUri) -> Response {
    refused(&uri, Problem::MethodNotAllowed)
}

fn refused(uri: &Uri, problem: Problem) -> Response {
    match uri.path().strip_prefix("/api/open311/") {
        Some(file) => open311::refused(file, problem),
        None => problem.into_response(),
    }
}
