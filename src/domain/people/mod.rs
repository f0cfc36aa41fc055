//! Staff, and the people a petition names.

mod delegation;
mod party;
mod staff;

pub use delegation::{Delegation, EarlyEnd};
pub use party::{Party, PartyKind};
pub use staff::{Role, Staff};
