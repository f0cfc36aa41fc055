//! Entity tags: `ETag` and `If-None-Match` on what is read, `If-Match` on what is written (RFC 9110 §13.1, a write
//! without any precondition: RFC 6585 §3).

use super::{AppState, extract::Json, problem::Problem};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{convert::Infallible, fmt::Display};
use utoipa::IntoParams;

/// A body with its version as entity tag.
#[derive(Debug)]
pub struct Tagged<T> {
    pub version: u32,
    pub body: T,
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        let tag = HeaderValue::try_from(quoted(self.version));
        response.headers_mut().extend(tag.map(|tag| (header::ETAG, tag)));
        response
    }
}

/// The tag of what has no version: another one as soon as any of `parts` is another, which a write would replace.
#[must_use]
pub fn of_parts<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_ref());
        digest.update([0]); // "a", "b" is not "ab"
    }
    hex::encode(digest.finalize())
}

/// A tag as it is sent.
pub fn quoted(tag: impl Display) -> String {
    format!("\"{tag}\"")
}

/// Whether its reader has it already: `If-None-Match` names `tag`, which is in quotes (RFC 9110 §13.1.2).
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    named(headers, header::IF_NONE_MATCH).is_some_and(|named| names(&named, tag))
}

/// What a write names that replaces something without a version.
#[derive(Debug, IntoParams)]
#[into_params(names("If-Match"), parameter_in = Header)]
pub struct IfMatch(
    /// The `tag` of what was read, in quotes.
    #[param(required = true)]
    Option<String>,
);

impl IfMatch {
    /// Whether the write may go on, `current` being the tag of what it would replace.
    pub fn check(&self, current: &str) -> Result<(), Problem> {
        match self.0.as_deref().map(|named| names(named, &quoted(current))) {
            None => Err(Problem::PreconditionRequired),
            Some(false) => Err(Problem::Outdated),
            Some(true) => Ok(()),
        }
    }
}

/// What a write names that replaces a version, here or in its body.
#[derive(Debug, IntoParams)]
#[into_params(names("If-Match"), parameter_in = Header)]
pub struct IfVersion(
    /// The entity tag of what was read, in quotes; may be left out where the body names its version.
    Option<String>,
);

impl IfVersion {
    /// Whether the write may go on, `told` being the version its body names.
    pub fn check(&self, told: Option<u32>, current: u32) -> Result<(), Problem> {
        match (&self.0, told) {
            (None, None) => Err(Problem::PreconditionRequired),
            (Some(named), _) if !names(named, &quoted(current)) => Err(Problem::Outdated),
            (_, Some(told)) if told != current => Err(Problem::Stale),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Infallible> {
        Ok(Self(named(&parts.headers, header::IF_MATCH)))
    }
}

impl FromRequestParts<AppState> for IfVersion {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Infallible> {
        Ok(Self(named(&parts.headers, header::IF_MATCH)))
    }
}

/// What a list of tags says; none where there is no such header.
fn named(headers: &HeaderMap, header: HeaderName) -> Option<String> {
    let mut values = headers.get_all(header).iter().peekable();
    values.peek()?;
    let texts = values.map(|value| value.to_str().unwrap_or_default());
    Some(texts.collect::<Vec<_>>().join(","))
}

/// Whether a list of tags has this one in it.
fn names(list: &str, tag: &str) -> bool {
    list.split(',').any(|one| one.trim() == "*" || one.trim() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_has_another_tag() {
        let tags: std::collections::BTreeSet<_> =
            [vec![], vec![""], vec!["a", "b"], vec!["ab"], vec!["b", "a"], vec!["a", "b", ""]]
                .into_iter()
                .map(of_parts)
                .collect();
        assert_eq!(tags.len(), 6);
        let tag = of_parts(["a"]);
        assert!(matches!(IfMatch(None).check(&tag), Err(Problem::PreconditionRequired)));
        let read = IfMatch(Some(format!("\"{tag}\"")));
        assert!(read.check(&tag).is_ok());
        assert!(matches!(read.check(&of_parts(["b"])), Err(Problem::Outdated)));
    }

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
            let said = match IfVersion(if_match.map(str::to_owned)).check(told, 3) {
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
