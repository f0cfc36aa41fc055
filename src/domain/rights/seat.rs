//! Rights of a seat in the live room: attending, speaking, publishing, presiding.

use super::{
    Official, WORKERS,
    chat::{ChatGrants, chat_grants, presents},
};
use crate::domain::{
    hearing::{
        AgendaPhase, CheckIn, IdentityRule, Occupant, ParticipantRole, Presiding, Seat, Side, Stage,
        TalkKind, TalkWindow,
    },
    ids::{AgencyId, SeatId},
    people::Role,
    petition::Course,
};

/// What one seat may do in the room now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatGrants {
    /// May send sound.
    pub speak: bool,
    /// May send its camera.
    pub show: bool,
    /// May share its screen.
    pub share: bool,
    /// May hear and see the others.
    pub attend: bool,
    pub preside: bool,
    /// May write the minutes.
    pub minute: bool,
    /// May have exhibits shown, turn their pages and point.
    pub present: bool,
    pub chat: ChatGrants,
}

/// A seat in its moment.
#[derive(Debug, Clone, Copy)]
pub struct Sitting<'a> {
    pub stage: &'a Stage,
    pub seat: &'a Seat,
    /// Let in from the lobby.
    pub admitted: bool,
    /// The presider gave the floor to it, or to who sits beside it.
    pub has_floor: bool,
    /// Somebody sits beside it and hears what it hears.
    pub carries: bool,
    /// The private talk it is in, if it is in one.
    pub talk: Option<TalkKind>,
    /// See [`beyond_cap`].
    pub beyond_cap: bool,
    /// See [`is_recused`].
    pub recused: bool,
    /// What presiding says of the table: who presides, whether microphones are locked.
    pub presiding: &'a Presiding,
}

/// Whether `actor` may sit down on `seat`; `room_owner` is the agency of its reception room, if it is one.
/// Parties and people from outside come by their link, never by signing in.
#[must_use]
pub fn may_take_seat(actor: &Official, seat: &Seat, room_owner: Option<AgencyId>) -> bool {
    if actor.staff.disabled || !seat.stands() {
        return false;
    }
    match seat.occupant {
        Occupant::Official { staff, .. } => staff == actor.staff.id,
        Occupant::Room { .. } => {
            let works = actor.has_any(WORKERS) || actor.has_any(&[Role::Officer]);
            works && room_owner == Some(actor.agency.id)
        }
        Occupant::Party { .. } | Occupant::External { .. } => false,
    }
}

/// Presider and clerk need nobody to let them in.
#[must_use]
pub const fn admitted_on_arrival(role: ParticipantRole) -> bool {
    matches!(role, ParticipantRole::Presider | ParticipantRole::Clerk)
}

/// Whether somebody must say first who sits there, before the seat may be let in.
#[must_use]
pub const fn lacks_identity(seat: &Seat, known: Option<&CheckIn>, rule: IdentityRule) -> bool {
    matches!(rule, IdentityRule::Demanded)
        && seat.is_identified_at_check_in()
        && !matches!(known, Some(CheckIn { identity: Some(_), .. }))
}

/// Whether who sits there was recused from the petition (回避, art. 28), when the hearing was scheduled or since.
#[must_use]
pub fn is_recused(seat: &Seat, course: &Course) -> bool {
    matches!(seat.occupant, Occupant::Official { staff, .. } if course.is_recused(staff))
}

/// Whether `id` is one more speaker for the petitioners than may speak (invariant 1). Scheduling seats no
/// more than may; this holds also when the rule or the table changed since.
#[must_use]
pub fn beyond_cap(seats: &[Seat], id: SeatId, allowed: u32) -> bool {
    let speaks = |seat: &&Seat| {
        seat.stands() && matches!(seat.role, ParticipantRole::Petitioner | ParticipantRole::Representative)
    };
    seats
        .iter()
        .filter(speaks)
        .position(|seat| seat.id == id)
        .is_some_and(|place| place >= usize::try_from(allowed).unwrap_or(usize::MAX))
}

/// What a seat may do now.
///
/// Sound and picture flow from readiness on, so that everybody is seen before the countdown ends; at
/// check-in nobody is, so that nobody waits on a stage. In recess and suspension media are held for
/// all. In deliberation (合议) only the panel hears, sees and speaks. Who only attends may speak with the
/// floor. A witness who was called in is heard in session and at no other time (OLR21 26). While microphones are
/// locked, who presides, who has the floor and interpreters, who speak for others, are heard and nobody else.
///
/// Who was recused since neither presides nor decides (invariant 3), wherever they sit.
///
/// In a private talk everybody who is in it speaks, hears and sees, whatever the stage: the room lets
/// nothing of it out, and nothing of the hearing in. Neither it nor a deliberation is heard where somebody sits beside, who
/// has no part in it.
#[must_use]
pub fn seat_grants(sitting: &Sitting<'_>) -> SeatGrants {
    let Sitting { stage, seat, admitted, talk, .. } = *sitting;
    let admitted = admitted || admitted_on_arrival(seat.role);
    let barred = sitting.recused && seat.role.decides();
    if barred || !seat.stands() || stage.name().is_vacant() || !(admitted || talk.is_some()) {
        return SeatGrants::default();
    }
    let presides = admitted && !sitting.recused && sitting.presiding.presides(seat);
    let media = match stage {
        _ if talk.is_some() && sitting.carries => SeatGrants::default(),
        _ if talk.is_some() => {
            SeatGrants { speak: true, show: true, share: true, attend: true, ..SeatGrants::default() }
        }
        Stage::InSession { .. } if seat.is_witness() && TalkWindow::at(stage) == TalkWindow::Session => {
            at_the_table(sitting)
        }
        _ if seat.is_witness() => SeatGrants::default(),
        Stage::Ready { .. }
        | Stage::Countdown { .. }
        | Stage::MinutesReview { .. }
        | Stage::Signing { .. } => at_the_table(sitting),
        Stage::InSession { phase: AgendaPhase::Deliberation, .. }
            if sitting.carries || !(seat.role.deliberates() || sitting.presiding.presides(seat)) =>
        {
            SeatGrants::default()
        }
        Stage::InSession { .. } => at_the_table(sitting),
        _ => SeatGrants::default(),
    };
    SeatGrants {
        preside: presides,
        minute: (presides || (admitted && seat.role == ParticipantRole::Clerk))
            && stage.name().takes_minutes(),
        present: admitted && talk.is_none() && media.attend && presents(seat.role),
        chat: if admitted { chat_grants(sitting) } else { ChatGrants::default() },
        ..media
    }
}

fn at_the_table(sitting: &Sitting<'_>) -> SeatGrants {
    let role = sitting.seat.role;
    let attends_only = role.side() == Side::Observer && !sitting.seat.is_witness();
    let speaks = sitting.has_floor || !(attends_only || sitting.beyond_cap);
    let heard = !sitting.presiding.microphones_locked
        || sitting.has_floor
        || role == ParticipantRole::Interpreter
        || sitting.presiding.presides(sitting.seat);
    SeatGrants { speak: speaks && heard, show: speaks, share: speaks, attend: true, ..SeatGrants::default() }
}
