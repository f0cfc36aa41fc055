//! Requests for hearings (接访申请): made, examined, answered.

pub mod list;
pub mod make;
pub mod of_petition;
pub mod show;
pub mod step;
pub mod view;
