//! Requests of seats about papers.

use super::{
    super::{
        Refused,
        answers::{Asking, refused},
        journal::Record,
        live::Live,
        pending::Pending,
        signing::Added,
    },
    Proposed,
};
use crate::domain::{
    hearing::{AgendaPhase, AgreementDraft, EntryProposal, ItemAnswer, ItemProposal},
    ids::{ActionItemId, EntryId},
    parse_day,
};
use signaling::wire::{self, PapersAsk, RefusalCode, SeatId};

/// Open proposals of one hearing, at most: nobody fills the room's memory.
const MAX_PROPOSALS: usize = 500;

impl Live {
    pub fn papers_asked(&mut self, by: Asking, ask: PapersAsk) {
        let seat = by.seat;
        let result = match ask {
            PapersAsk::ReadLine { entry } => return self.read_line(by, entry.map(Into::into)),
            PapersAsk::FreezeAgreement { terms, parties } => {
                let parties = parties.into_iter().map(Into::into).collect();
                return self.freeze_agreement(by, AgreementDraft { terms, parties });
            }
            PapersAsk::ProposeItem { item, seat: whom, content, deadline, entry } => {
                self.item_proposed(seat, ActionItemId(item.0), (whom, content, &deadline, entry.into()))
            }
            PapersAsk::AnswerItem { item, declined } => {
                self.item_answered(seat, ActionItemId(item.0), declined)
            }
            PapersAsk::ProposeEntry { entry, phase, text } => {
                self.entry_proposed(seat, entry.into(), phase, text)
            }
            PapersAsk::ReturnEntry { entry, reason } => self.entry_returned(seat, entry.into(), reason),
        };
        match result {
            Err(refusal) => self.answer(by, Err(refusal)),
            Ok(None) => self.answer(by, Ok(())), // asked before, and done
            Ok(Some(proposed)) => self.record_proposed(by, proposed),
        }
    }

    fn item_proposed(
        &self,
        by: SeatId,
        id: ActionItemId,
        (whom, content, deadline, entry): (SeatId, String, &str, EntryId),
    ) -> Result<Option<Proposed>, Refused> {
        if self.papers.items.iter().any(|known| known.id == id) {
            return Ok(None);
        }
        let agency = self.table.seat(whom).and_then(|seat| seat.agency);
        let agency =
            agency.ok_or_else(|| Refused::new(RefusalCode::NoSuchSeat, "that seat speaks for no agency"))?;
        let deadline = parse_day(deadline);
        let deadline =
            deadline.ok_or_else(|| Refused::new(RefusalCode::BadText, "the deadline is not a day"))?;
        let item = ItemProposal {
            id,
            hearing: self.table.hearing.id,
            agency,
            content: content.trim().to_owned(),
            deadline,
            entry,
            by: by.into(),
            at: self.now(),
            answer: ItemAnswer::Open,
        };
        item.check(&self.table.hearing, &self.table.minutes, self.now())?;
        room_for_more(&self.papers.items)?;
        Ok(Some(Proposed::Item(item)))
    }

    fn item_answered(
        &self,
        by: SeatId,
        id: ActionItemId,
        declined: Option<String>,
    ) -> Result<Option<Proposed>, Refused> {
        let known = self.papers.items.iter().find(|known| known.id == id);
        let known = known.ok_or_else(|| Refused::new(RefusalCode::StaleRevision, "no such item"))?;
        let declined = declined.map(|reason| reason.trim().to_owned());
        let item = known.clone().answered(&self.table.hearing, by.into(), declined, self.now())?;
        Ok((item != *known).then_some(Proposed::Item(item)))
    }

    fn entry_proposed(
        &self,
        by: SeatId,
        id: EntryId,
        phase: wire::AgendaPhase,
        text: String,
    ) -> Result<Option<Proposed>, Refused> {
        if self.papers.entries.iter().any(|known| known.id == id) {
            return Ok(None);
        }
        if self.table.has_entry(id) {
            return Err(Refused::new(RefusalCode::StaleRevision, "that is an entry already"));
        }
        // Who does not deliberate may write while others do: of what was heard before.
        let phase = Some(AgendaPhase::from(phase)).filter(|phase| phase.is_minuted());
        let phase = phase.unwrap_or_else(|| self.table.hearing.minutes_phase());
        let (hearing, at) = (self.table.hearing.id, self.now());
        let text = text.trim().to_owned();
        let entry = EntryProposal { id, hearing, seat: by.into(), phase, text, at, returned: None };
        entry.check(&self.table.hearing)?;
        room_for_more(&self.papers.entries)?;
        Ok(Some(Proposed::Entry(entry)))
    }

    fn entry_returned(&self, by: SeatId, id: EntryId, reason: String) -> Result<Option<Proposed>, Refused> {
        let entry = self.papers.entries.iter().find(|known| known.id == id).cloned();
        let entry = entry.ok_or_else(|| Refused::new(RefusalCode::StaleRevision, "no such proposal"))?;
        let reason = reason.trim().to_owned();
        let entry = entry.returned(&self.table.hearing, &self.table.minutes, by.into(), reason)?;
        Ok(Some(Proposed::Entry(entry)))
    }

    fn record_proposed(&mut self, by: Asking, proposed: Proposed) {
        let event = self.event(proposed.change(), by.actor());
        let record = Record::of(vec![event]).with(proposed.clone());
        self.writing.put(record, Pending::Proposed { proposed: Box::new(proposed), asker: by.into() });
    }

    fn freeze_agreement(&mut self, by: Asking, draft: AgreementDraft) {
        let (petition, record) = (&self.table.petition.number, &self.papers.agreement);
        match draft.freeze(&self.table.hearing, petition, record, by.seat.into(), self.now()) {
            Ok(Some(version)) => self.add(Added::Version(version), by.actor(), by),
            Ok(None) => self.answer(by, Ok(())),
            Err(refusal) => self.answer(by, Err(refused(&refusal))),
        }
    }

    fn read_line(&mut self, by: Asking, entry: Option<EntryId>) {
        let keeps = self.table.keeps_minutes(by.seat);
        let known = entry.is_none_or(|id| self.table.has_entry(id));
        match (keeps, known) {
            (false, _) => {
                self.answer(by, Err(Refused::new(RefusalCode::NotAllowed, "the clerk leads the reading")))
            }
            (true, false) => self.answer(by, Err(Refused::new(RefusalCode::StaleRevision, "no such line"))),
            (true, true) => {
                self.papers.reading = entry;
                self.announce_papers(false);
                self.answer(by, Ok(()));
            }
        }
    }
}

fn room_for_more<T>(proposed: &[T]) -> Result<(), Refused> {
    let full = proposed.len() >= MAX_PROPOSALS;
    if full {
        Err(Refused::new(RefusalCode::TooFast, "too much was proposed in this hearing"))
    } else {
        Ok(())
    }
}
