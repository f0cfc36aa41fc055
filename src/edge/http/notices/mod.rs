//! Notices to the seats of a hearing, and their receipts.

pub mod by_code;
pub mod of_hearing;
pub mod receipt;
pub mod remind;
