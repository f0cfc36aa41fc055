//! Leaders' reception days and the cases they take charge of (领导接待日、领导包案; art. 18, LEAD09, LEAD18).

mod day;
mod duty;
pub mod queue;
mod series;

pub use day::{
    Contract, HeldCorrection, Leader, LeaderRank, NewDay, ReceptionDay, ReceptionKind, ReceptionRefusal,
    ReceptionState, ReceptionStateName, Swap,
};
pub use duty::{
    Compliance, DAILY, DUTIES, DailyReception, Held, HeldByKind, Period, ReceptionMinimum, Served,
    compliance, daily_reception, periods,
};
pub use series::{Days, Series};
