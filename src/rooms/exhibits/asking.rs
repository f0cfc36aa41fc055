//! Requests of seats and desk about exhibits.

use super::{
    super::{
        Refused,
        answers::{Asker, Asking, refused},
        journal::{Job, Record},
        live::Live,
    },
    Brought, Laid, Underway,
};
use crate::domain::{
    event::Actor,
    hearing::{self, EntryWrite, Exhibit, NewExhibit},
    ids::{EntryId, EventId},
    rights,
};
use signaling::{
    room::{Ask, ShowAsk},
    wire::{self, ExhibitAsk, RefusalCode},
};

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
        let Brought { id, file, title, brought_by, by_keeper, filed } = brought;
        let stage = self.table.stage();
        let bringer = brought_by.and_then(|seat| self.table.hearing.seat(seat));
        let may = match (bringer, brought_by) {
            (Some(seat), _) => rights::may_bring_exhibit(seat, stage),
            (None, Some(_)) => false,
            (None, None) => by_keeper && stage.takes_exhibits(),
        };
        if !may {
            let detail = format!("not by this seat, or not while {stage}");
            return self.answer(asker, Err(Refused::new(RefusalCode::NotAllowed, detail)));
        }
        let new = NewExhibit { id, hearing: self.table.hearing.id, title, brought_by, file };
        match hearing::bring(&self.exhibits.known(), new, by_keeper, self.now()) {
            Ok(exhibit) => self.lay(Laid::New { exhibit: exhibit.clone(), filed }, exhibit, by, asker),
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
        let keeps = self.table.keeps_minutes(by.seat) && !self.table.is_vacant();
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
        let mut events = Vec::with_capacity(2);
        if matches!(laid, Laid::New { filed: false, .. }) {
            let (id, petition) = (EventId(self.world.new_id()), &self.table.petition);
            events.push(exhibit.file.added().event(id, self.now(), by, petition));
        }
        events.push(self.event(exhibit.change(), by));
        let record = Record::of(events).with(laid);
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
            struck: None,
            author: by.seat.into(),
        };
        let event = self.event(exhibit.change(), by.actor());
        let record = Record::of(vec![event]).with(Laid::Changed(exhibit.clone()));
        self.exhibits.coming.push(exhibit.clone());
        let job = Job::RecordedEntry(Box::new(record), entry);
        self.writing.put(job, Underway::OnRecord { exhibit, by, op });
    }
}
