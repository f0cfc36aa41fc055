//! Rows as both databases give them, and their way into the domain. A value that does not fit is
//! [`StoreError::Corrupt`](super::StoreError::Corrupt), never a panic.

pub(super) mod event;
pub(super) mod hearing;
pub(super) mod minutes;
pub(super) mod people;
pub(super) mod petition;
pub(super) mod places;
pub(super) mod quality;
pub(super) mod signing;
