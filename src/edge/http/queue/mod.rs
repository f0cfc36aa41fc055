//! 叫号: the queue of a reception day.

pub mod call_next;
pub mod screen;
pub mod show;
pub mod step;
pub mod take;
