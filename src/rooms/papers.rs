//! The agreement, action items, proposed lines and the line being read: decided by `domain::hearing`, recorded, then
//! announced.

use super::{
    Refused,
    journal::{Job, Record},
    live::Live,
    pending::{Asker, Pending, refused},
    signing::Added,
};
use crate::{
    domain::{
        event::{Actor, Change},
        hearing::{
            AgendaPhase, AgreementDraft, EntryProposal, Hearing, ItemAnswer, ItemProposal, PaperKind, Seat,
            SigningRecord, StageName,
        },
        ids::{ActionItemId, EntryId},
    },
    storage::{Records, StoreError},
};
use signaling::{
    room::Conn,
    wire::{self, PapersAsk, RefusalCode, SeatId, ServerMessage},
};
use time::{Date, macros::format_description};

/// Open proposals of one hearing, at most: nobody fills the room's memory.
const MAX_PROPOSALS: usize = 500;

/// What is put to people in a live hearing, as it is in the store.
#[derive(Debug, Default)]
pub struct Papers {
    pub agreement: SigningRecord,
    pub items: Vec<ItemProposal>,
    /// Of earlier sessions: [`carried_items`].
    pub carried: Vec<ItemProposal>,
    pub entries: Vec<EntryProposal>,
    /// Read aloud now. Not kept: it is a finger on a page.
    reading: Option<EntryId>,
}

/// What agencies accepted in the sessions that `hearing` goes on with: those were adjourned and ordered nothing, and
/// nobody is asked twice.
///
/// # Errors
/// The store cannot be read.
pub async fn carried_items(
    records: &mut dyn Records,
    hearing: &Hearing,
) -> Result<Vec<ItemProposal>, StoreError> {
    let (mut carried, mut before) = (Vec::new(), hearing.continues);
    while let Some(id) = before {
        let earlier = records.hearing(id).await?.filter(|one| one.stage.name() == StageName::Adjourned);
        let Some(earlier) = earlier else { break };
        let items = records.item_proposals(id).await?;
        carried.extend(items.into_iter().filter(|item| item.acceptance().is_some()));
        before = earlier.continues;
    }
    Ok(carried)
}

/// A proposal as it is after a change.
#[derive(Debug, Clone)]
pub enum Proposed {
    Item(ItemProposal),
    Entry(EntryProposal),
}

impl Proposed {
    fn change(&self) -> Change {
        match self {
            Self::Item(item) => item.change(),
            Self::Entry(entry) => entry.change(),
        }
    }
}

impl Papers {
    pub async fn read(records: &mut dyn Records, hearing: &Hearing) -> Result<Self, StoreError> {
        Ok(Self {
            agreement: records.signing_record(hearing.id, PaperKind::Agreement).await?,
            items: records.item_proposals(hearing.id).await?,
            carried: carried_items(records, hearing).await?,
            entries: records.entry_proposals(hearing.id).await?,
            reading: None,
        })
    }

    fn keep(&mut self, proposed: Proposed) {
        match proposed {
            Proposed::Item(item) => match self.items.iter_mut().find(|known| known.id == item.id) {
                Some(known) => *known = item,
                None => self.items.push(item),
            },
            Proposed::Entry(entry) => match self.entries.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => *known = entry,
                None => self.entries.push(entry),
            },
        }
    }

    fn is_empty(&self) -> bool {
        self.agreement.latest().is_none()
            && self.items.is_empty()
            && self.entries.is_empty()
            && self.reading.is_none()
    }
}

impl Live {
    pub fn papers_asked(&mut self, (seat, conn, re): (SeatId, Conn, u32), ask: PapersAsk) {
        let asker = Asker::Seat { seat, conn, re };
        let result = match ask {
            PapersAsk::ReadLine { entry } => return self.read_line(seat, entry.map(Into::into), asker),
            PapersAsk::FreezeAgreement { terms, parties } => {
                let parties = parties.into_iter().map(Into::into).collect();
                return self.freeze_agreement(seat, AgreementDraft { terms, parties }, asker);
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
            Err(refusal) => self.answer(asker, Err(refusal)),
            Ok(None) => self.answer(asker, Ok(())), // asked before, and done
            Ok(Some(proposed)) => self.record_proposed(seat, proposed, asker),
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
        let agency = self.seat(whom).and_then(|seat| seat.agency);
        let agency = agency.ok_or_else(|| bad(RefusalCode::NoSuchSeat, "that seat speaks for no agency"))?;
        let day = Date::parse(deadline, format_description!("[year]-[month]-[day]"));
        let deadline = day.map_err(|_| bad(RefusalCode::BadText, "the deadline is not a day"))?;
        let item = ItemProposal {
            id,
            hearing: self.hearing.id,
            agency,
            content: content.trim().to_owned(),
            deadline,
            entry,
            by: by.into(),
            at: self.now(),
            answer: ItemAnswer::Open,
        };
        item.check(&self.hearing, &self.minutes, self.now()).map_err(|why| refused(&why))?;
        self.room_for_more(self.papers.items.len())?;
        Ok(Some(Proposed::Item(item)))
    }

    fn item_answered(
        &self,
        by: SeatId,
        id: ActionItemId,
        declined: Option<String>,
    ) -> Result<Option<Proposed>, Refused> {
        let item = self.papers.items.iter().find(|known| known.id == id).cloned();
        let item = item.ok_or_else(|| bad(RefusalCode::StaleRevision, "no such item"))?;
        let is_repeated = item.acceptance().is_some_and(|accepted| accepted.seat == by.into());
        if is_repeated && declined.is_none() {
            return Ok(None);
        }
        let declined = declined.map(|reason| reason.trim().to_owned());
        let item = item.answered(&self.hearing, by.into(), declined, self.now());
        item.map(|item| Some(Proposed::Item(item))).map_err(|why| refused(&why))
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
        if self.minutes.iter().any(|entry| entry.id == id) {
            return Err(bad(RefusalCode::StaleRevision, "that is an entry already"));
        }
        // Who does not deliberate may write while others do: of what was heard before.
        let phase = Some(AgendaPhase::from(phase)).filter(|phase| phase.is_minuted());
        let phase = phase.unwrap_or_else(|| self.hearing.minutes_phase());
        let (hearing, at) = (self.hearing.id, self.now());
        let text = text.trim().to_owned();
        let entry = EntryProposal { id, hearing, seat: by.into(), phase, text, at, returned: None };
        entry.check(&self.hearing).map_err(|why| refused(&why))?;
        self.room_for_more(self.papers.entries.len())?;
        Ok(Some(Proposed::Entry(entry)))
    }

    fn entry_returned(&self, by: SeatId, id: EntryId, reason: String) -> Result<Option<Proposed>, Refused> {
        let entry = self.papers.entries.iter().find(|known| known.id == id).cloned();
        let entry = entry.ok_or_else(|| bad(RefusalCode::StaleRevision, "no such proposal"))?;
        let reason = reason.trim().to_owned();
        let entry = entry.returned(&self.hearing, &self.minutes, by.into(), reason);
        entry.map(|entry| Some(Proposed::Entry(entry))).map_err(|why| refused(&why))
    }

    fn room_for_more(&self, proposals: usize) -> Result<(), Refused> {
        let full = proposals >= MAX_PROPOSALS;
        if full { Err(bad(RefusalCode::TooFast, "too much was proposed in this hearing")) } else { Ok(()) }
    }

    fn record_proposed(&mut self, by: SeatId, proposed: Proposed, asker: Asker) {
        let event = self.event(proposed.change(), Actor::Seat(by.into()));
        let record = Record { proposed: vec![proposed.clone()], events: vec![event], ..Record::default() };
        let job = self.journal.write(Job::Record(Box::new(record)));
        self.signing.begin();
        self.pending.insert(job, Pending::Proposed { proposed: Box::new(proposed), asker });
    }

    pub fn proposed_stored(&mut self, proposed: Proposed, asker: Asker, stored: bool) {
        self.signing.end();
        if stored {
            self.papers.keep(proposed);
            self.announce_papers(false);
            self.answer(asker, Ok(()));
        } else {
            self.answer(asker, Err(super::steps::not_stored()));
        }
    }

    fn freeze_agreement(&mut self, by: SeatId, draft: AgreementDraft, asker: Asker) {
        let (petition, record) = (&self.petition.number, &self.papers.agreement);
        match draft.freeze(&self.hearing, petition, record, by.into(), self.now()) {
            Ok(Some(version)) => self.add(Added::Version(version), Actor::Seat(by.into()), asker),
            Ok(None) => self.answer(asker, Ok(())),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    fn read_line(&mut self, by: SeatId, entry: Option<EntryId>, asker: Asker) {
        let keeps = self.seat(by).is_some_and(Seat::keeps_minutes);
        let known = entry.is_none_or(|id| self.minutes.iter().any(|entry| entry.id == id));
        match (keeps, known) {
            (false, _) => {
                self.answer(asker, Err(bad(RefusalCode::NotAllowed, "the clerk leads the reading")))
            }
            (true, false) => self.answer(asker, Err(bad(RefusalCode::StaleRevision, "no such line"))),
            (true, true) => {
                self.papers.reading = entry;
                self.announce_papers(false);
                self.answer(asker, Ok(()));
            }
        }
    }

    /// Minutes that are signed or closed are not the text that was being read aloud.
    pub fn end_reading(&mut self) {
        if !self.hearing.stage.name().takes_minutes() && self.papers.reading.take().is_some() {
            self.announce_papers(false);
        }
    }

    /// A line that somebody proposed is in the minutes now.
    pub fn entry_taken(&mut self, entry: EntryId) {
        if self.papers.entries.iter().any(|known| known.id == entry) {
            self.announce_papers(false);
        }
    }

    /// What one paper's seats have said.
    pub fn signing_record(&self, paper: PaperKind) -> &SigningRecord {
        match paper {
            PaperKind::Minutes => &self.signing.record,
            PaperKind::Agreement => &self.papers.agreement,
        }
    }

    /// To every seat that is told of the minutes: papers say what was said at the table.
    pub fn announce_papers(&mut self, with_text: bool) {
        let all = self.hearing.seats.iter().map(|seat| seat.id.into());
        let told: Vec<SeatId> = all.filter(|seat| self.reads_minutes(*seat)).collect();
        for seat in told {
            let papers = self.papers_view(seat, with_text);
            self.connections.send(seat, ServerMessage::Papers { papers });
        }
    }

    /// After `welcome`, where there is something to tell.
    pub fn welcome_papers(&mut self, seat: SeatId) {
        if !self.papers.is_empty() && self.reads_minutes(seat) {
            let papers = self.papers_view(seat, true);
            self.connections.send(seat, ServerMessage::Papers { papers });
        }
    }

    fn papers_view(&self, for_seat: SeatId, with_text: bool) -> wire::PapersView {
        let keeps = self.seat(for_seat).is_some_and(Seat::keeps_minutes);
        let shown = |entry: &&EntryProposal| {
            let taken = self.minutes.iter().any(|line| line.id == entry.id);
            !taken && (keeps || entry.seat == for_seat.into())
        };
        let entries = self.papers.entries.iter().filter(shown);
        wire::PapersView {
            agreement: self.signed_view(PaperKind::Agreement, with_text),
            agreed: self.papers.agreement.is_agreed(),
            items: self.papers.items.iter().map(|item| self.item_view(item)).collect(),
            entries: entries.map(Into::into).collect(),
            reading: self.papers.reading.map(Into::into),
        }
    }

    fn item_view(&self, item: &ItemProposal) -> wire::ItemProposalView {
        let seats = self.hearing.seats.iter().filter(|seat| item.is_answered_by(seat));
        wire::ItemProposalView {
            id: wire::OpId(item.id.0),
            seats: seats.map(|seat| seat.id.into()).collect(),
            content: item.content.clone(),
            deadline: item.deadline.to_string(),
            entry: item.entry.into(),
            answer: (&item.answer).into(),
        }
    }
}

fn bad(code: RefusalCode, detail: &str) -> Refused {
    Refused { code, detail: detail.to_owned() }
}

impl From<&ItemAnswer> for wire::ItemAnswerView {
    fn from(answer: &ItemAnswer) -> Self {
        match answer {
            ItemAnswer::Open => Self::Open {},
            ItemAnswer::Accepted(accepted) => {
                Self::Accepted { seat: accepted.seat.into(), at: accepted.at.0 }
            }
            ItemAnswer::Declined { seat, at, reason } => {
                Self::Declined { seat: (*seat).into(), at: at.0, reason: reason.clone() }
            }
        }
    }
}

impl From<&EntryProposal> for wire::EntryProposalView {
    fn from(entry: &EntryProposal) -> Self {
        Self {
            id: entry.id.into(),
            seat: entry.seat.into(),
            phase: entry.phase.into(),
            text: entry.text.clone(),
            at: entry.at.0,
            returned: entry.returned.clone(),
        }
    }
}
