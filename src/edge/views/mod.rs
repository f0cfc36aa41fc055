//! What the API shows, as JSON. Times are UTC milliseconds. Built from domain values; nothing here decides.

mod administration;
mod course;
mod day;
mod document;
mod exhibit;
mod hearing;
mod names;
mod petition;
mod quality;
mod reception;
mod recording;
mod seat;
mod staff;
mod statistics;
mod status;
mod supervision;
mod wish;

pub use administration::*;
pub use course::*;
pub use day::Day;
pub use document::*;
pub use exhibit::*;
pub use hearing::*;
pub use names::*;
pub use petition::*;
pub use quality::*;
pub use reception::*;
pub use recording::*;
pub use seat::*;
pub use staff::*;
pub use statistics::*;
pub use status::*;
pub use supervision::*;
pub use wish::*;
