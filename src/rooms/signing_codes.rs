//! One-time codes for who confirms a paper and cannot draw: decided by `domain::hearing`, recorded, then sent by the
//! outbox, which follows the log.

use super::{
    answers::{Asker, not_a_keeper, refused},
    journal::Record,
    live::Live,
    pending::Pending,
    signing::Added,
};
use crate::domain::{
    event::Actor,
    hearing::{CodeAsked, Digits, MarkAsked, PaperKind, Refusal, SigningCode},
    ids::{self, OpId},
};

impl Live {
    /// Asked for by the seat itself, or by who keeps the minutes.
    pub fn code_asked(
        &mut self,
        by: Actor,
        (paper, seat): (PaperKind, ids::SeatId),
        ending: String,
        asker: Asker,
    ) {
        let mine = match by {
            Actor::Staff { staff, .. } => self.table.keeper(staff),
            Actor::Seat(seat) => Some(seat),
            _ => None,
        };
        let Some(mine) = mine else { return self.answer(asker, Err(not_a_keeper())) };
        match self.next_code(mine, (paper, seat), ending) {
            Ok(code) => self.add(Added::Code(code), by, asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    fn next_code(
        &self,
        by: ids::SeatId,
        (paper, seat): (PaperKind, ids::SeatId),
        ending: String,
    ) -> Result<SigningCode, Refusal> {
        let mut chance = [0; 8];
        self.world.fill(&mut chance);
        let (id, digits) = (OpId(self.world.new_id()), Digits::of(chance));
        let asked = CodeAsked { id, paper, seat, by, digits, ending };
        SigningCode::send(
            self.signing_record(paper),
            &self.table.hearing,
            asked,
            self.signing.code_of(seat),
            self.now(),
        )
    }

    /// `asked`, with the mark that these digits stand for. Others are counted, but only of who may give this mark:
    /// nobody spends another's code.
    pub fn coded(&mut self, by: ids::SeatId, asked: MarkAsked, digits: &str) -> Result<MarkAsked, Refusal> {
        let now = self.now();
        let (seat, on) = (asked.seat, (asked.paper, asked.version));
        self.signing_record(asked.paper).sign(&self.table.hearing, by, asked.clone(), now)?;
        let code = self.signing.code_of(seat).ok_or_else(SigningCode::not_it)?;
        let mark = code.mark(digits, on, now);
        if mark.is_err() {
            let counted = SigningCode { wrong: code.wrong.saturating_add(1), ..code.clone() };
            self.signing.keep_code(counted.clone());
            let record = Record::default().with(Added::Code(counted));
            self.writing.put(record, Pending::Note);
        }
        mark.map(|mark| MarkAsked { mark, ..asked })
    }
}
