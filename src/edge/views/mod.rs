//! What the API shows, as JSON. Times are UTC milliseconds. Built from domain values; nothing here decides.

mod administration;
mod day;
mod hearing;
mod names;
mod petition;
mod quality;
mod reception;
mod seat;
mod staff;
mod status;
mod wish;

pub use administration::*;
pub use day::Day;
pub use hearing::*;
pub use names::*;
pub use petition::*;
pub use quality::*;
pub use reception::*;
pub use seat::*;
pub use staff::*;
pub use status::*;
pub use wish::*;
