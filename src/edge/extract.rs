//! Axum's extractors with our [`Problem`]s as rejections.

use super::problem::Problem;
use axum::{
    body::Bytes,
    extract::{
        FromRequest, FromRequestParts, Request,
        multipart::MultipartRejection,
        rejection::{FormRejection, JsonDataError, JsonRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header},
};
use std::error::Error as _;

/// Longest JSON body, bytes: 500 co-petitioners and a text of 10 000 characters fit well.
pub const MAX_JSON_BYTES: usize = 256 * 1024;

/// A body of JSON; like the two below it is refused as a problem.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub struct Json<T>(pub T);

/// What an address names.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// What stands behind the question mark of an address.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

/// A form without files.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Form), rejection(Problem))]
pub struct Form<T>(pub T);

/// A body as it came. `MOST` is what its route takes, bytes: it is said to who sends more.
#[derive(Debug)]
pub struct Raw<const MOST: usize = MAX_JSON_BYTES>(pub Bytes);

impl<S: Send + Sync, const MOST: usize> FromRequest<S> for Raw<MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = Bytes::from_request(request, state).await;
        read.map(Self).map_err(|rejection| unread(rejection.status(), rejection.body_text(), MOST))
    }
}

/// Whether a body is said to be of this type. Parameters such as a character set do not matter.
pub fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    named.is_some_and(|named| essence(named).eq_ignore_ascii_case(wanted))
}

/// A media type without its parameters.
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

const FORM: &str = "multipart/form-data";

/// A form with files.
#[derive(Debug)]
pub struct Multipart(pub axum::extract::Multipart);

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_of_type(request.headers(), FORM) {
            return Err(Problem::UnsupportedMedia(FORM));
        }
        Ok(Self(axum::extract::Multipart::from_request(request, state).await?))
    }
}

impl<T: serde::Serialize> axum::response::IntoResponse for Json<T> {
    fn into_response(self) -> axum::response::Response {
        axum::Json(self.0).into_response()
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            JsonRejection::JsonDataError(error) => unfit(&error),
            JsonRejection::MissingJsonContentType(_) => Self::UnsupportedMedia("application/json"),
            other => unread(other.status(), other.body_text(), MAX_JSON_BYTES),
        }
    }
}

impl From<FormRejection> for Problem {
    fn from(rejection: FormRejection) -> Self {
        match rejection.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMedia("application/x-www-form-urlencoded"),
            status => unread(status, rejection.body_text(), MAX_JSON_BYTES),
        }
    }
}

/// A body of which up to `most` bytes are read and that could not be.
fn unread(status: StatusCode, said: String, most: usize) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge { limit: most as u64 },
        _ => Problem::BadRequest(said),
    }
}

/// A body that is JSON and does not fit. The sentence names what was expected and may quote the value sent: it goes back
/// to its sender and nowhere else. It begins with the path to the field as far as one is known.
fn unfit(error: &JsonDataError) -> Problem {
    let said = error.source().map_or_else(|| error.body_text(), ToString::to_string);
    let is_path = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "_.[]".contains(c));
    match said.split_once(": ").filter(|(path, _)| is_path(path)) {
        Some((path, sentence)) => Problem::field(path.to_owned(), sentence),
        None => Problem::field("body", said),
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::BadRequest(rejection.body_text())
    }
}

impl From<MultipartRejection> for Problem {
    fn from(rejection: MultipartRejection) -> Self {
        Self::BadRequest(rejection.body_text())
    }
}
