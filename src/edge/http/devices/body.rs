//! Bodies of devices' requests: short texts of one media type.

use crate::edge::{
    extract::{essence, is_of_type},
    problem::Problem,
};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse as _,
};
pub use signaling::wire::MAX_SDP_BYTES;

pub const SDP: &str = "application/sdp";
pub const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

/// An offer as it came.
#[derive(Debug)]
pub struct Sdp(pub String);

/// An SDP fragment (RFC 8840) as it came.
#[derive(Debug)]
pub struct SdpFragment(pub String);

impl<S: Send + Sync> FromRequest<S> for Sdp {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        text(request, state, SDP).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for SdpFragment {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        text(request, state, FRAGMENT).await.map(Self)
    }
}

async fn text<S: Send + Sync>(request: Request, state: &S, wanted: &'static str) -> Result<String, Problem> {
    if !is_of_type(request.headers(), wanted) {
        return Err(Problem::UnsupportedMedia(wanted));
    }
    let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
        let detail = rejection.body_text();
        match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge { limit: MAX_SDP_BYTES as u64 },
            _ => Problem::BadRequest(detail),
        }
    })?;
    String::from_utf8(bytes.into()).map_err(|_| Problem::BadRequest("the body is not UTF-8".to_owned()))
}

/// Whether a client that says what it accepts accepts this (RFC 9110 §12.5.1). Weights do not matter: there is
/// one representation.
pub fn accepts(headers: &HeaderMap, offered: &str) -> bool {
    let mut ranges =
        headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    let takes = |range: &str| matches!(essence(range), "*/*" | "application/*") || essence(range) == offered;
    ranges.peek().is_none() || ranges.flat_map(|value| value.split(',')).any(takes)
}
