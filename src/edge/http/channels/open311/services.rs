use super::{
    answer::{Fault, Said, Tongue},
    documented::FaultBody,
};
use crate::{
    channels::{
        open311,
        open311_xml::{DEFINITION, SERVICES},
    },
    domain::petition::ContentClass,
    edge::extract::Path,
};
use axum::http::StatusCode;

/// Services: the classes of matters.
#[utoipa::path(
    get,
    path = "/open311/v2/services.json",
    operation_id = "open311_services",
    tag = "open311",
    responses((status = OK, description = "GeoReport v2 service list", body = Vec<Value>)),
)]
pub async fn list() -> Said {
    Said::ok(Tongue::Json, &SERVICES, Ok(open311::services()))
}

/// The same in XML.
#[utoipa::path(
    get,
    path = "/open311/v2/services.xml",
    operation_id = "open311_services_xml",
    tag = "open311",
    responses((status = OK, description = "GeoReport v2 service list", body = String, content_type = "text/xml")),
)]
pub async fn list_xml() -> Said {
    Said::ok(Tongue::Xml, &SERVICES, Ok(open311::services()))
}

/// The attributes of a service.
#[utoipa::path(
    get,
    path = "/open311/v2/services/{file}",
    operation_id = "open311_service",
    tag = "open311",
    params(("file" = String, Path, description = "`{service_code}.json` or `.xml`")),
    responses(
        (
            status = OK,
            description = "GeoReport v2 service definition",
            content((Value = "application/json"), (String = "text/xml")),
        ),
        (
            status = "default",
            description = "What is wrong.",
            content((Vec<FaultBody> = "application/json"), (String = "text/xml")),
        ),
    ),
)]
pub async fn show(Path(file): Path<String>) -> Said {
    let (code, tongue) = Tongue::of(&file).unwrap_or(("", Tongue::Json));
    Said::ok(tongue, &DEFINITION, class(Some(code)).map(open311::definition))
}

/// The class with this service code.
pub fn class(code: Option<&str>) -> Result<ContentClass, Fault> {
    let class = code.and_then(|code| code.parse().ok());
    class.ok_or_else(|| Fault::new(StatusCode::NOT_FOUND, "service_code was not found"))
}
