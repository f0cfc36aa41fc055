//! Axum's extractors with our [`Problem`]s as rejections.

use super::problem::Problem;
use axum::{
    extract::{
        FromRequest, FromRequestParts, Request,
        multipart::MultipartRejection,
        rejection::{JsonDataError, JsonRejection, PathRejection, QueryRejection},
    },
    http::StatusCode,
};
use std::error::Error as _;

/// Longest JSON body, bytes: 500 co-petitioners and a text of 10 000 characters fit well.
pub const MAX_JSON_BYTES: usize = 256 * 1024;

#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub struct Json<T>(pub T);

#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

/// A form with files.
#[derive(Debug)]
pub struct Multipart(pub axum::extract::Multipart);

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
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
            other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Self::TooLarge { limit: MAX_JSON_BYTES as u64 }
            }
            other => Self::BadRequest(other.body_text()),
        }
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
