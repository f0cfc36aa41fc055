//! Between domain values and what both databases can hold: 64-bit integers, texts, bytes, UUIDs, booleans.

use super::StoreError;
use crate::domain::{Timestamp, ids::PetitionId, timestamp::DAY};
use std::{fmt::Display, str::FromStr};
use time::Date;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Where a list of petitions by time goes on: behind `after`, or else at its beginning.
pub(super) fn behind(after: Option<(Timestamp, PetitionId)>) -> (i64, Uuid) {
    after.map_or((i64::MIN, Uuid::nil()), |(at, id)| (at.0, id.0))
}

/// The rows of such a list.
pub(super) fn by_time(rows: Vec<(i64, Uuid)>) -> Vec<(Timestamp, PetitionId)> {
    rows.into_iter().map(|(at, id)| (Timestamp(at), PetitionId(id))).collect()
}

/// Reads a stored name of an enum, or a code.
pub(super) fn parse<T: FromStr<Err: Display>>(what: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|why| StoreError::corrupt(what, why))
}

/// Names with commas between; no name has a comma.
pub(super) fn join<T: Display>(names: &[T]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

pub(super) fn split<T: FromStr<Err: Display>>(what: &'static str, text: &str) -> Result<Vec<T>> {
    text.split(',').filter(|name| !name.is_empty()).map(|name| parse(what, name)).collect()
}

pub(super) fn hash(what: &'static str, bytes: &[u8]) -> Result<[u8; 32]> {
    bytes.try_into().map_err(|_| StoreError::corrupt(what, format_args!("{} bytes, not 32", bytes.len())))
}

/// Counts and sizes are stored as signed 64-bit integers.
pub(super) fn count<T: TryFrom<i64, Error: Display>>(what: &'static str, stored: i64) -> Result<T> {
    T::try_from(stored).map_err(|why| StoreError::corrupt(what, why))
}

pub(super) fn stored(what: &'static str, count: u64) -> Result<i64> {
    i64::try_from(count).map_err(|why| StoreError::corrupt(what, why))
}

pub(super) fn day(what: &'static str, text: &str) -> Result<Date> {
    Date::parse(text, DAY).map_err(|why| StoreError::corrupt(what, why))
}

pub(super) fn day_text(what: &'static str, day: Date) -> Result<String> {
    day.format(DAY).map_err(|why| StoreError::corrupt(what, why))
}

/// A column that the row's state must have.
pub(super) fn needed<T>(what: &'static str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| StoreError::corrupt(what, "a column that its state needs is empty"))
}
