//! Entity tags of what has a version: `ETag` on what is read, `If-Match` on what is written (RFC 9110 §13.1.1, a
//! write without any precondition: RFC 6585 §3).

use super::{extract::Json, problem::Problem};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// A body with its version as entity tag.
#[derive(Debug)]
pub struct Tagged<T> {
    pub version: u32,
    pub body: T,
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        let tag = HeaderValue::try_from(format!("\"{}\"", self.version));
        response.headers_mut().extend(tag.map(|tag| (header::ETAG, tag)));
        response
    }
}

/// Whether a write may go on: it names the version it read, in `If-Match` or, as `told`, in its body.
pub fn check(headers: &HeaderMap, told: Option<u32>, current: u32) -> Result<(), Problem> {
    let named: Vec<_> = headers.get_all(header::IF_MATCH).iter().collect();
    let matches = |value: &&HeaderValue| {
        let tag = format!("\"{current}\"");
        value.to_str().is_ok_and(|list| list.split(',').any(|one| one.trim() == "*" || one.trim() == tag))
    };
    match (named.is_empty(), told) {
        (true, None) => Err(Problem::PreconditionRequired),
        (false, _) if !named.iter().any(matches) => Err(Problem::Outdated),
        (_, Some(told)) if told != current => Err(Problem::Stale),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_names_the_version_it_read() {
        for (if_match, told, code) in [
            (None, Some(3), "ok"),
            (None, Some(2), "stale"),
            (None, None, "precondition_required"),
            (Some("\"3\""), None, "ok"),
            (Some("\"1\", \"3\""), None, "ok"),
            (Some("*"), None, "ok"),
            (Some("\"2\""), None, "outdated"),
            (Some("W/\"3\""), None, "outdated"),
            (Some("3"), None, "outdated"),
            (Some("\"3\""), Some(2), "stale"),
            (Some("\"2\""), Some(3), "outdated"),
        ] {
            let mut headers = HeaderMap::new();
            headers.extend(if_match.map(|text| (header::IF_MATCH, HeaderValue::from_static(text))));
            let said = match check(&headers, told, 3) {
                Ok(()) => "ok",
                Err(Problem::Stale) => "stale",
                Err(Problem::Outdated) => "outdated",
                Err(Problem::PreconditionRequired) => "precondition_required",
                Err(other) => panic!("{other}"),
            };
            assert_eq!(said, code, "{if_match:?} {told:?}");
        }
    }
}
