//! `PATCH /api/device-sessions/{session}`: trickled candidates, ICE restart (RFC 9725 §4.3).

use super::{
    bearer::Bearer,
    body::{self, SdpFragment},
};
use crate::edge::{
    AppState,
    devices::{Condition, Patched, fragment::Fragment},
    extract::Path,
    problem::Problem,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// Trickled candidates (204) or an ICE restart (200, with our new ICE credentials and entity tag).
///
/// `If-Match` is needed. Codes: unauthenticated, not_found, precondition_required, outdated,
/// unsupported_media_type, too_large, bad_request, bad_offer, too_many.
#[utoipa::path(
    patch,
    path = "/device-sessions/{session}",
    operation_id = "device_patch",
    tag = "devices",
    params(("session" = String, Path)),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"),
    responses(
        (status = OK, body = String, content_type = "application/trickle-ice-sdpfrag"),
        (status = NO_CONTENT),
        Problem,
    ),
)]
pub async fn patch(
    State(app): State<AppState>,
    bearer: Bearer,
    Path(session): Path<String>,
    headers: HeaderMap,
    SdpFragment(fragment): SdpFragment,
) -> Result<Response, Problem> {
    let (id, session) = bearer.session(&app, &session)?;
    let condition = condition(&headers).ok_or(Problem::PreconditionRequired)?;
    let malformed = || Problem::BadRequest("the body is not an SDP fragment".to_owned());
    let fragment = Fragment::parse(&fragment).ok_or_else(malformed)?;
    let tries = format!("patch:{}", hex::encode(id));
    app.throttle.take(&tries, app.world.now())?;
    match session.patch(fragment, condition).await? {
        None => {
            app.throttle.give_back(&tries); // candidates cost nothing, restarts do
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Some(Patched { etag, body }) => {
            let mut response = body.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(body::FRAGMENT));
            headers.extend(HeaderValue::try_from(etag).ok().map(|etag| (header::ETAG, etag)));
            Ok(response)
        }
    }
}

/// `If-Match`. Some clients put the star between quotes, as an example of the RFC does.
fn condition(headers: &HeaderMap) -> Option<Condition> {
    let named = headers.get_all(header::IF_MATCH).iter().filter_map(|value| value.to_str().ok());
    let tags: Vec<String> =
        named.flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).collect();
    match &*tags {
        [] => None,
        [star] if star == "*" || star == "\"*\"" => Some(Condition::Any),
        _ => Some(Condition::OneOf(tags)),
    }
}
