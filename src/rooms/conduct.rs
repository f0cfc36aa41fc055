//! Warnings and removals by the presider: recorded, announced, and written into the minutes.

use super::{
    answers::{Asker, Asking, not_stored},
    journal::Record,
    live::Live,
    pending::Pending,
};
use crate::domain::{
    event::Actor,
    hearing::presiding::{Measure, MeasureKind},
};
use signaling::{
    room::Ask,
    wire::{self, RefusalCode},
};

impl Live {
    pub fn conduct_asked(&mut self, by: Asking, measure: Measure) {
        if self.chair.measures.iter().any(|known| known.id == measure.id) {
            return self.answer(by, Ok(())); // its sender missed the answer
        }
        if !self.takes_minutes() {
            let stage = self.table.stage().to_string();
            return self.refuse(by, RefusalCode::WrongStage, Some(stage));
        }
        match self.table.hearing.seat(measure.seat) {
            Some(whose) if whose.stands() => {}
            _ => return self.refuse(by, RefusalCode::NoSuchSeat, None),
        }
        if measure.seat == measure.by {
            let detail = "this is your own seat".to_owned();
            return self.refuse(by, RefusalCode::NotAllowed, Some(detail));
        }
        if measure.kind == MeasureKind::Removal {
            // The room removes it, and takes the measure along into the record of that.
            let ask = Ask::Remove { seat: measure.seat.into(), reason: measure.reason() };
            self.chair.removing = Some(measure);
            self.ask_room(by, ask);
            self.chair.removing = None;
            return;
        }
        let event = self.event(measure.change(), Actor::Seat(measure.by));
        let record = Record::of(vec![event]).with(measure.clone());
        self.writing.put(record, Pending::Measure { measure: Box::new(measure), asker: by.into() });
    }

    /// It is on record: everybody hears of it, and the minutes tell it.
    pub fn measure_stored(&mut self, measure: Measure, asker: Asker, stored: bool) {
        if !stored {
            return self.answer(asker, Err(not_stored()));
        }
        self.answer(asker, Ok(()));
        if let Some(seat) = self.table.hearing.seat(measure.seat) {
            let entry = measure.entry(seat, self.table.hearing.minutes_phase());
            let op = entry.op.into();
            self.writing.put(entry, Pending::Entry { asker: Asker::Nobody, op });
        }
        self.chair.measures.push(measure);
    }
}

impl From<&Measure> for wire::MeasureView {
    fn from(measure: &Measure) -> Self {
        Self {
            id: measure.id.into(),
            seat: measure.seat.into(),
            measure: measure.kind.into(),
            code: measure.code.into(),
            at: measure.at.0,
        }
    }
}
