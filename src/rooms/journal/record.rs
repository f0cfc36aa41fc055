//! What is written together: rows, and the events that tell why they changed.

use super::{
    super::{exhibits::Laid, index::Indexing, papers::Proposed, signing::Added},
    Place,
};
use crate::{
    domain::{
        Timestamp,
        event::Event,
        hearing::{
            CheckInNote, Gone, Hearing, Occupant, Outcome, Presiding, Seal, Seat, SeatChange, officials_of,
            presiding::Measure, rooms_of,
        },
        ids::{EventId, HearingId, SeatId},
        quality::SeatReport,
    },
    storage::{Booking, BookingClash, StoreError, Tx},
    world::SharedWorld,
};

/// Rows and events of one transaction. Rows are written first, in the order in which they were added; the events
/// follow, and last of all the index, which may add an event of its own.
#[derive(Debug, Default)]
pub struct Record {
    /// What must be free for it.
    books: Option<Books>,
    writes: Vec<Write>,
    events: Vec<Event>,
    index: Option<Indexing>,
}

/// One row of a [`Record`].
#[derive(Debug)]
pub enum Write {
    /// Comes first: if somebody else has changed the hearing, nothing of the record is written.
    Hearing(Box<Hearing>),
    /// It is held another day: nobody is checked in.
    Anew(HearingId),
    Seat(HearingId, Box<Seat>),
    /// Nothing else of the seat's row.
    SeatChange(HearingId, SeatId, SeatChange),
    /// One thing learnt of a seat that checks in.
    CheckIn(HearingId, SeatId, CheckInNote),
    Outcome(Box<Outcome>),
    /// The next version of it.
    Corrected(Box<Outcome>),
    Signing(Box<Added>),
    Presiding(HearingId, Box<Presiding>),
    Measure(Box<Measure>),
    Proposed(Box<Proposed>),
    Seal(Box<Seal>),
    /// Seat cookies die with the hearing.
    EndSeatSessions(HearingId),
    /// How a line fared so far: a measurement and no change, so without an event.
    Line(HearingId, Box<SeatReport>),
    Exhibit(Box<Laid>),
    /// Whether the table's chat is closed.
    Chat {
        hearing: HearingId,
        closed: bool,
    },
}

/// Rooms and people that a hearing would have at a time.
#[derive(Debug)]
pub struct Books {
    pub hearing: HearingId,
    pub wanted: Vec<Booking>,
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Record {
    /// Of what happened, without any row yet.
    pub fn of(events: Vec<Event>) -> Self {
        Self { events, ..Self::default() }
    }

    pub fn with(mut self, write: impl Into<Write>) -> Self {
        self.writes.push(write.into());
        self
    }

    /// One after the other; none of none.
    pub fn with_all<W: Into<Write>>(mut self, writes: impl IntoIterator<Item = W>) -> Self {
        self.writes.extend(writes.into_iter().map(Into::into));
        self
    }

    pub fn booking(mut self, books: Option<Books>) -> Self {
        self.books = books;
        self
    }

    pub fn indexing(mut self, index: Option<Indexing>) -> Self {
        self.index = index;
        self
    }

    /// An event of it, to be known by.
    pub(super) fn mark(&self) -> Option<EventId> {
        self.events.first().map(|event| event.id)
    }

    /// What stands in the way; looked at in the transaction that books, which locks what it wants.
    pub(super) async fn clashes(&self, tx: &mut dyn Tx) -> Result<Vec<BookingClash>, StoreError> {
        let Some(Books { hearing, wanted, from, to }) = &self.books else { return Ok(Vec::new()) };
        tx.clashes(wanted, *from, *to, Some(*hearing)).await
    }

    /// Whether it brings a file more than may be.
    pub(super) async fn finds_no_room(&self, tx: &mut dyn Tx) -> Result<bool, StoreError> {
        for write in &self.writes {
            if let Write::Exhibit(laid) = write
                && laid.is_too_many(tx).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn comes_anew(&self) -> bool {
        self.writes.iter().any(|write| matches!(write, Write::Anew(_)))
    }

    pub(super) async fn write(
        &self,
        tx: &mut dyn Tx,
        world: &SharedWorld,
        place: &Place,
    ) -> Result<(), StoreError> {
        if let Some(event) = self.events.first().filter(|_| self.comes_anew()) {
            tx.hold_chain(&event.chain).await?; // nobody promises between the forgetting and the commit
        }
        for write in &self.writes {
            write.apply(tx).await?;
        }
        for event in &self.events {
            tx.append(event).await?;
        }
        match &self.index {
            Some(index) => index.write(tx, world, place).await,
            None => Ok(()),
        }
    }
}

impl Write {
    pub fn seat(hearing: HearingId, seat: Seat) -> Self {
        Self::Seat(hearing, Box::new(seat))
    }

    async fn apply(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match self {
            Self::Hearing(hearing) => tx.save_hearing(hearing).await,
            Self::Anew(hearing) => tx.come_anew(*hearing).await,
            Self::Seat(hearing, seat) => {
                tx.save_seat(*hearing, seat).await?;
                if matches!(seat.gone, Some(Gone::Withdrawn { .. })) {
                    tx.end_seat_access(seat.id).await?;
                }
                Ok(())
            }
            Self::SeatChange(hearing, seat, change) => tx.change_seat(*hearing, *seat, change).await,
            Self::CheckIn(hearing, seat, note) => tx.note_check_in(*hearing, *seat, note).await,
            Self::Outcome(outcome) => tx.add_outcome(outcome).await,
            Self::Corrected(outcome) => tx.correct_outcome(outcome).await,
            Self::Signing(added) => added.write(tx).await,
            Self::Presiding(hearing, presiding) => tx.put_presiding(*hearing, presiding).await,
            Self::Measure(measure) => tx.add_measure(measure).await,
            Self::Proposed(proposed) => proposed.write(tx).await,
            Self::Seal(seal) => tx.add_seal(seal).await,
            Self::EndSeatSessions(hearing) => tx.end_seat_sessions_of(*hearing).await,
            Self::Line(hearing, report) => tx.put_line_report(*hearing, report).await,
            Self::Exhibit(laid) => laid.write(tx).await,
            Self::Chat { hearing, closed } => tx.close_chat(*hearing, *closed).await,
        }
    }
}

impl From<Hearing> for Write {
    fn from(hearing: Hearing) -> Self {
        Self::Hearing(Box::new(hearing))
    }
}

impl From<Outcome> for Write {
    fn from(outcome: Outcome) -> Self {
        Self::Outcome(Box::new(outcome))
    }
}

impl From<Added> for Write {
    fn from(added: Added) -> Self {
        Self::Signing(Box::new(added))
    }
}

impl From<Measure> for Write {
    fn from(measure: Measure) -> Self {
        Self::Measure(Box::new(measure))
    }
}

impl From<Proposed> for Write {
    fn from(proposed: Proposed) -> Self {
        Self::Proposed(Box::new(proposed))
    }
}

impl From<Seal> for Write {
    fn from(seal: Seal) -> Self {
        Self::Seal(Box::new(seal))
    }
}

impl From<Laid> for Write {
    fn from(laid: Laid) -> Self {
        Self::Exhibit(Box::new(laid))
    }
}

impl Books {
    /// Of what `occupants` take up, at the times of `hearing`.
    pub fn at_times_of<'a>(hearing: &Hearing, occupants: impl Iterator<Item = &'a Occupant> + Clone) -> Self {
        let (from, to) = (hearing.starts_at, hearing.ends_at);
        Self { hearing: hearing.id, wanted: bookings_of(occupants), from, to }
    }
}

/// Rooms and people that `occupants` take up.
pub fn bookings_of<'a>(occupants: impl Iterator<Item = &'a Occupant> + Clone) -> Vec<Booking> {
    let rooms = rooms_of(occupants.clone()).into_iter().map(Booking::Room);
    rooms.chain(officials_of(occupants).into_iter().map(Booking::Staff)).collect()
}
