//! Exhibits of a live hearing: decided by `domain::hearing::exhibit`, recorded, then announced. What is shown
//! now, and to whom, is the room's business.

use super::{
    Refused,
    answers::{Asker, Asking, not_stored, refused},
    journal::{Job, Receipt, Record},
    live::Live,
    pending::Pending,
    writing::TRY_AGAIN_AFTER,
};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, Change},
        hearing::{self, EntryWrite, Exhibit, ExhibitKind, ExhibitState, NewExhibit, Seat},
        ids::{EntryId, ExhibitId, SeatId},
        petition::Attachment,
        rights,
    },
    storage::{StoreError, Tx},
};
use signaling::{
    room::{Ask, Input, ShowAsk},
    wire::{self, ExhibitAsk, ExhibitNews, RefusalCode, ServerMessage},
};
use std::collections::BTreeSet;

/// A file somebody lays before the hearing, over HTTP.
#[derive(Debug, Clone)]
pub struct Brought {
    pub id: ExhibitId,
    pub file: Attachment,
    pub title: String,
    pub brought_by: Option<SeatId>,
    /// Who keeps the minutes laid it there: it is taken at once.
    pub by_keeper: bool,
}

/// The exhibits of a live hearing, as they are in the store.
#[derive(Debug, Default)]
pub struct Exhibits {
    all: Vec<Exhibit>,
    viewers: BTreeSet<(ExhibitId, SeatId)>,
    /// On their way to the record: numbers they were given are taken.
    coming: Vec<Exhibit>,
    /// Viewers are on their way to the record.
    clearing: bool,
    clear_not_before: Option<Timestamp>,
}

/// What is written of exhibits.
#[derive(Debug, Clone)]
pub enum Laid {
    New(Exhibit),
    Changed(Exhibit),
    Viewed { exhibit: ExhibitId, seats: Vec<SeatId>, at: Timestamp },
}

/// A job about exhibits that has not come back.
#[derive(Debug)]
pub enum Underway {
    State { exhibit: Exhibit, asker: Asker },
    OnRecord { exhibit: Exhibit, by: Asking, op: wire::OpId },
    Viewers { exhibit: ExhibitId, seats: Vec<SeatId> },
}

impl From<Underway> for Pending {
    fn from(underway: Underway) -> Self {
        Self::Exhibit(Box::new(underway))
    }
}

impl Laid {
    pub async fn write(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match self {
            Self::New(exhibit) => tx.add_exhibit(exhibit).await,
            Self::Changed(exhibit) => tx.save_exhibit(exhibit).await,
            Self::Viewed { exhibit, seats, at } => {
                for seat in seats {
                    tx.add_exhibit_viewer(*exhibit, *seat, *at).await?;
                }
                Ok(())
            }
        }
    }
}

impl Exhibits {
    pub fn of(all: Vec<Exhibit>, viewers: Vec<(ExhibitId, SeatId)>) -> Self {
        Self { all, viewers: viewers.into_iter().collect(), ..Self::default() }
    }

    fn one(&self, id: ExhibitId) -> Option<&Exhibit> {
        self.all.iter().find(|exhibit| exhibit.id == id)
    }

    /// Those in the store and those on their way there.
    fn known(&self) -> Vec<Exhibit> {
        self.all.iter().chain(&self.coming).cloned().collect()
    }

    /// Parties know of their own and of what they were shown; who keeps the minutes of all.
    fn may_know(&self, seat: &Seat, exhibit: &Exhibit) -> bool {
        seat.keeps_minutes()
            || exhibit.brought_by == Some(seat.id)
            || self.viewers.contains(&(exhibit.id, seat.id))
    }

    fn keep(&mut self, exhibit: Exhibit) {
        match self.all.iter_mut().find(|known| known.id == exhibit.id) {
            Some(known) => *known = exhibit,
            None => self.all.push(exhibit),
        }
    }

    /// When viewers may be put on record again, if they could not be.
    pub fn look_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.clear_not_before.filter(|at| *at > now)
    }
}

impl Live {
    pub fn exhibit_asked(&mut self, by: Asking, ask: ExhibitAsk) {
        let show = match ask {
            ExhibitAsk::Accept { exhibit } => {
                let accept = |known: &Exhibit, all: &[Exhibit]| Ok(hearing::accept(known, all));
                return self.judge(by, exhibit, accept);
            }
            ExhibitAsk::Refuse { exhibit, reason } => {
                return self.judge(by, exhibit, |known, _| hearing::refuse(known, &reason));
            }
            ExhibitAsk::PutOnRecord { exhibit, op } => return self.put_on_record(by, exhibit, op),
            ExhibitAsk::Show { exhibit, seats } => {
                let known = self.exhibits.one(exhibit.into()).filter(|known| known.number().is_some());
                let Some(brought_by) = known.map(|known| known.brought_by.map(Into::into)) else {
                    return self.refuse(by, RefusalCode::WrongStage, Some("it was not taken".into()));
                };
                ShowAsk::Show { exhibit, brought_by, seats }
            }
            ExhibitAsk::Hide {} => ShowAsk::Hide,
            ExhibitAsk::Turn { page } => ShowAsk::Turn { page },
            ExhibitAsk::Play { playing, at_ms } => ShowAsk::Play { playing, at_ms },
            ExhibitAsk::Point { at } => ShowAsk::Point { at },
        };
        self.ask_room(by, Ask::Exhibit(show));
    }

    /// Laid before the hearing over HTTP.
    pub fn exhibit_brought(&mut self, by: Actor, brought: Brought, asker: Asker) {
        let Brought { id, file, title, brought_by, by_keeper } = brought;
        let stage = self.table.stage();
        let bringer = brought_by.and_then(|seat| self.table.hearing.seat(seat));
        let may = match (bringer, brought_by) {
            (Some(seat), _) => rights::may_bring_exhibit(seat, stage),
            (None, Some(_)) => false,
            (None, None) => by_keeper && stage.takes_exhibits(),
        };
        if !may {
            let detail = format!("not by this seat, or not while {stage}");
            return self.answer(asker, Err(Refused { code: RefusalCode::NotAllowed, detail }));
        }
        let new = NewExhibit { id, hearing: self.table.hearing.id, title, brought_by, file };
        match hearing::bring(&self.exhibits.known(), new, by_keeper, self.now()) {
            Ok(exhibit) => self.lay(Laid::New(exhibit.clone()), exhibit, by, asker),
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
        }
    }

    /// Taken or turned down by who keeps the minutes.
    fn judge(
        &mut self,
        by: Asking,
        id: wire::ExhibitId,
        decide: impl FnOnce(&Exhibit, &[Exhibit]) -> Result<Exhibit, hearing::Refusal>,
    ) {
        let Some(known) = self.kept_exhibit(by, id) else { return };
        match decide(&known, &self.exhibits.known()) {
            Ok(next) if next == known => self.answer(by, Ok(())),
            Ok(next) => self.lay(Laid::Changed(next.clone()), next, by.actor(), by.into()),
            Err(refusal) => self.answer(by, Err(refused(&refusal))),
        }
    }

    /// An exhibit this seat may decide on now; it is told if not.
    fn kept_exhibit(&mut self, by: Asking, id: wire::ExhibitId) -> Option<Exhibit> {
        let keeps = self.table.seat(by.seat).is_some_and(Seat::keeps_minutes) && !self.table.is_vacant();
        let known = self.exhibits.one(id.into()).cloned();
        let (Some(known), true) = (known, keeps) else {
            self.refuse(by, RefusalCode::NotAllowed, None);
            return None;
        };
        if self.exhibits.coming.iter().any(|coming| coming.id == known.id) {
            let detail = "the last decision on it is being recorded".to_owned();
            self.refuse(by, RefusalCode::TooFast, Some(detail));
            return None;
        }
        Some(known)
    }

    fn lay(&mut self, laid: Laid, exhibit: Exhibit, by: Actor, asker: Asker) {
        let event = self.event(exhibit.change(), by);
        let record = Record { exhibits: vec![laid], events: vec![event], ..Record::default() };
        self.exhibits.coming.push(exhibit.clone());
        self.writing.put(record, Underway::State { exhibit, asker });
    }

    /// Its state, its event and its line of the minutes are one transaction.
    fn put_on_record(&mut self, by: Asking, id: wire::ExhibitId, op: wire::OpId) {
        if !self.room.grants(by.seat).minute {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        if !self.takes_minutes() {
            return self.refuse(by, RefusalCode::MinutesFrozen, None);
        }
        let Some(known) = self.kept_exhibit(by, id) else { return };
        let exhibit = match hearing::put_on_record(&known, self.now()) {
            Ok(exhibit) => exhibit,
            Err(refusal) => return self.answer(by, Err(refused(&refusal))),
        };
        let plate = hearing::bringer(&exhibit, &self.table.hearing.seats);
        let entry = EntryWrite {
            op: op.into(),
            entry: EntryId(self.world.new_id()),
            hearing: self.table.hearing.id,
            revision: 1,
            phase: self.table.hearing.minutes_phase(),
            speaker: exhibit.brought_by,
            text: exhibit.line(plate.as_deref()),
            at: self.now(),
            author: by.seat.into(),
        };
        let event = self.event(exhibit.change(), by.actor());
        let laid = vec![Laid::Changed(exhibit.clone())];
        let record = Record { exhibits: laid, events: vec![event], ..Record::default() };
        self.exhibits.coming.push(exhibit.clone());
        let job = Job::RecordedEntry(Box::new(record), entry);
        self.writing.put(job, Underway::OnRecord { exhibit, by, op });
    }

    /// Puts on record who is to be shown what is shown now; they are told once it is.
    pub fn clear_viewers(&mut self) {
        if self.exhibits.clearing || self.exhibits.look_at(self.now()).is_some() {
            return;
        }
        let Some((exhibit, due)) = self.room.viewers_to_clear() else { return };
        let due: Vec<SeatId> = due.into_iter().map(Into::into).collect();
        let id: ExhibitId = exhibit.into();
        let (known, new): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|seat| self.exhibits.viewers.contains(&(id, *seat)));
        if !known.is_empty() {
            self.viewers_cleared(id, known);
        }
        if let (false, Some(change)) = (new.is_empty(), self.shown_change(id, &new)) {
            let event = self.event(change, Actor::System);
            let laid = vec![Laid::Viewed { exhibit: id, seats: new.clone(), at: self.now() }];
            let record = Record { exhibits: laid, events: vec![event], ..Record::default() };
            self.exhibits.clearing = true;
            self.writing.put(record, Underway::Viewers { exhibit: id, seats: new });
        }
    }

    fn shown_change(&self, exhibit: ExhibitId, seats: &[SeatId]) -> Option<Change> {
        self.exhibits.one(exhibit).map(|exhibit| hearing::shown(exhibit, seats))
    }

    /// They may fetch it from now on, and are told of it.
    fn viewers_cleared(&mut self, id: ExhibitId, seats: Vec<SeatId>) {
        self.exhibits.viewers.extend(seats.iter().map(|seat| (id, *seat)));
        if let Some(view) = self.exhibits.one(id).map(view) {
            for seat in &seats {
                let news = ExhibitNews::One { exhibit: view.clone() };
                self.connections.send((*seat).into(), ServerMessage::Exhibit { news });
            }
        }
        let seats = seats.into_iter().map(Into::into).collect();
        self.feed(Input::ViewersCleared { exhibit: id.into(), seats });
    }

    pub fn exhibit_stored(&mut self, underway: Underway, result: Result<Receipt, StoreError>) {
        match underway {
            Underway::State { exhibit, asker } => {
                let stored = result.map(drop).map_err(|_| not_stored());
                self.exhibit_settled(exhibit, stored.is_ok());
                self.answer(asker, stored);
            }
            Underway::OnRecord { exhibit, by, op } => {
                self.exhibit_settled(exhibit, result.is_ok());
                self.entry_stored(by.into(), op, result);
            }
            Underway::Viewers { exhibit, seats } => {
                self.exhibits.clearing = false;
                match result {
                    Ok(_) => self.viewers_cleared(exhibit, seats),
                    Err(_) => {
                        self.exhibits.clear_not_before = Some(self.now().plus_millis(TRY_AGAIN_AFTER));
                    }
                }
            }
        }
    }

    fn exhibit_settled(&mut self, exhibit: Exhibit, stored: bool) {
        self.exhibits.coming.retain(|coming| coming.id != exhibit.id);
        if !stored {
            return;
        }
        let view = view(&exhibit);
        self.exhibits.keep(exhibit.clone());
        let told: Vec<_> =
            self.table.hearing.seats.iter().filter(|seat| self.exhibits.may_know(seat, &exhibit)).collect();
        for seat in told {
            let news = ExhibitNews::One { exhibit: view.clone() };
            self.connections.send(seat.id.into(), ServerMessage::Exhibit { news });
        }
    }

    /// After `welcome`: all this seat may know of.
    pub fn tell_exhibits(&mut self, id: wire::SeatId) {
        let Some(seat) = self.table.seat(id) else { return };
        let known = self.exhibits.all.iter().filter(|exhibit| self.exhibits.may_know(seat, exhibit));
        let exhibits: Vec<_> = known.map(view).collect();
        if !exhibits.is_empty() {
            self.connections.send(id, ServerMessage::Exhibit { news: ExhibitNews::All { exhibits } });
        }
    }
}

/// An exhibit as seats are told of it.
fn view(exhibit: &Exhibit) -> wire::ExhibitView {
    wire::ExhibitView {
        id: exhibit.id.into(),
        title: exhibit.title.clone(),
        shows: ExhibitKind::of(&exhibit.file.media_type).unwrap_or(ExhibitKind::Document).into(),
        size: exhibit.file.size,
        sha256: crate::domain::hex(&exhibit.file.sha256),
        brought_by: exhibit.brought_by.map(Into::into),
        state: match &exhibit.state {
            ExhibitState::Offered => wire::ExhibitState::Offered {},
            ExhibitState::Refused { reason } => wire::ExhibitState::Refused { reason: reason.clone() },
            ExhibitState::Accepted { number, on_record } => {
                wire::ExhibitState::Accepted { number: *number, on_record: on_record.map(|at| at.0) }
            }
        },
    }
}
