//! Scheduling a hearing with its seats (H3).

use super::{
    AgendaPhase, Hearing, HearingKind, HearingNumber, Language, Occupant, ParticipantRole, SeatCheck, Side,
    default_agenda, lifecycle,
};
use crate::domain::{
    ReasonNeeded, Timestamp,
    event::{Change, EventKind},
    ids::{HearingId, RoomId, SeatId, StaffId},
    jurisdiction::{Agency, ReceptionRoom},
    named,
    people::{Party, Staff},
    petition::Petition,
};

/// A hearing as asked for.
#[derive(Debug, Clone)]
pub struct NewHearing {
    pub kind: HearingKind,
    pub title: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Empty: the usual one of its kind.
    pub agenda: Vec<AgendaPhase>,
    pub seats: Vec<NewSeat>,
    /// The session it goes on with.
    pub continues: Option<HearingId>,
    /// Who takes part by whose camera (同席): the places of both among `seats`.
    pub beside: Vec<(usize, usize)>,
}

/// A seat as asked for, before it has an id, a label and a link.
#[derive(Debug, Clone)]
pub struct NewSeat {
    pub role: ParticipantRole,
    pub occupant: Occupant,
    /// The hearing cannot begin without it; presider and clerk always are.
    pub mandatory: bool,
    /// What an interpreter speaks besides Mandarin.
    pub languages: Vec<Language>,
}

/// What the bureau's wish is held against.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "holds the people of a petition")]
pub struct Book<'a> {
    pub petition: &'a Petition,
    pub parties: &'a [Party],
    /// The agency that holds the hearing.
    pub host: &'a Agency,
    pub agencies: &'a [Agency],
    pub rooms: &'a [ReceptionRoom],
    pub staff: &'a [Staff],
    /// Of the petition, whenever they are or were.
    pub hearings: &'a [Hearing],
    /// `Petition::representatives_allowed`.
    pub representatives_allowed: u32,
    pub now: Timestamp,
}

named!(
    /// What is wrong with a wish.
    pub enum FaultCode {
        /// The petition is closed or withdrawn.
        PetitionOver = "petition_over",
        BadTitle = "bad_title",
        BadTimes = "bad_times",
        BadAgenda = "bad_agenda",
        /// A role that must be there has no seat.
        RoleMissing = "role_missing",
        /// There is one presider.
        TwoPresiders = "two_presiders",
        TooManySeats = "too_many_seats",
        /// More speak for the petitioners than may (art. 20).
        TooManyRepresentatives = "too_many_representatives",
        /// No such room, person or party.
        Unknown = "unknown",
        /// The phone of somebody from outside cannot be dialled.
        BadPhone = "bad_phone",
        /// This role cannot be held by such an occupant.
        WrongOccupant = "wrong_occupant",
        /// Staff without the post for it.
        NotQualified = "not_qualified",
        /// Languages of somebody who does not interpret, or one of them twice.
        BadLanguages = "bad_languages",
        /// The same person or room twice.
        Twice = "twice",
        /// Not a petitioner beside a room or an official, or beside two.
        CannotSitBeside = "cannot_sit_beside",
        /// A report never meets the agency it accuses (art. 30).
        Accused = "accused",
        /// Nobody said yet whom the report accuses (art. 30).
        AccusedUnnamed = "accused_unnamed",
        /// Has a direct interest in the petition (art. 28).
        Recused = "recused",
        /// It goes on with a session that is not there, has not begun, or is gone on with already.
        CannotContinue = "cannot_continue",
        /// The table stands: its minutes are read back, or it is over.
        WrongStage = "wrong_stage",
        /// 5 to 500 characters.
        ReasonNeeded = "reason_needed",
        /// What the seat said, signed or brought stays with it.
        SeatOnRecord = "seat_on_record",
    }
);

/// One thing wrong with a wish; `field` as the contract names it, `seats.2` for the third seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {sentence}")]
pub struct Fault {
    pub field: String,
    pub code: FaultCode,
    pub sentence: String,
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, code: FaultCode, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), code, sentence: sentence.into() }
    }
}

impl From<ReasonNeeded> for Fault {
    fn from(_: ReasonNeeded) -> Self {
        Self::new("reason", FaultCode::ReasonNeeded, ReasonNeeded::SENTENCE)
    }
}

/// Most seats of one hearing.
pub const MAX_SEATS: usize = 30;

/// Everything that is wrong with `new`; empty if it can be scheduled (but for clashes, which only the
/// store can find).
#[must_use]
pub fn faults(new: &NewHearing, book: &Book<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !book.petition.state.is_open() {
        faults.push(Fault::new("petition", FaultCode::PetitionOver, "The petition is closed or withdrawn"));
    }
    if book.petition.is_accused_unnamed() {
        let sentence = "Say first whom the report accuses, so that they are not invited (art. 30)";
        faults.push(Fault::new("petition", FaultCode::AccusedUnnamed, sentence));
    }
    if book.petition.is_sealed() && book.petition.accuses(book.host.id) {
        faults.push(Fault::new("host", FaultCode::Accused, "The accused agency cannot hold the hearing"));
    }
    if !(4..=100).contains(&new.title.trim().chars().count()) {
        faults.push(Fault::new("title", FaultCode::BadTitle, "The title has 4 to 100 characters"));
    }
    if let Err(refusal) = lifecycle::check_times(new.starts_at, new.ends_at, book.now) {
        faults.push(Fault::new("starts_at", FaultCode::BadTimes, refusal.sentence));
    }
    faults.extend(agenda_fault(&new.agenda, new.continues.is_some()));
    faults.extend(continuing_fault(new, book));
    let roles: Vec<_> = new.seats.iter().map(|seat| seat.role).collect();
    faults.extend(missing(new.kind, &roles));
    faults.extend(too_many(&roles, book.representatives_allowed));
    let checks = SeatCheck { seats: &new.seats, book };
    faults.extend((0..new.seats.len()).filter_map(|index| checks.fault(index)));
    faults.extend((0..new.beside.len()).filter_map(|index| checks.beside_fault(&new.beside, index)));
    faults
}

fn continuing_fault(new: &NewHearing, book: &Book<'_>) -> Option<Fault> {
    let wanted = new.continues?;
    let fault = |sentence: String| Some(Fault::new("continues", FaultCode::CannotContinue, sentence));
    let Some(earlier) = book.hearings.iter().find(|hearing| hearing.id == wanted) else {
        return fault("There is no such hearing of this petition".to_owned());
    };
    if earlier.stays_behind_the_wall(book.petition) {
        return fault(format!(
            "{} stays behind the wall of art. 30: the matter is heard anew",
            earlier.number
        ));
    }
    if !earlier.may_be_continued() {
        return fault(format!("{} has not begun", earlier.number));
    }
    let later = book.hearings.iter().find(|later| later.goes_on_with(earlier))?;
    fault(format!("{} goes on with {} already", later.number, earlier.number))
}

/// The next session begins where the last one stopped.
pub(super) fn agenda_fault(agenda: &[AgendaPhase], continues: bool) -> Option<Fault> {
    let twice = agenda.iter().enumerate().any(|(index, phase)| agenda[..index].contains(phase));
    let sentence = if agenda.is_empty() {
        return None;
    } else if agenda[0] != AgendaPhase::Opening && !continues {
        "A hearing begins with its opening (开场核身)"
    } else if twice {
        "A phase stands in the agenda once; the presider may go back to it"
    } else if agenda[..agenda.len() - 1].contains(&AgendaPhase::ReadBack) {
        "Reading back (核对笔录) is the last phase"
    } else {
        return None;
    };
    Some(Fault::new("agenda", FaultCode::BadAgenda, sentence))
}

/// Who is missing from the table as a whole.
pub(super) fn missing(kind: HearingKind, roles: &[ParticipantRole]) -> Vec<Fault> {
    let side_taken = |side| roles.iter().any(|role| role.side() == side);
    let petitioner = kind == HearingKind::Coordination || side_taken(Side::Petitioner);
    [
        (roles.contains(&ParticipantRole::Presider), "A presider (主持人) is needed"),
        (roles.contains(&ParticipantRole::Clerk), "A clerk (书记员) is needed"),
        (petitioner, "A seat for the petitioner's side is needed"),
        (side_taken(Side::Unit), "A seat for a responsible unit (责任单位) is needed"),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, sentence)| Fault::new("seats", FaultCode::RoleMissing, sentence))
    .collect()
}

/// Who is too many at the table as a whole.
pub(super) fn too_many(roles: &[ParticipantRole], representatives_allowed: u32) -> Vec<Fault> {
    use ParticipantRole as R;
    let mut faults = Vec::new();
    let mut fault = |code, sentence: String| faults.push(Fault::new("seats", code, sentence));
    if roles.iter().filter(|role| **role == R::Presider).count() > 1 {
        fault(FaultCode::TwoPresiders, "One person presides".to_owned());
    }
    if roles.len() > MAX_SEATS {
        fault(FaultCode::TooManySeats, format!("At most {MAX_SEATS} seats"));
    }
    let speakers = roles.iter().filter(|role| matches!(role, R::Petitioner | R::Representative)).count();
    if !u32::try_from(speakers).is_ok_and(|speakers| speakers <= representatives_allowed) {
        let sentence = format!(
            "At most {representatives_allowed} may speak for the petitioners (art. 20); seat the others as observers"
        );
        fault(FaultCode::TooManyRepresentatives, sentence);
    }
    faults
}

/// What a scheduled hearing is given from outside.
#[derive(Debug, Clone)]
pub struct Scheduling {
    pub id: HearingId,
    pub number: HearingNumber,
}

/// Seats everybody, with their plates.
///
/// # Errors
/// All [`faults`].
pub fn schedule(
    new: &NewHearing,
    book: &Book<'_>,
    given: Scheduling,
    mut new_seat: impl FnMut() -> SeatId,
) -> Result<(Hearing, Change), Vec<Fault>> {
    let faults = faults(new, book);
    if !faults.is_empty() {
        return Err(faults);
    }
    let checks = SeatCheck { seats: &new.seats, book };
    let mut seats: Vec<_> = (0..new.seats.len()).map(|index| checks.seat(index, new_seat())).collect();
    for (who, carrier) in &new.beside {
        seats[*who].beside = Some(seats[*carrier].id);
    }
    let change = Change::new(EventKind::HearingScheduled)
        .with("number", &given.number)
        .with("kind", new.kind)
        .with("host", book.host.id)
        .with("starts_at", new.starts_at.0)
        .with("ends_at", new.ends_at.0)
        .with("seats", new.seats.len());
    let agenda = if new.agenda.is_empty() { default_agenda(new.kind).to_vec() } else { new.agenda.clone() };
    let mut hearing = Hearing {
        number: given.number.to_string(),
        continues: new.continues,
        title: new.title.trim().to_owned(),
        agenda,
        seats,
        ..Hearing::new(given.id, book.petition.id, new.kind, book.host.id, new.starts_at, new.ends_at)
    };
    let earlier = book.hearings.iter().find(|earlier| new.continues == Some(earlier.id));
    let change = match earlier {
        Some(earlier) => {
            let masked = hearing.take_masks_of(earlier);
            change.with("continues", earlier.id).with("continued", &earlier.number).with("masked", masked)
        }
        None => change,
    };
    Ok((hearing, change))
}

/// Rooms that `occupants` take up, each once.
pub fn rooms_of<'a>(occupants: impl Iterator<Item = &'a Occupant>) -> Vec<RoomId> {
    once(occupants.filter_map(|occupant| match occupant {
        Occupant::Room { room } | Occupant::Official { room: Some(room), .. } => Some(*room),
        _ => None,
    }))
}

/// Staff among `occupants`, each once.
pub fn officials_of<'a>(occupants: impl Iterator<Item = &'a Occupant>) -> Vec<StaffId> {
    once(occupants.filter_map(|occupant| match occupant {
        Occupant::Official { staff, .. } => Some(*staff),
        _ => None,
    }))
}

fn once<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
