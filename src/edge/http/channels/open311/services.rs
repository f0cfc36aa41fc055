use super::answer::Fault;
use crate::{
    channels::open311,
    domain::petition::ContentClass,
    edge::extract::{Json, Path},
};
use axum::http::StatusCode;
use serde_json::Value;

/// Services: the classes of matters.
#[utoipa::path(
    get,
    path = "/open311/v2/services.json",
    operation_id = "open311_services",
    tag = "open311",
    responses((status = OK, description = "GeoReport v2 service list", body = Vec<Value>)),
)]
pub async fn list() -> Json<Value> {
    Json(open311::services())
}

/// The attributes of a service.
#[utoipa::path(
    get,
    path = "/open311/v2/services/{file}",
    operation_id = "open311_service",
    tag = "open311",
    params(("file" = String, Path, description = "`{service_code}.json`")),
    responses((status = OK, description = "GeoReport v2 service definition", body = Value)),
)]
pub async fn show(Path(file): Path<String>) -> Result<Json<Value>, Fault> {
    Ok(Json(open311::definition(class(file.strip_suffix(".json"))?)))
}

/// The class with this service code.
pub fn class(code: Option<&str>) -> Result<ContentClass, Fault> {
    let class = code.and_then(|code| code.parse().ok());
    class.ok_or_else(|| Fault::new(StatusCode::NOT_FOUND, "service_code was not found"))
}
