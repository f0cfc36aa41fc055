use serde::Deserialize;
use utoipa::ToSchema;

/// Asked of whoever does what must be explained.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonRequest {
    /// 5 to 500 characters.
    pub reason: String,
}
