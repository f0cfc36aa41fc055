//! 增席、换人、撤席: the table changes after it was laid (docs/rules.md 2.5, a stand-in for every seat).
//!
//! Who takes a place takes a seat of their own (ADR 47). What was said, signed and brought there before keeps the
//! plate of who said it, and nobody comes in by somebody else's link or confirmed identity.

use super::{
    Book, Fault, FaultCode, Gone, Hearing, Language, MAX_SEATS, NewSeat, Occupant, ParticipantRole, Refusal,
    RefusalCode, Seat, SeatCheck,
    schedule::{missing, too_many},
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    given_reason,
    ids::SeatId,
};

/// Most rows of one hearing, those included that were given up: its roster must stay short enough to be sent.
const MAX_ROWS: usize = 3 * MAX_SEATS;

/// A change of the table as asked for.
#[derive(Debug, Clone)]
pub enum Reseat {
    /// 增席
    Add(NewSeat),
    /// 换人: role and duty to attend stay with the place.
    Replace { seat: SeatId, occupant: Occupant, languages: Vec<Language>, reason: String },
    /// 撤席
    Withdraw { seat: SeatId, reason: String },
}

/// What a seat has left on record, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRecord {
    Signed,
    Spoke,
    Exhibits,
}

/// A lawful change of the table, to be taken up by its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reseating {
    /// Who goes, and why.
    pub leaves: Option<(SeatId, String)>,
    /// Who comes.
    pub joins: Option<Seat>,
    /// For the log.
    pub change: Change,
}

impl Reseat {
    /// The seat it would take away.
    #[must_use]
    pub const fn leaving(&self) -> Option<SeatId> {
        match self {
            Self::Add(_) => None,
            Self::Replace { seat, .. } | Self::Withdraw { seat, .. } => Some(*seat),
        }
    }
}

/// Holds `asked` against what scheduling is held against. Clashes with other hearings only the store can find.
/// `on_record` is of the seat that would leave; `id` is for who comes.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn reseat(
    asked: &Reseat,
    hearing: &Hearing,
    book: &Book<'_>,
    on_record: Option<OnRecord>,
    id: SeatId,
) -> Result<Reseating, Fault> {
    if !hearing.stage.name().takes_seats() {
        let sentence = "The table stands once the minutes are read back, and when the hearing is over";
        return Err(Fault::new("stage", FaultCode::WrongStage, sentence));
    }
    let table = Table { hearing, book };
    match asked {
        Reseat::Add(new) => table.add(new, id),
        Reseat::Replace { seat, occupant, languages, reason } => {
            let leaving = table.leaving(*seat, reason)?;
            let new = NewSeat {
                role: leaving.role,
                occupant: occupant.clone(),
                mandatory: leaving.mandatory,
                languages: languages.clone(),
            };
            table.replace((leaving, reason), &new, on_record, id)
        }
        Reseat::Withdraw { seat, reason } => table.withdraw(table.leaving(*seat, reason)?, reason, on_record),
    }
}

struct Table<'a> {
    hearing: &'a Hearing,
    book: &'a Book<'a>,
}

impl<'a> Table<'a> {
    fn leaving(&self, id: SeatId, reason: &str) -> Result<&'a Seat, Fault> {
        given_reason(reason)?;
        let unknown = || Fault::new("seat", FaultCode::Unknown, "The table has no such seat");
        self.hearing.standing().find(|seat| seat.id == id).ok_or_else(unknown)
    }

    fn add(&self, new: &NewSeat, id: SeatId) -> Result<Reseating, Fault> {
        let roles: Vec<_> = self.roles(None).chain([new.role]).collect();
        if let Some(fault) = too_many(&roles, self.book.representatives_allowed).into_iter().next() {
            return Err(fault);
        }
        let seat = self.seat(new, None, id)?;
        let change = Change::new(EventKind::HearingSeatAdded).with("seat", id).with("role", seat.role);
        Ok(Reseating { leaves: None, joins: Some(seat), change })
    }

    fn replace(
        &self,
        (leaving, reason): (&Seat, &str),
        new: &NewSeat,
        on_record: Option<OnRecord>,
        id: SeatId,
    ) -> Result<Reseating, Fault> {
        if on_record == Some(OnRecord::Signed) {
            return Err(is_on_record("It has signed a paper of this hearing, and stays a signer of it"));
        }
        if leaving.occupant == new.occupant && leaving.languages == new.languages {
            return Err(Fault::new("occupant", FaultCode::Twice, "They sit there already"));
        }
        let seat = self.seat(new, Some(leaving), id)?;
        let change = Change::new(EventKind::HearingSeatReplaced)
            .with("seat", leaving.id)
            .with("successor", id)
            .with("role", seat.role)
            .because(reason);
        Ok(Reseating { leaves: Some((leaving.id, reason.to_owned())), joins: Some(seat), change })
    }

    fn withdraw(
        &self,
        leaving: &Seat,
        reason: &str,
        on_record: Option<OnRecord>,
    ) -> Result<Reseating, Fault> {
        match on_record {
            None => {}
            Some(OnRecord::Signed) => return Err(is_on_record("It has signed a paper of this hearing")),
            Some(OnRecord::Spoke) => {
                return Err(is_on_record("The minutes have its words: replace it instead"));
            }
            Some(OnRecord::Exhibits) => return Err(is_on_record("It brought exhibits: replace it instead")),
        }
        let before: Vec<_> = self.roles(None).collect();
        let after: Vec<_> = self.roles(Some(leaving.id)).collect();
        let lacked = missing(self.hearing.kind, &before);
        let lacks = missing(self.hearing.kind, &after).into_iter().find(|fault| !lacked.contains(fault));
        if let Some(fault) = lacks {
            return Err(fault);
        }
        let change = Change::new(EventKind::HearingSeatWithdrawn)
            .with("seat", leaving.id)
            .with("role", leaving.role)
            .because(reason);
        Ok(Reseating { leaves: Some((leaving.id, reason.to_owned())), joins: None, change })
    }

    fn roles(&self, without: Option<SeatId>) -> impl Iterator<Item = ParticipantRole> {
        self.hearing.standing().filter(move |seat| Some(seat.id) != without).map(|seat| seat.role)
    }

    /// `new` as a seat of this table, in the place of `leaving` if it takes one. Whoever was removed for conduct is
    /// not seated again; whoever gave up a seat may be.
    fn seat(&self, new: &NewSeat, leaving: Option<&Seat>, id: SeatId) -> Result<Seat, Fault> {
        if self.hearing.seats.len() >= MAX_ROWS {
            let sentence = format!("The table was changed too often: {MAX_ROWS} seats, with those given up");
            return Err(Fault::new("seats", FaultCode::TooManySeats, sentence));
        }
        let counts = |seat: &&Seat| {
            let withdrawn = matches!(seat.gone, Some(Gone::Withdrawn { .. }));
            !withdrawn && leaving.is_none_or(|leaving| leaving.id != seat.id)
        };
        let mut seats: Vec<_> = self.hearing.seats.iter().filter(counts).map(as_wished).collect();
        seats.push(new.clone());
        let (check, last) = (SeatCheck { seats: &seats, book: self.book }, seats.len() - 1);
        if let Some(fault) = check.fault(last) {
            return Err(Fault { field: "occupant".to_owned(), ..fault });
        }
        let mut seat = Seat { replaces: leaving.map(|leaving| leaving.id), ..check.seat(last, id) };
        self.mask(&mut seat, leaving);
        Ok(seat)
    }

    /// A name hidden by order stays hidden: the order was for the matter (ADR 41).
    fn mask(&self, seat: &mut Seat, leaving: Option<&Seat>) {
        let theirs = |other: &Seat| other.is_masked() && other.occupant.is_same(&seat.occupant);
        let hidden = leaving.is_some_and(Seat::is_masked) || self.hearing.seats.iter().any(theirs);
        if hidden && matches!(seat.occupant, Occupant::Party { .. }) {
            // After all who ever sat there: a letter on a plate is one person's.
            seat.mask(self.hearing.seats.iter().filter(|one| one.is_identified_at_check_in()).count());
        }
    }
}

impl Reseating {
    /// The rows it changes or adds at the table as it is by now, who leaves first. `acting` presides for the presider.
    ///
    /// # Errors
    /// The table has changed since it was decided, so that it is no longer possible.
    pub fn rows(
        &self,
        hearing: &Hearing,
        acting: Option<SeatId>,
        now: Timestamp,
    ) -> Result<Vec<Seat>, Refusal> {
        if !hearing.stage.name().takes_seats() {
            let sentence = format!("the table stands: the hearing is {}", hearing.stage.name());
            return Err(Refusal::new(RefusalCode::WrongStage, sentence));
        }
        let mut rows = Vec::new();
        if let Some((id, reason)) = &self.leaves {
            let leaving = hearing.standing().find(|seat| seat.id == *id);
            let leaving = leaving.ok_or_else(|| {
                Refusal::new(RefusalCode::NoSuchSeat, "the table has no such seat any more")
            })?;
            if acting == Some(*id) {
                let sentence = "the stand-in presides now: the presider is replaced or comes back first";
                return Err(Refusal::new(RefusalCode::WrongStage, sentence));
            }
            let gone = Some(Gone::Withdrawn { at: now, reason: reason.clone() });
            rows.push(Seat { gone, ..leaving.clone() });
        }
        if let Some(seat) = &self.joins {
            let stays = |other: &&Seat| rows.iter().all(|row: &Seat| row.id != other.id);
            if hearing.standing().filter(stays).any(|other| other.occupant.is_same(&seat.occupant)) {
                let sentence = "the same person or room has been given a seat meanwhile";
                return Err(Refusal::new(RefusalCode::WrongStage, sentence));
            }
            rows.push(seat.clone());
        }
        Ok(rows)
    }
}

impl Hearing {
    /// Since when the place of `seat` has been empty, where it was taken over from somebody.
    #[must_use]
    pub fn vacated(&self, seat: &Seat) -> Option<Timestamp> {
        match self.seat(seat.replaces?)?.gone {
            Some(Gone::Withdrawn { at, .. }) => Some(at),
            _ => None,
        }
    }

    /// Puts a row where it belongs: over the one it is of, after the one whose place it took, or last.
    pub fn put_seat(&mut self, seat: Seat) {
        let place = |id: SeatId| self.seats.iter().position(|one| one.id == id);
        match (place(seat.id), seat.replaces.and_then(place)) {
            (Some(at), _) => self.seats[at] = seat,
            (None, Some(before)) => self.seats.insert(before + 1, seat),
            (None, None) => self.seats.push(seat),
        }
    }
}

fn as_wished(seat: &Seat) -> NewSeat {
    let Seat { role, mandatory, .. } = *seat;
    NewSeat { role, occupant: seat.occupant.clone(), mandatory, languages: seat.languages.clone() }
}

fn is_on_record(sentence: &str) -> Fault {
    Fault::new("seat", FaultCode::SeatOnRecord, sentence)
}
