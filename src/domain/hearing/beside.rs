//! 同席: who sits beside another seat, and takes part by its camera and microphone (ADR 82).

use super::{
    AgendaPhase, Hearing, Occupant, ParticipantRole, Refusal, RefusalCode, Seat, Side,
    presiding::no_such_seat,
};
use crate::domain::{
    event::{Change, EventKind},
    ids::SeatId,
};

/// Somebody named in the petition, on the petitioners' side.
pub(super) const fn may_share(role: ParticipantRole, occupant: &Occupant) -> bool {
    matches!(occupant, Occupant::Party { .. }) && matches!(role.side(), Side::Petitioner)
}

/// Whether others may sit before the camera of such a seat: a reception room's, or an official's. A witness is sent out,
/// and an interpreter speaks into single ears: nobody shares that.
pub(super) const fn may_carry(role: ParticipantRole, occupant: &Occupant) -> bool {
    matches!(occupant, Occupant::Official { .. } | Occupant::Room { .. })
        && !matches!(role, ParticipantRole::Witness | ParticipantRole::Interpreter)
}

impl Seat {
    /// Whether others may sit before its camera.
    #[must_use]
    pub const fn may_carry(&self) -> bool {
        self.stands() && may_carry(self.role, &self.occupant)
    }
}

impl Hearing {
    /// Whether somebody sits before the camera of this seat, and hears what it hears.
    #[must_use]
    pub fn carries(&self, carrier: SeatId) -> bool {
        self.standing().any(|seat| seat.beside == Some(carrier))
    }

    /// Whether it speaks with the floor: its own, or that of who sits beside it.
    #[must_use]
    pub fn speaks_with_floor(&self, id: SeatId, floor: Option<SeatId>) -> bool {
        floor.is_some_and(|floor| floor == id || self.seat(floor).is_some_and(|seat| seat.beside == Some(id)))
    }

    /// The row of `id` beside `carrier`, or by itself again, and the log's line.
    ///
    /// # Errors
    /// Why not; nothing changed.
    pub fn put_beside(&self, id: SeatId, carrier: Option<SeatId>) -> Result<(Seat, Change), Refusal> {
        if self.stage.name().is_over() {
            let sentence = format!("nobody sits there any more: the hearing is {}", self.stage.name());
            return Err(Refusal::new(RefusalCode::WrongStage, sentence));
        }
        let seat = self.seat(id).filter(|seat| seat.stands()).ok_or_else(no_such_seat)?;
        if let Some(carrier) = carrier {
            let carrier = self.seat(carrier).ok_or_else(no_such_seat)?;
            if !(may_share(seat.role, &seat.occupant) && carrier.may_carry()) {
                let sentence =
                    "Somebody of the petitioners' side sits beside a reception room or an official";
                return Err(Refusal::new(RefusalCode::CannotSitBeside, sentence));
            }
            if carrier.role.deliberates() && self.stage.phase() == Some(AgendaPhase::Deliberation) {
                return Err(hears_deliberation(carrier));
            }
        }
        let change = Change::new(EventKind::HearingSeatBeside).with("seat", id);
        let change = carrier.into_iter().fold(change, |change, carrier| change.with("beside", carrier));
        Ok((Seat { beside: carrier, ..seat.clone() }, change))
    }

    /// Whether deliberation (合议) may begin: nobody sits before the camera of who deliberates.
    ///
    /// # Errors
    /// Somebody does; the sentence says beside whom.
    pub fn deliberates_alone(&self) -> Result<(), Refusal> {
        let carries = |seat: &&Seat| seat.role.deliberates() && self.carries(seat.id);
        self.standing().find(carries).map_or(Ok(()), |carrier| Err(hears_deliberation(carrier)))
    }
}

fn hears_deliberation(carrier: &Seat) -> Refusal {
    Refusal::new(RefusalCode::SomebodyBeside, carrier.plate())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        hearing::{Gone, HearingKind, ParticipantRole as R, Stage},
        ids::{AgencyId, HearingId, PersonId, PetitionId, RoomId, StaffId},
    };
    use uuid::Uuid;

    const PRESIDER: usize = 0;
    const ROOM: usize = 2;
    const PETITIONER: usize = 3;
    const COMPANY: usize = 4;

    fn id(n: usize) -> SeatId {
        SeatId(Uuid::from_u128(n as u128 + 1))
    }

    /// Presider, clerk, a room of the unit, a petitioner, a company, a witness of staff.
    fn hearing(stage: Stage) -> Hearing {
        let official = |n: u128| Occupant::Official { staff: StaffId(Uuid::from_u128(n)), room: None };
        let outside =
            Occupant::External { organisation: "某公司".into(), name: "某".into(), phone: None };
        let seats = [
            (R::Presider, official(1)),
            (R::Clerk, official(2)),
            (R::AgencyRep, Occupant::Room { room: RoomId(Uuid::from_u128(3)) }),
            (R::Petitioner, Occupant::Party { person: PersonId(Uuid::from_u128(4)) }),
            (R::CompanyRep, outside),
            (R::Witness, official(5)),
        ];
        let seats = seats.into_iter().enumerate();
        let nil = Uuid::nil();
        let (petition, host, at) = (PetitionId(nil), AgencyId(nil), Timestamp(0));
        Hearing {
            seats: seats.map(|(n, (role, occupant))| Seat::new(id(n), role, occupant)).collect(),
            stage,
            ..Hearing::new(HearingId(nil), petition, HearingKind::JointReception, host, at, at)
        }
    }

    fn in_phase(phase: AgendaPhase) -> Hearing {
        hearing(Stage::InSession { since: Timestamp(0), phase, phase_since: Timestamp(0) })
    }

    #[test]
    fn petitioners_sit_beside_staff_and_rooms_and_nobody_else_does() {
        let table = in_phase(AgendaPhase::Statement);
        let unknown = id(9);
        for (who, beside, refused) in [
            (id(PETITIONER), Some(id(ROOM)), None),
            (id(PETITIONER), Some(id(PRESIDER)), None),
            (id(PETITIONER), None, None),
            (id(PETITIONER), Some(id(COMPANY)), Some(RefusalCode::CannotSitBeside)),
            (id(PETITIONER), Some(id(5)), Some(RefusalCode::CannotSitBeside)),
            (id(PETITIONER), Some(id(PETITIONER)), Some(RefusalCode::CannotSitBeside)),
            (id(COMPANY), Some(id(ROOM)), Some(RefusalCode::CannotSitBeside)),
            (id(PETITIONER), Some(unknown), Some(RefusalCode::NoSuchSeat)),
            (unknown, Some(id(ROOM)), Some(RefusalCode::NoSuchSeat)),
        ] {
            let put = table.put_beside(who, beside);
            assert_eq!(put.as_ref().err().map(|refusal| refusal.code), refused, "{who} beside {beside:?}");
            if let Ok((seat, change)) = put {
                assert_eq!((seat.beside, change.kind), (beside, EventKind::HearingSeatBeside));
            }
        }
        let mut gone = table;
        gone.seats[ROOM].gone = Some(Gone::Removed { reason: "扰乱秩序".into() });
        let refusal = gone.put_beside(id(PETITIONER), Some(id(ROOM))).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::CannotSitBeside);
        let over = hearing(Stage::Closed { at: Timestamp(1) });
        assert_eq!(over.put_beside(id(PETITIONER), None).unwrap_err().code, RefusalCode::WrongStage);
    }

    #[test]
    fn nobody_hears_the_deliberation_beside_who_deliberates() {
        let (presider, room) = (Some(id(PRESIDER)), Some(id(ROOM)));
        let table = in_phase(AgendaPhase::Deliberation);
        let refused = table.put_beside(id(PETITIONER), presider).unwrap_err();
        assert_eq!(refused.code, RefusalCode::SomebodyBeside);
        assert!(table.put_beside(id(PETITIONER), room).is_ok(), "the room waits outside as well");
        for (beside, alone) in [(None, true), (room, true), (presider, false)] {
            let mut table = in_phase(AgendaPhase::Statement);
            table.seats[PETITIONER].beside = beside;
            assert_eq!(table.deliberates_alone().is_ok(), alone, "{beside:?}");
        }
    }

    #[test]
    fn the_floor_of_who_sits_beside_opens_the_microphone_they_share() {
        let mut table = in_phase(AgendaPhase::Statement);
        let speaks = |table: &Hearing, n| table.speaks_with_floor(id(n), Some(id(PETITIONER)));
        assert_eq!([ROOM, PETITIONER].map(|n| speaks(&table, n)), [false, true]);
        table.seats[PETITIONER].beside = Some(id(ROOM));
        assert_eq!([PRESIDER, ROOM, PETITIONER].map(|n| speaks(&table, n)), [false, true, true]);
        assert!(table.carries(id(ROOM)) && !table.carries(id(PRESIDER)));
        assert!(!table.speaks_with_floor(id(ROOM), None));
    }
}
