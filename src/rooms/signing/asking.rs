//! What seats and desk ask for while minutes are read back and signed.

use super::{
    super::{
        Refused,
        answers::{Asker, refused},
        live::Live,
        pending::Turn,
    },
    Added, Asked,
    views::mark_of,
};
use crate::domain::{
    event::Actor,
    hearing::{self, AnswerAsked, FrozenPaper, Mark, MarkAsked, Occupant, PaperKind, Seat},
    hex,
    ids::{self, StaffId},
};
use signaling::{
    room::Conn,
    wire::{self, RefusalCode, SeatId},
};

impl Live {
    /// A freeze asked for by presider or clerk while the minutes are read back.
    pub fn freeze_asked(&mut self, seat: SeatId, conn: Conn, re: u32) {
        let stage = self.hearing.stage.name();
        if !self.hearing.seat(seat.into()).is_some_and(Seat::keeps_minutes) {
            return self.refuse(seat, re, RefusalCode::NotAllowed, None);
        }
        if stage != hearing::StageName::MinutesReview {
            return self.refuse(seat, re, RefusalCode::WrongStage, Some(stage.to_string()));
        }
        let asker = Asker::Seat { seat, conn, re };
        match self.freeze(Some(seat.into())) {
            Some(version) => self.add(Added::Version(version), Actor::Seat(seat.into()), asker),
            None => self.answer(asker, Ok(())),
        }
    }

    /// The next version, unless the latest one says what the minutes say.
    pub fn freeze(&self, by: Option<ids::SeatId>) -> Option<FrozenPaper> {
        let (hearing, petition) = (&self.hearing, &self.petition.number);
        self.signing.record.freeze(hearing, petition, &self.minutes, by, self.now())
    }

    pub fn correction_asked(
        &mut self,
        (seat, conn, re): (SeatId, Conn, u32),
        op: wire::OpId,
        entry: Option<wire::EntryId>,
        text: String,
    ) {
        let asked = (entry.map(Into::into), text);
        let now = self.now();
        let result = self.signing.record.ask_correction(&self.hearing, op.into(), seat.into(), asked, now);
        self.add_or_refuse(result.map(Added::Correction), seat.into(), Asker::Seat { seat, conn, re });
    }

    /// Who keeps the minutes says what became of a correction.
    pub fn correction_answered(
        &mut self,
        (seat, conn, re): (SeatId, Conn, u32),
        correction: wire::OpId,
        answer: wire::CorrectionAnswer,
    ) {
        let asker = Asker::Seat { seat, conn, re };
        let asked = match answer {
            wire::CorrectionAnswer::Taken { entry } => AnswerAsked::Taken(entry.into()),
            wire::CorrectionAnswer::Declined { reason } => AnswerAsked::Declined(reason),
        };
        let (by, now) = (seat.into(), self.now());
        let record = &self.signing.record;
        match record.answer_correction(&self.hearing, (correction.into(), by), asked, &self.minutes, now) {
            Ok(answered) => self.add(Added::Correction(answered), Actor::Seat(by), asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    pub fn signature_asked(&mut self, (seat, conn, re): (SeatId, Conn, u32), asked: Asked) {
        let asker = Asker::Seat { seat, conn, re };
        if self.signing_record(asked.paper).signatures.iter().any(|known| known.id == asked.op) {
            return self.answer(asker, Ok(())); // its signer missed the answer, and a code is good once
        }
        let Asked { op, paper, seat: whose, version, sha256, mark } = asked;
        let asked = |mark| MarkAsked { op, paper, seat: whose, version, sha256, mark };
        let asked = match mark_of(mark) {
            Ok(mark) => Ok(asked(mark)),
            // Which code it is shows when it is read.
            Err(digits) => {
                let unread = Mark::Coded { code: op, ending: String::new() };
                self.coded(seat.into(), asked(unread), &digits)
            }
        };
        match asked {
            Ok(asked) => {
                let (by, actor) = (seat.into(), Actor::Seat(seat.into()));
                self.in_turn(Turn::Sign { by, actor, asked, asker });
            }
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    /// A scan or a proxy taken at the desk, by who keeps the minutes of this hearing.
    pub fn paper_taken(
        &mut self,
        by: Actor,
        (paper, seat): (PaperKind, ids::SeatId),
        mark: Mark,
        asker: Asker,
    ) {
        let keeper = match by {
            Actor::Staff { staff, .. } => self.keeper(staff),
            _ => None,
        };
        let not_yours =
            Refused { code: RefusalCode::NotAllowed, detail: "not a keeper of these minutes".into() };
        let Some(keeper) = keeper else { return self.answer(asker, Err(not_yours)) };
        let (version, sha256) = self
            .signing_record(paper)
            .latest()
            .map_or((0, String::new()), |latest| (latest.version, hex(&latest.sha256)));
        let op = ids::OpId(self.world.new_id());
        let asked = MarkAsked { op, paper, seat, version, sha256, mark };
        self.in_turn(Turn::Sign { by: keeper, actor: by, asked, asker });
    }

    pub fn keeper(&self, staff: StaffId) -> Option<ids::SeatId> {
        let sits = |seat: &&Seat| {
            seat.keeps_minutes() && matches!(seat.occupant, Occupant::Official { staff: s, .. } if s == staff)
        };
        self.hearing.seats.iter().find(sits).map(|seat| seat.id)
    }

    pub fn sign(&mut self, by: ids::SeatId, actor: Actor, asked: MarkAsked, asker: Asker) {
        let record = self.signing_record(asked.paper);
        if record.signatures.iter().any(|known| known.id == asked.op) {
            return self.answer(asker, Ok(())); // its signer missed the answer
        }
        match record.sign(&self.hearing, by, asked, self.now()) {
            Ok(signature) => self.add(Added::Signature(signature), actor, asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    fn add_or_refuse(&mut self, added: Result<Added, hearing::Refusal>, by: ids::SeatId, asker: Asker) {
        match added {
            Ok(added) if self.knows(&added) => self.answer(asker, Ok(())),
            Ok(added) => self.add(added, Actor::Seat(by), asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    fn knows(&self, added: &Added) -> bool {
        added.id().is_some_and(|id| self.signing.record.corrections.iter().any(|known| known.id == id))
    }
}
