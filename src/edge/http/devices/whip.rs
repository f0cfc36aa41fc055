//! `POST /api/whip`: a device that sends: an encoder, OBS, GStreamer, a conference gateway (RFC 9725).

use super::{bearer::Device, body::Sdp, start};
use crate::edge::{AppState, devices::offer::Way, problem::Problem};
use axum::{extract::State, http::HeaderMap, response::Response};

/// Takes the seat of the bearer token for a device that sends: an encoder, OBS, GStreamer, a conference gateway (RFC 9725).
///
/// The body is an SDP offer, the answer's body the SDP answer; `Location` names the session. Codes:
/// unauthenticated, too_many, too_early, hearing_over, removed, seat_taken, not_acceptable,
/// unsupported_media_type, too_large, bad_request, bad_offer.
#[utoipa::path(
    post,
    path = "/whip",
    operation_id = "whip",
    tag = "devices",
    request_body(content = String, content_type = "application/sdp"),
    responses((status = CREATED, body = String, content_type = "application/sdp"), Problem),
)]
pub async fn whip(
    State(app): State<AppState>,
    device: Device,
    headers: HeaderMap,
    offer: Sdp,
) -> Result<Response, Problem> {
    start::start(&app, Way::In, device, &headers, offer).await
}
