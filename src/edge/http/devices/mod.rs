//! WHIP and WHEP: devices that take a seat without a page. What they say to whom: `docs/whip.md`.

pub mod bearer;
pub mod body;
pub mod hang_up;
pub mod patch;
pub mod presence;
mod start;
pub mod whep;
pub mod whip;
