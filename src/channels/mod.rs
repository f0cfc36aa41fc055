//! Matters in, news out. What an adapter brings becomes a petition exactly once (`intake`), by the same code that
//! registers at the desk and on the citizen page (`registering`); what happens to it goes out through the outbox.
//! Knows nothing of HTTP coming in: that is `edge`.

mod address;
pub mod calls;
pub mod discarding;
pub mod intake;
pub mod open311;
pub mod open311_xml;
pub mod outbox;
mod pictures;
pub mod registering;
pub mod signature;
pub mod wechat;

pub use address::BadAddress;

use crate::{
    domain::petition::{Calendar, RepresentativeRule},
    world::World,
};

/// What a decision needs of the house: time and chance, the calendar of due dates, and local rules.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    pub world: &'a dyn World,
    pub calendar: &'a Calendar,
    /// How many may speak for many, where a province says so.
    pub rules: &'a [RepresentativeRule],
}
