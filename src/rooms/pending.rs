//! Records that wait for the journal, and what happens once they are committed or have failed.

use super::{
    answers::Asker, chat, exhibits, journal::Receipt, live::Live, papers::Proposed, signing::Added, steps,
};
use crate::{
    domain::{
        hearing::{
            CheckInNote, Hearing, Presiding, Seat, SeatChange, StageName, Stretch, presiding::Measure,
        },
        ids::SeatId,
    },
    storage::StoreError,
};
use signaling::{room::Question, wire::OpId};

/// A job of the journal that has not come back.
#[derive(Debug)]
pub enum Pending {
    Stage(Box<steps::Underway>),
    /// The room waits for this fact, and what it changes of the seat.
    Question {
        question: Question,
        seat: SeatId,
        change: Option<SeatChange>,
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
        /// Of one of them.
        note: Option<(SeatId, CheckInNote)>,
        asker: Asker,
    },
    Signing {
        /// None where there is nothing but the seal.
        added: Option<Box<Added>>,
        /// How many seals the node has put under it: one or none.
        seals: u32,
        asker: Asker,
    },
    /// The next version of the outcome, with the seal under it.
    Outcome {
        /// The hearing with its file open again, where it was closed.
        opened: Option<Box<Hearing>>,
        seals: u32,
        asker: Asker,
    },
    Exhibit(Box<exhibits::Underway>),
    Chat(Box<chat::Underway>),
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
            Self::Exhibit(underway) => matches!(**underway, exhibits::Underway::OnRecord { .. }),
            _ => false,
        }
    }

    /// The next decision on the hearing or its papers is judged by it.
    pub const fn decides(&self) -> bool {
        matches!(
            self,
            Self::Stage(_)
                | Self::Agenda { .. }
                | Self::Signing { .. }
                | Self::Outcome { .. }
                | Self::Proposed { .. }
        )
    }

    /// A step to another day.
    pub fn puts_off(&self) -> bool {
        matches!(self, Self::Stage(underway) if underway.next.is_coming())
    }

    /// The stage that the hearing has with it.
    pub fn leads_to(&self) -> Option<StageName> {
        match self {
            Self::Stage(underway) => Some(underway.next.stage.name()),
            Self::Agenda { next, .. } => Some(next.stage.name()),
            _ => None,
        }
    }
}

impl Live {
    /// What became of a job of the journal.
    pub fn stored(&mut self, job: u64, result: Result<Receipt, StoreError>) {
        let Some(pending) = self.writing.back(job) else { return };
        let overtaken = matches!(&result, Err(StoreError::Exists { what: "version of an outcome" }));
        if let (Err(error), false) = (&result, overtaken) {
            tracing::error!(hearing.id = %self.table.hearing.id, %error, "Could not put on record");
            // Somebody else has written the hearing since it was read, perhaps this server by a commit whose answer was
            // lost. What this room knows is out of date, and nothing that it decides could be stored any more.
            if matches!(error, StoreError::Stale { what: "hearing" }) {
                self.begin_anew();
            }
        }
        let stored = result.is_ok();
        match pending {
            Pending::Stage(underway) => self.stage_stored(*underway, result),
            Pending::Agenda { next, asker } => self.agenda_stored(*next, asker, stored),
            Pending::Seats { seats, note, asker } => self.seats_stored((seats, note), asker, result),
            Pending::Signing { added, seals, asker } => {
                self.signing_stored(added.map(|added| *added), seals, asker, stored);
            }
            Pending::Outcome { opened, seals, asker } => {
                self.outcome_stored((opened.map(|opened| *opened), seals), asker, result);
            }
            Pending::Proposed { proposed, asker } => self.proposed_stored(*proposed, asker, stored),
            Pending::Question { question, seat, change, measure } => {
                self.fact_stored(question, (seat, change), measure.map(|measure| *measure), stored);
            }
            Pending::Talk(question) => self.talk_stored(question, stored),
            Pending::Presiding { next, asker } => self.presiding_stored(*next, asker, stored),
            Pending::Measure { measure, asker } => self.measure_stored(*measure, asker, stored),
            Pending::Entry { asker, op } => self.entry_stored(asker, op, result),
            Pending::Exhibit(underway) => self.exhibit_stored(*underway, result),
            Pending::Chat(underway) => self.chat_stored(*underway, stored),
            Pending::RecordingAnew { asker } => self.recording_anew_stored(asker, stored),
            Pending::Stretches(due) => self.recording.stretches_stored(&due, stored, self.now()),
            Pending::Note => {}
        }
    }
}
