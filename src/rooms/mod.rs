//! Live hearings: where signaling, domain, media and storage meet, and only here.
//!
//! One task per hearing ([`actor`]) holds its [`live::Live`] state; nobody else does. Slow work (the
//! journal, negotiation) leaves as an output and comes back as a [`actor::Wake`].
//!
//! The server holds [`handle`]; a room is made in [`opening`]. What is asked of it comes by [`asks`] from seats and by
//! [`commands`] over HTTP, waits in [`turns`] where it must, and is answered by [`answers`]. What goes on record is in
//! [`writing`] until it comes back to [`pending`]; what the room wants done then is done by [`outputs`]. Every other file
//! is one concern of a hearing: what is asked of it, how it is recorded, who is told.

mod actor;
mod agenda;
mod answers;
mod apart;
mod asks;
mod chat;
mod check_in;
mod commands;
mod conduct;
mod connections;
mod exhibits;
mod files;
mod handle;
mod index;
mod journal;
mod lines;
mod live;
mod opening;
mod outputs;
mod papers;
mod peers;
mod pending;
mod presiding;
mod quality;
mod recording;
mod reseating;
mod signing;
mod signing_codes;
mod steps;
mod table;
mod trial;
mod turns;
#[cfg(test)]
mod whole;
mod words;
mod writing;

pub use crate::domain::hearing::{ItemDraft, OutcomeDraft};
pub use crate::media::plane::{LegStatistics, MediaError, UpStatistics};
pub use answers::{Besides, Refused};
pub use chat::DeskAnswer;
pub use check_in::{Arrived, OfficerAct, Overview, is_here};
pub use commands::Command;
pub use connections::{Line, OUTBOX};
pub use exhibits::Brought;
pub use files::keep_recordings;
pub use handle::{Rooms, SeatConnection};
pub use journal::bookings_of;
pub use opening::Parts;
pub use papers::carried_items;
pub use peers::SeatOffer;
pub use quality::LineNow;
