//! A time in JSON.

use crate::domain::Timestamp;
use serde::{Deserialize, Deserializer, de::Error as _};

/// A time somebody sent, UTC milliseconds of the years 1900 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let millis = i64::deserialize(deserializer)?;
        let bad = || {
            D::Error::custom(format!("{millis} is not a time (expected UTC milliseconds of 1900 to 2200)"))
        };
        Timestamp::told(millis).map(Self).ok_or_else(bad)
    }
}

impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        i64::schema()
    }
}

impl utoipa::ToSchema for Moment {}
