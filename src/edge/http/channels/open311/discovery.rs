//! Where GeoReport v2 is served, what it is made for and how one gets a key (service discovery).

use super::answer::{Said, Tongue};
use crate::{
    channels::{open311, open311_xml::DISCOVERY},
    edge::AppState,
};
use axum::extract::State;

/// Where the service is, and how one gets a key.
#[utoipa::path(
    get,
    path = "/open311/discovery.json",
    operation_id = "open311_discovery",
    tag = "open311",
    responses((status = OK, description = "GeoReport service discovery", body = Value)),
)]
pub async fn discovery(State(app): State<AppState>) -> Said {
    Said::ok(Tongue::Json, &DISCOVERY, Ok(open311::discovery(&app.config.public_url)))
}

/// The same in XML.
#[utoipa::path(
    get,
    path = "/open311/discovery.xml",
    operation_id = "open311_discovery_xml",
    tag = "open311",
    responses((status = OK, description = "GeoReport service discovery", body = String, content_type = "text/xml")),
)]
pub async fn discovery_xml(State(app): State<AppState>) -> Said {
    Said::ok(Tongue::Xml, &DISCOVERY, Ok(open311::discovery(&app.config.public_url)))
}
