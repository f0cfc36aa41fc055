//! The record of the model hearing. Mostly it answers at once. While it is slow what the room asked for waits, and takes
//! effect in the order in which it was asked, or fails; a step comes after all that was asked before it, as in the journal.

use super::story::Story;
use crate::domain::{
    Timestamp,
    hearing::{Gone, StageName},
    ids::SeatId,
};
use signaling::room::{Fact, Input, Question, TalkDeed};
use std::collections::VecDeque;

#[derive(Debug, Default)]
pub struct Record {
    slow: bool,
    waits: VecDeque<Underway>,
    /// Something could not be stored.
    pub failed: bool,
}

#[derive(Debug)]
struct Underway {
    question: Question,
    fact: Fact,
    /// When it was asked, and at which stage.
    at: (StageName, Timestamp),
}

impl Record {
    /// Who is about to be let in.
    pub fn coming(&self) -> impl Iterator<Item = SeatId> {
        self.waits.iter().filter_map(|underway| match underway.fact {
            Fact::Admitted { seat, .. } => Some(SeatId::from(seat)),
            _ => None,
        })
    }

    /// The server died over it.
    pub fn forget(&mut self) {
        self.waits.clear();
    }
}

impl Story {
    pub fn asks_record(&mut self, question: Question, fact: Fact) {
        let at = (self.hearing.stage.name(), self.now);
        self.record.waits.push_back(Underway { question, fact, at });
        if !self.record.slow
            && let Some(input) = self.answer(true)
        {
            self.handles(input);
        }
    }

    pub fn record_is(&mut self, slow: bool) {
        self.record.slow = slow;
        if !slow {
            self.record_catches_up();
        }
    }

    pub fn record_catches_up(&mut self) {
        while !self.record.waits.is_empty() {
            self.record_answers(true);
        }
    }

    pub fn record_answers(&mut self, stored: bool) {
        if let Some(input) = self.answer(stored) {
            self.feed(input);
        }
    }

    /// The oldest that waits is on record, or could not be put there: what the room hears of that.
    fn answer(&mut self, stored: bool) -> Option<Input> {
        let Underway { question, fact, at } = self.record.waits.pop_front()?;
        if !stored {
            self.record.failed = true;
            return Some(Input::NotRecorded(question));
        }
        // Who left since is out, as the record has it too; who was only being let in never sat there.
        let moves = matches!(fact, Fact::Admitted { .. } | Fact::Dismissed { .. });
        if !(moves && self.room.left_since(question)) {
            self.learns(&fact, at);
        }
        Some(Input::Recorded(question))
    }

    /// It has happened, or is on record.
    pub fn learns(&mut self, fact: &Fact, (stage, at): (StageName, Timestamp)) {
        let id = SeatId::from(fact.seat());
        if let Fact::Talk { talk, deed, .. } = fact {
            match deed {
                TalkDeed::Opened { enters: true } | TalkDeed::Entered => {
                    assert_eq!(self.talks.insert(id, *talk), None, "in two talks");
                }
                TalkDeed::Opened { enters: false } => {}
                TalkDeed::Left { .. } => assert_eq!(self.talks.remove(&id), Some(*talk)),
            }
            return;
        }
        let standing = self.hearing.seats.iter_mut().find(|seat| seat.id == id && seat.stands());
        let Some(seat) = standing else { return };
        match fact {
            Fact::Admitted { reason, .. } => {
                seat.admitted.get_or_insert(at);
                self.sat.insert(id);
                if reason.is_some() {
                    self.unidentified.insert(id);
                }
            }
            Fact::Dismissed { .. } => seat.send_out(stage, at),
            Fact::Left { .. } if seat.admitted.is_some() => seat.send_out(stage, at),
            Fact::Removed { reason, .. } => seat.gone = Some(Gone::Removed { reason: reason.clone() }),
            Fact::Dropped { .. } | Fact::Back { .. } | Fact::Left { .. } | Fact::Talk { .. } => {}
        }
    }
}
