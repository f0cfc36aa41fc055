//! What seats were told of their hearing, and their receipts.

pub mod by_code;
pub mod of_hearing;
pub mod receipt;
pub mod remind;
