//! Leaders' reception days, how leaders did, and the cases they are in charge of.

pub mod change;
pub mod compliance;
pub mod compliance_export;
pub mod contracts;
pub mod leaders;
pub mod letters;
pub mod mailboxes;
pub mod mine;
pub mod plan;
pub mod public;
pub mod roster;
pub mod series;
pub(super) mod show;
