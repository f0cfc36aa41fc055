//! Rows as both databases give them, and their way into the domain. A value that does not fit is
//! [`StoreError::Corrupt`](super::StoreError::Corrupt), never a panic.

pub(super) mod administration;
pub(super) mod channels;
pub(super) mod course;
pub(super) mod document;
pub(super) mod event;
pub(super) mod facts;
pub(super) mod hearing;
pub(super) mod minutes;
pub(super) mod papers;
pub(super) mod people;
pub(super) mod petition;
pub(super) mod places;
pub(super) mod quality;
pub(super) mod reception;
pub(super) mod recording;
pub(super) mod signing;
pub(super) mod supervision;
