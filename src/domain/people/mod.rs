//! Staff, and the people a petition names.

mod party;
mod staff;

pub use party::{Party, PartyKind};
pub use staff::{Role, Staff};
