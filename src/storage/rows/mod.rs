//! Rows as both databases give them, and their way into the domain. A value that does not fit is
//! [`StoreError::Corrupt`](super::StoreError::Corrupt), never a panic.

pub(super) mod administration;
pub(super) mod channels;
pub(super) mod check_in;
pub(super) mod course;
pub(super) mod delegation;
pub(super) mod document;
pub(super) mod event;
pub(super) mod exhibit;
pub(super) mod facts;
pub(super) mod grid;
pub(super) mod hearing;
pub(super) mod keeping;
pub(super) mod minutes;
pub(super) mod notice;
pub(super) mod opening;
pub(super) mod origin;
pub(super) mod papers;
pub(super) mod people;
pub(super) mod petition;
pub(super) mod places;
pub(super) mod presiding;
pub(super) mod quality;
pub(super) mod queue;
pub(super) mod reception;
pub(super) mod recording;
pub(super) mod request;
pub(super) mod signing;
pub(super) mod staff_notice;
mod steps;
pub(super) mod supervision;
pub(super) mod urgent;
