//! 监督与评价.

pub mod answer;
pub mod call_back;
pub mod demand;
pub mod item_step;
pub mod items;
pub mod lift;
pub mod list;
pub mod papers;
pub mod report;
pub mod send_back;
pub mod show;
