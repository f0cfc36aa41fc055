//! 委托代办: who acts for whom, from when to when.

pub mod end;
pub mod list;
pub mod make;
mod show;

pub use show::acting;
