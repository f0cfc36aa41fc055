//! A calendar day in JSON.

use crate::domain::parse_day;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use time::Date;

/// A calendar day, `YYYY-MM-DD`, of the years 1900 to 2200 where somebody sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub Date);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day (expected YYYY-MM-DD, of 1900 to 2200)")]
pub struct BadDay(String);

impl std::str::FromStr for Day {
    type Err = BadDay;
    fn from_str(text: &str) -> Result<Self, BadDay> {
        parse_day(text).map(Self).ok_or_else(|| BadDay(text.to_owned()))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl utoipa::PartialSchema for Day {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::{
            ObjectBuilder,
            schema::{KnownFormat, SchemaFormat, Type},
        };
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .into()
    }
}

impl utoipa::ToSchema for Day {}
