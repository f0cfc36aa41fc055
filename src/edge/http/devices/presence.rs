//! What the endpoints say of themselves: preflights, resources without a representation, headers of every
//! answer (RFC 9725 §4.1, §4.2).

use super::{bearer::Bearer, body};
use crate::edge::{AppState, extract::Path, problem::Problem};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

const EVERY_ANSWER: [(HeaderName, &str); 2] = [
    // Any page may talk to us by token: what it has no token for it cannot open, and no cookie counts here.
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "location, etag, link, accept-post, accept-patch, retry-after"),
];

const PREFLIGHT: [(HeaderName, &str); 5] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH, DELETE"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, if-match"),
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    (HeaderName::from_static("accept-post"), body::SDP),
    (HeaderName::from_static("accept-patch"), body::FRAGMENT),
];

/// `OPTIONS`: who asks need not show a token (§4.7.1).
pub async fn endpoint() -> Response {
    let mut response = StatusCode::OK.into_response();
    let headers = PREFLIGHT.map(|(name, value)| (name, HeaderValue::from_static(value)));
    response.headers_mut().extend(headers);
    response
}

/// `GET` of an endpoint: there is nothing to see (§4.1).
pub async fn nothing() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `GET` of a session: it is there, and there is nothing to see.
pub async fn session(
    State(app): State<AppState>,
    bearer: Bearer,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    bearer.session(&app, &session).map(|_| StatusCode::NO_CONTENT)
}

/// Headers of every answer, also of those axum gives by itself.
pub async fn around(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    headers.extend(EVERY_ANSWER.map(|(name, value)| (name, HeaderValue::from_static(value))));
    match status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            headers.insert("accept-post", HeaderValue::from_static(body::SDP));
            headers.insert("accept-patch", HeaderValue::from_static(body::FRAGMENT));
        }
        _ => {}
    }
    response
}
