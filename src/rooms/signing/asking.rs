//! Requests of seats and desk while minutes are read back and signed.

use super::{
    super::{
        answers::{Asker, Asking, not_a_keeper, refused},
        live::Live,
        turns::Queued,
    },
    Added, Asked,
    views::mark_of,
};
use crate::domain::{
    event::Actor,
    hearing::{self, AnswerAsked, FrozenPaper, Mark, MarkAsked},
    ids,
};
use signaling::wire::{self, RefusalCode};

impl Live {
    /// A freeze asked for by presider or clerk while the minutes are read back.
    pub fn freeze_asked(&mut self, by: Asking) {
        let stage = self.table.stage();
        if !self.table.keeps_minutes(by.seat) {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        if stage != hearing::StageName::MinutesReview {
            return self.refuse(by, RefusalCode::WrongStage, Some(stage.to_string()));
        }
        match self.freeze(Some(by.seat.into())) {
            Some(version) => self.add(Added::Version(version), by.actor(), by),
            None => self.answer(by, Ok(())),
        }
    }

    /// The next version, unless the latest one says what the minutes say.
    pub fn freeze(&self, by: Option<ids::SeatId>) -> Option<FrozenPaper> {
        let (hearing, petition) = (&self.table.hearing, &self.table.petition.number);
        self.signing.record.freeze(hearing, petition, &self.table.minutes, by, self.now())
    }

    pub fn correction_asked(
        &mut self,
        by: Asking,
        op: wire::OpId,
        entry: Option<wire::EntryId>,
        text: String,
    ) {
        let asked = (entry.map(Into::into), text);
        let now = self.now();
        match self.signing.record.ask_correction(&self.table.hearing, op.into(), by.seat.into(), asked, now) {
            Ok(correction) if self.signing.knows(&correction) => self.answer(by, Ok(())),
            Ok(correction) => self.add(Added::Correction(correction), by.actor(), by),
            Err(refusal) => self.answer(by, Err(refused(&refusal))),
        }
    }

    /// Who keeps the minutes says what became of a correction.
    pub fn correction_answered(
        &mut self,
        by: Asking,
        correction: wire::OpId,
        answer: wire::CorrectionAnswer,
    ) {
        let asked = match answer {
            wire::CorrectionAnswer::Taken { entry } => AnswerAsked::Taken(entry.into()),
            wire::CorrectionAnswer::Declined { reason } => AnswerAsked::Declined(reason),
        };
        let (which, now) = ((correction.into(), by.seat.into()), self.now());
        match self.signing.record.answer_correction(
            &self.table.hearing,
            which,
            asked,
            &self.table.minutes,
            now,
        ) {
            Ok(answered) => self.add(Added::Correction(answered), by.actor(), by),
            Err(refusal) => self.answer(by, Err(refused(&refusal))),
        }
    }

    pub fn signature_asked(&mut self, by: Asking, asked: Asked) {
        if self.signing_record(asked.paper).signatures.iter().any(|known| known.id == asked.op) {
            return self.answer(by, Ok(())); // its signer missed the answer, and a code is good once
        }
        let Asked { op, paper, seat, version, sha256, mark } = asked;
        let asked = |mark| MarkAsked { op, paper, seat, version, sha256, mark };
        let asked = match mark_of(mark) {
            Ok(mark) => Ok(asked(mark)),
            // Which code it is shows when it is read.
            Err(digits) => {
                let unread = Mark::Coded { code: op, ending: String::new() };
                self.coded(by.seat.into(), asked(unread), &digits)
            }
        };
        match asked {
            Ok(asked) => {
                let (seat, actor, asker) = (by.seat.into(), by.actor(), by.into());
                self.in_turn(Queued::Sign { by: seat, actor, asked, asker });
            }
            Err(refusal) => self.answer(by, Err(refused(&refusal))),
        }
    }

    /// A scan or a proxy taken at the desk, by who keeps the minutes of this hearing.
    pub fn mark_taken(&mut self, by: Actor, asked: MarkAsked, asker: Asker) {
        let keeper = match by {
            Actor::Staff { staff, .. } => self.table.keeper(staff),
            _ => None,
        };
        let Some(keeper) = keeper else { return self.answer(asker, Err(not_a_keeper())) };
        self.in_turn(Queued::Sign { by: keeper, actor: by, asked, asker });
    }

    pub fn sign(&mut self, by: ids::SeatId, actor: Actor, asked: MarkAsked, asker: Asker) {
        let record = self.signing_record(asked.paper);
        if record.signatures.iter().any(|known| known.id == asked.op) {
            return self.answer(asker, Ok(())); // its signer missed the answer
        }
        let pressed = asked.mark == Mark::Confirmed;
        let by_code = self.table.hearing.seat(asked.seat).is_some_and(|seat| self.signing.by_code(seat));
        if pressed && by_code {
            return self.answer(asker, Err(refused(&hearing::needs_code())));
        }
        match record.sign(&self.table.hearing, by, asked, self.now()) {
            Ok(signature) => self.add(Added::Signature(signature), actor, asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }
}
