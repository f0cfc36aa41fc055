//! Division tree, agencies and reception rooms.

mod agency;
mod division;
mod import;
mod organ;
mod screen;

pub use agency::{
    Agency, AgencyKind, NextHigher, ReceptionRoom, bureau_above, bureau_of, nearest, place_name,
    registering_bureau, upwards,
};
pub use division::{BadDivisionCode, Division, DivisionCode, Level};
pub use import::{Import, LineFault, Within, read_divisions};
pub use organ::{Closure, GridDuty, GridPost, merged_into};
pub use screen::{PairingCode, Revoked, RoomScreen};
