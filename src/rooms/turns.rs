//! Requests that depend on what is still being recorded: handled one at a time, in the order in which they came.

use super::{
    Command,
    answers::{Asker, Asking},
    live::Live,
};
use crate::domain::{
    event::{Actor, Change},
    hearing::{self, MarkAsked, Outcome, Seat},
    ids,
};
use signaling::wire::ClientMessage;

/// A step asked for.
#[derive(Debug)]
pub struct Wanted {
    pub step: hearing::Step,
    pub actor: Actor,
    /// With the log's lines for its orders.
    pub outcome: Option<(Outcome, Vec<Change>)>,
    pub asker: Asker,
}

/// Asked for, and waiting while something is being recorded: people who sign at the same moment are all heard, one after the other.
#[derive(Debug)]
pub enum Queued {
    Step(Wanted),
    Command {
        by: Actor,
        command: Command,
        asker: Asker,
    },
    /// On the version that stood when it was asked for.
    Sign {
        by: ids::SeatId,
        actor: Actor,
        asked: MarkAsked,
        asker: Asker,
    },
    Message {
        by: Asking,
        message: ClientMessage,
    },
}

impl Live {
    pub fn want(&mut self, wanted: Wanted) {
        self.in_turn(Queued::Step(wanted));
    }

    /// Takes it now, or after what is being recorded: what it freezes and seals has every line and signature that came
    /// before it.
    pub fn in_turn(&mut self, turn: Queued) {
        self.writing.queue(turn);
        self.take_turns();
    }

    /// Takes what waited, as far as nothing is being recorded.
    pub fn take_turns(&mut self) {
        while let Some(turn) = self.writing.next_turn() {
            match turn {
                Queued::Step(wanted) => self.take_step(wanted),
                Queued::Sign { by, actor, asked, asker } => self.sign(by, actor, asked, asker),
                Queued::Command { by, command, asker } => self.take_command(by, command, asker),
                // Also of who was lost meanwhile: it was asked for. Not of who was sent away.
                Queued::Message { by, message } if self.table.seat(by.seat).is_some_and(Seat::stands) => {
                    self.take_message(by, message);
                }
                Queued::Message { .. } => {}
            }
        }
    }
}
