//! Division tree, agencies and reception rooms.

mod agency;
mod division;

pub use agency::{Agency, AgencyKind, ReceptionRoom, registering_bureau, reviewing_organ};
pub use division::{BadDivisionCode, Division, DivisionCode, Level};
