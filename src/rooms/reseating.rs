//! Changing the seats of a live hearing: recorded first, then announced.

use super::{
    Refused,
    answers::{Asker, not_stored, refused, taken_by},
    check_in::Arrived,
    journal::{Books, Receipt, Record, Write},
    live::{self, Live},
    pending::Pending,
};
use crate::{
    domain::{
        event::{Actor, Event},
        hearing::{CheckInNote, Reseating, Seat, StageName},
        ids::SeatId,
    },
    storage::StoreError,
};
use signaling::{room::Input, wire::RefusalCode};

impl Live {
    /// Somebody joins the table, leaves it, or takes another's place. Postponed to no time yet, it takes nobody up.
    pub fn reseat_asked(&mut self, by: Actor, reseating: &Reseating, asker: Asker) {
        let rows = match reseating.rows(&self.table.hearing, self.chair.kept.acting(), self.now()) {
            Ok(rows) => rows,
            Err(refusal) => return self.answer(asker, Err(refused(&refusal))),
        };
        let timed = self.table.stage() != StageName::Postponed;
        let joins = reseating.joins.as_ref().filter(|_| timed);
        let books =
            joins.map(|seat| Books::at_times_of(&self.table.hearing, std::iter::once(&seat.occupant)));
        let events = vec![self.event(reseating.change.clone(), by)];
        self.change_seats((rows, None), events, books, asker);
    }

    /// One more seat, and whom it helps.
    pub fn helper_seated(&mut self, by: Actor, seat: Seat, note: CheckInNote, asker: Asker) {
        let events = vec![self.event(note.change(seat.id), by)];
        let note = Some((seat.id, note));
        self.change_seats((vec![seat], note), events, None, asker);
    }

    /// One change at a time: the next is judged by the table that the last one made.
    pub fn change_seats(
        &mut self,
        (seats, note): (Vec<Seat>, Option<(SeatId, CheckInNote)>),
        events: Vec<Event>,
        books: Option<Books>,
        asker: Asker,
    ) {
        let in_the_way = |pending: &Pending| match pending {
            Pending::Question { seat: open, .. } => seats.iter().any(|seat| seat.id == *open),
            Pending::Seats { .. } => true,
            _ => false,
        };
        if self.writing.pending().any(in_the_way) {
            let detail = "the last change of the table is being recorded".to_owned();
            return self.answer(asker, Err(Refused::new(RefusalCode::TooFast, detail)));
        }
        let hearing = self.table.hearing.id;
        let rows = seats.iter().map(|seat| Write::seat(hearing, seat.clone()));
        let noted = note.map(|(seat, note)| Write::CheckIn(hearing, seat, note));
        let record = Record::of(events).with_all(rows).with_all(noted).booking(books);
        self.writing.put(record, Pending::Seats { seats, note, asker });
    }

    pub fn seats_stored(
        &mut self,
        (seats, note): (Vec<Seat>, Option<(SeatId, CheckInNote)>),
        asker: Asker,
        stored: Result<Receipt, StoreError>,
    ) {
        match stored {
            Err(_) => return self.answer(asker, Err(not_stored())),
            Ok(Receipt::Taken(clashes)) => return self.answer(asker, Err(taken_by(clashes))),
            Ok(_) => {}
        }
        if let Some((seat, note)) = note {
            self.arrivals.learn(seat, Arrived::Noted(note));
        }
        for seat in seats {
            self.take_up(seat);
        }
        self.regrant();
        self.announce_read_back(false); // the minutes tell who sat there, by their plates
        self.answer(asker, Ok(()));
    }

    /// What befell a known seat while its row was written stays.
    fn take_up(&mut self, seat: Seat) {
        let (id, setup) = (seat.id, live::setup(&seat));
        match self.table.seat_mut(id.into()) {
            Some(known) => {
                (known.label, known.name, known.beside) = (seat.label, seat.name, seat.beside);
                known.gone = seat.gone.or_else(|| known.gone.take());
            }
            None => self.table.hearing.put_seat(seat),
        }
        self.feed(Input::SeatIs(setup));
        self.tell_arrival(id);
    }
}
