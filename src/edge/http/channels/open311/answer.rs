//! Answers and faults of Open311, in JSON or XML.

use crate::{
    channels::open311_xml::{ERRORS, Shape, xml},
    edge::{extract::Json, problem::Problem},
    storage::StoreError,
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// What a client reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Json,
    Xml,
}

impl Tongue {
    /// By the ending of an address: `requests/XF….xml`.
    pub fn of(file: &str) -> Option<(&str, Self)> {
        let json = file.strip_suffix(".json").map(|name| (name, Self::Json));
        json.or_else(|| file.strip_suffix(".xml").map(|name| (name, Self::Xml)))
    }
}

/// An answer or a fault, in the tongue it was asked in.
#[derive(Debug)]
pub struct Said {
    pub tongue: Tongue,
    pub shape: &'static Shape,
    pub told: Result<(StatusCode, Value), Fault>,
}

impl Said {
    pub fn ok(tongue: Tongue, shape: &'static Shape, told: Result<Value, Fault>) -> Self {
        Self { tongue, shape, told: told.map(|value| (StatusCode::OK, value)) }
    }
}

impl IntoResponse for Said {
    fn into_response(self) -> Response {
        let (status, shape, value) = match self.told {
            Ok((status, value)) => (status, self.shape, value),
            Err(fault) => (fault.status, &ERRORS, fault.value()),
        };
        match self.tongue {
            Tongue::Json => (status, Json(value)).into_response(),
            Tongue::Xml => {
                let kind = [(header::CONTENT_TYPE, "text/xml; charset=utf-8")];
                (status, kind, xml(shape, &value)).into_response()
            }
        }
    }
}

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

    fn value(&self) -> Value {
        json!([{ "code": self.status.as_u16(), "description": self.description }])
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
