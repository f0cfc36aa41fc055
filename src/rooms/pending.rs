//! What waits for the journal.

use super::{
    Command,
    answers::{Asker, Asking},
    journal::{Job, Record},
    live::Live,
    papers::Proposed,
    signing::Added,
};
use crate::domain::{
    event::{Actor, Change, Event},
    hearing::{self, Hearing, MarkAsked, Outcome, Presiding, Seat, Stretch, presiding::Measure},
    ids,
};
use signaling::{
    room::Question,
    wire::{ClientMessage, OpId},
};
use std::collections::VecDeque;

/// A job of the journal that has not come back.
#[derive(Debug)]
pub enum Pending {
    Stage {
        next: Box<Hearing>,
        /// Frozen with it.
        froze: Option<Box<Added>>,
        /// The node put its seal under it.
        sealed: bool,
        /// What it left of the recording's index, where it ends or rests with the step.
        indexed: Option<Vec<Stretch>>,
        asker: Asker,
    },
    /// The room waits for this fact; the seat's row as it is once recorded.
    Question {
        question: Question,
        seat: Box<Seat>,
        /// A removal for conduct.
        measure: Option<Box<Measure>>,
    },
    Presiding {
        next: Box<Presiding>,
        asker: Asker,
    },
    Measure {
        measure: Box<Measure>,
        asker: Asker,
    },
    /// The room waits for this fact of a private talk.
    Talk(Question),
    /// Another agenda.
    Agenda {
        next: Box<Hearing>,
        asker: Asker,
    },
    /// Plates that change, seats that come and go.
    Seats {
        seats: Vec<Seat>,
        asker: Asker,
    },
    Signing {
        /// None where there is nothing but the seal.
        added: Option<Box<Added>>,
        /// The node put its seal under it.
        sealed: bool,
        asker: Asker,
    },
    Exhibit(Box<super::exhibits::Underway>),
    Chat(Box<super::chat::Underway>),
    Proposed {
        proposed: Box<Proposed>,
        asker: Asker,
    },
    /// Somebody has the recording begun anew.
    RecordingAnew {
        asker: Asker,
    },
    /// Of the recording's index; what is not recorded is due again.
    Stretches(Vec<Stretch>),
    /// Nobody waits.
    Note,
    Entry {
        asker: Asker,
        op: OpId,
    },
}

impl Pending {
    /// A line of the minutes comes of it.
    pub fn brings_line(&self) -> bool {
        match self {
            Self::Entry { .. } | Self::Measure { .. } | Self::Question { measure: Some(_), .. } => true,
            Self::Exhibit(underway) => matches!(**underway, super::exhibits::Underway::OnRecord { .. }),
            _ => false,
        }
    }
}

impl Live {
    /// Puts it on record. Whether that went well is heard with what waits for it.
    pub fn put(&mut self, job: impl Into<Job>, then: impl Into<Pending>) {
        let number = self.journal.write(job.into());
        self.pending.insert(number, then.into());
    }

    /// Puts on record what has happened already: nobody waits for it.
    pub fn note_events(&mut self, events: Vec<Event>) {
        self.put(Record { events, ..Record::default() }, Pending::Note);
    }
}

/// A step asked for.
#[derive(Debug)]
pub struct Wanted {
    pub step: hearing::Step,
    pub actor: Actor,
    /// With the log's lines for its orders.
    pub outcome: Option<(Outcome, Vec<Change>)>,
    pub asker: Asker,
}

/// What is judged by what was recorded before it. It waits while something is being recorded: people who sign at the
/// same moment are all heard, one after the other.
#[derive(Debug)]
pub enum Turn {
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

/// Steps, papers and signatures are recorded one at a time: the next is judged by what the last one made.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Where the step on its way to the record leads.
    pub recording: Option<hearing::StageName>,
    pub queue: VecDeque<Turn>,
    /// After a failed write automatic steps wait until then (UTC ms), or they would spin.
    pub automatic_not_before: i64,
}
