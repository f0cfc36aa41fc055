//! Staff notifications (工作提醒, ADR 52).

pub mod count;
pub mod list;
pub mod read;
