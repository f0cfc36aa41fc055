//! Rights in private talks, and to call witnesses (docs/rules.md 3.5 invariant 9; OLR21 26).

use super::admitted_on_arrival;
use crate::domain::hearing::{ParticipantRole, Seat, Side, Stage, StageName, TalkKind, TalkWindow};

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TalkFault {
    #[error("private talks of this kind are not held at this stage")]
    Stage,
    #[error("this seat has no part in private talks of this kind")]
    Role,
    #[error("the seat has not been admitted yet")]
    Lobby,
    #[error("one party consults by itself")]
    Side,
    #[error("the seat was not invited")]
    Uninvited,
    #[error("somebody sits beside who would hear it")]
    Beside,
    #[error("another witness is in: they do not hear each other")]
    WitnessInside,
}

/// The door of a private talk, as somebody stands before it.
#[derive(Debug, Clone, Copy)]
pub struct Door<'a> {
    pub of: TalkKind,
    /// Who is in it, and who was invited.
    pub people: &'a [ParticipantRole],
    pub stage: &'a Stage,
}

/// Who stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comer {
    pub role: ParticipantRole,
    /// Presides now: the presider, or who stands in.
    pub presides: bool,
    /// At the table by now, so that somebody knows who it is.
    pub admitted: bool,
    pub invited: bool,
}

/// Whether `who` may open it, once admitted. Who presides may open one for others, without going in itself.
///
/// # Errors
/// Why not.
pub fn may_open_talk(who: Comer, enters: bool, door: &Door<'_>) -> Result<(), TalkFault> {
    let Comer { role, presides, admitted, .. } = who;
    let opens = match door.of {
        TalkKind::Deliberation => presides || role.deliberates(),
        TalkKind::Consultation => presides || is_party(role),
        TalkKind::Mediation => presides || role == ParticipantRole::Mediator,
    };
    if !opens || (!enters && !presides) {
        return Err(TalkFault::Role);
    }
    if !admitted {
        return Err(TalkFault::Lobby);
    }
    match TalkWindow::at(door.stage) {
        TalkWindow::Open => {}
        TalkWindow::Session if door.of == TalkKind::Mediation => {}
        TalkWindow::Session if door.of == TalkKind::Consultation && presides => {}
        TalkWindow::Session | TalkWindow::Shut => return Err(TalkFault::Stage),
    }
    if enters { may_be_in_talk(who, door) } else { Ok(()) }
}

/// Whether `who` may be in it: invited, or going in.
///
/// # Errors
/// Why not.
pub fn may_be_in_talk(who: Comer, door: &Door<'_>) -> Result<(), TalkFault> {
    use ParticipantRole as R;
    let Comer { role, presides, .. } = who;
    let helps = matches!(role, R::Interpreter | R::Expert | R::GridWorker);
    match door.of {
        TalkKind::Deliberation if presides || role.deliberates() => Ok(()),
        TalkKind::Mediation if helps || is_party(role) => Ok(()),
        TalkKind::Mediation if presides || matches!(role, R::Presider | R::Mediator | R::Clerk) => Ok(()),
        TalkKind::Consultation if helps => Ok(()),
        TalkKind::Consultation if is_party(role) => {
            let others = |other: &ParticipantRole| is_party(*other) && other.side() != role.side();
            if door.people.iter().any(others) { Err(TalkFault::Side) } else { Ok(()) }
        }
        TalkKind::Deliberation | TalkKind::Mediation | TalkKind::Consultation => Err(TalkFault::Role),
    }
}

/// Whether `who` may go in now. Uninvited only who belongs there anyway: who decides, to a deliberation; a party at
/// the table, to its own consultation out of session.
///
/// # Errors
/// Why not.
pub fn may_enter_talk(who: Comer, door: &Door<'_>) -> Result<(), TalkFault> {
    let window = TalkWindow::at(door.stage);
    if window == TalkWindow::Shut {
        return Err(TalkFault::Stage);
    }
    may_be_in_talk(who, door)?;
    let role = who.role;
    let own = |other: &ParticipantRole| is_party(*other) && other.side() == role.side();
    let belongs = match door.of {
        TalkKind::Deliberation => true,
        TalkKind::Consultation => is_party(role) && door.people.iter().any(own) && window == TalkWindow::Open,
        TalkKind::Mediation => false,
    };
    if who.invited || (belongs && who.admitted) { Ok(()) } else { Err(TalkFault::Uninvited) }
}

/// Who calls witnesses in and sends them out.
#[must_use]
pub const fn calls_witnesses(who: Comer) -> bool {
    who.presides || matches!(who.role, ParticipantRole::Presider | ParticipantRole::Clerk)
}

/// Whether a witness may be called in now; `inside` are the witnesses that are.
///
/// # Errors
/// Why not.
pub fn may_call_witness(stage: &Stage, inside: usize) -> Result<(), TalkFault> {
    let hears = stage.name() == StageName::InSession && TalkWindow::at(stage) == TalkWindow::Session;
    match inside {
        _ if !hears => Err(TalkFault::Stage),
        0 => Ok(()),
        _ => Err(TalkFault::WitnessInside),
    }
}

/// Whether the seat is told of the minutes now: at the table, and always who keeps them. Outside nobody is, who may yet
/// have to say who they are; but whoever was there and owes their word on the minutes may read them while that is asked. A
/// witness is shown none, inside or outside: it tells what it knows, not what it read (OLR21 26).
#[must_use]
pub fn reads_minutes_in_room(seat: &Seat, stage: StageName) -> bool {
    let there = seat.admitted.is_some() || admitted_on_arrival(seat.role);
    let owes = seat.must_sign() && matches!(stage, StageName::MinutesReview | StageName::Signing);
    seat.stands() && !seat.is_witness() && (there || owes)
}

fn is_party(role: ParticipantRole) -> bool {
    matches!(role.side(), Side::Petitioner | Side::Unit | Side::Company)
}
