//! Staff, and the people a petition names.

mod delegation;
mod party;
mod phone;
mod roster;
mod staff;

pub use delegation::{Delegation, EarlyEnd};
pub use party::{Party, PartyKind, is_of_petition, may_be_a_number};
pub use phone::{Phone, is_mobile, is_phone, line, own_digits};
pub use roster::{MAX_PEOPLE, Roster, Wanted, read_roster, staff_name, username};
pub use staff::{Role, Staff};
