//! Petitions, at the desk and as filed.

pub mod add_party;
pub mod alike;
pub mod attach;
pub mod bulk;
pub mod correct;
pub mod counts;
mod course;
mod detail;
pub mod end_authority;
pub(super) mod follow_up;
pub mod households;
pub mod list;
mod pause;
pub mod register;
mod register_body;
pub mod renew_query_code;
pub mod representatives;
pub(super) mod resolving;
pub(super) mod row;
pub mod send_query_code;
pub mod show;
mod succession;
pub mod timeline;
pub mod transition;
mod transition_body;
mod transition_step;
pub mod urgent;
