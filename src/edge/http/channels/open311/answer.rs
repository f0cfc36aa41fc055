use crate::{
    edge::{extract::Json, problem::Problem},
    storage::StoreError,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An error as GeoReport v2 writes it: a list of code and description.
#[derive(Debug)]
pub struct Fault {
    status: StatusCode,
    description: String,
}

impl Fault {
    pub fn new(status: StatusCode, description: impl Into<String>) -> Self {
        Self { status, description: description.into() }
    }
}

impl From<Problem> for Fault {
    /// What is ours is logged as it becomes a response.
    fn from(problem: Problem) -> Self {
        let description = problem.to_string();
        Self { status: problem.into_response().status(), description }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = json!([{ "code": self.status.as_u16(), "description": self.description }]);
        (self.status, Json(body)).into_response()
    }
}
