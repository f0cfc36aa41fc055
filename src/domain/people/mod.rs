//! Staff, and the people a petition names.

mod delegation;
mod party;
mod phone;
mod staff;

pub use delegation::{Delegation, EarlyEnd};
pub use party::{Party, PartyKind};
pub use phone::{Phone, is_phone};
pub use staff::{Role, Staff};
