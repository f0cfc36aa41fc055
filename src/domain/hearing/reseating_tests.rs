use super::*;
use crate::domain::hearing::{
    Gone, OnRecord, RefusalCode, Reseat, Reseating, Seat, StageName, default_agenda, reseat,
};

const REASON: &str = "单位另派他人参加";
const NEW: SeatId = SeatId(Uuid::from_u128(0x99));
const CLERK: usize = 1;
const UNIT_ROOM: usize = 2;
const PETITIONER: usize = 3;
const COMPANY: usize = 4;

/// The plain wish, scheduled, in a world with a second clerk.
struct Laid {
    world: World,
    hearing: Hearing,
}

fn laid() -> Laid {
    let mut world = world();
    let clerk = Staff { id: StaffId(id(14)), ..world.staff[1].clone() };
    world.staff.push(clerk);
    let number = HearingNumber::new(&world.agencies[0].division, NOW.local_date(), 1);
    let (mut next, given) = (200.., Scheduling { id: HearingId(id(8)), number });
    let scheduled = schedule(&wish(), &book(&world), given, || SeatId(id(next.next().unwrap())));
    let (hearing, _) = scheduled.unwrap();
    Laid { world, hearing }
}

impl Laid {
    fn asks(&self, asked: &Reseat, on_record: Option<OnRecord>) -> Result<Reseating, Fault> {
        reseat(asked, &self.hearing, &book(&self.world), on_record, NEW)
    }

    fn replace(&self, at: usize, occupant: Occupant) -> Reseat {
        let (seat, reason) = (self.hearing.seats[at].id, REASON.to_owned());
        Reseat::Replace { seat, occupant, languages: Vec::new(), reason }
    }

    fn withdraw(&self, at: usize) -> Reseat {
        Reseat::Withdraw { seat: self.hearing.seats[at].id, reason: REASON.to_owned() }
    }

    /// Done, as its room does it.
    fn takes_up(&mut self, asked: &Reseat) {
        let reseating = self.asks(asked, None).unwrap();
        for row in reseating.rows(&self.hearing, None, NOW).unwrap() {
            self.hearing.put_seat(row);
        }
    }

    #[track_caller]
    fn refused(&self, asked: &Reseat, field: &str, code: FaultCode) {
        let fault = self.asks(asked, None).unwrap_err();
        assert_eq!((fault.field.as_str(), fault.code), (field, code), "{asked:?}");
    }
}

fn seated(role: R, occupant: Occupant) -> Reseat {
    Reseat::Add(seat(role, occupant))
}

#[test]
fn who_takes_a_place_has_a_seat_of_their_own_in_it() {
    let mut laid = laid();
    laid.takes_up(&laid.replace(CLERK, official(14, None)));
    let [before, after] = [&laid.hearing.seats[CLERK], &laid.hearing.seats[CLERK + 1]];
    assert_eq!(before.gone, Some(Gone::Withdrawn { at: NOW, reason: REASON.to_owned() }));
    assert_eq!((after.id, after.role, after.replaces), (NEW, R::Clerk, Some(before.id)));
    assert!(after.mandatory && after.name == "某11" && after.label == "兰州市信访局");
    assert_eq!(laid.hearing.standing().count(), 5);
}

/// A unit sends somebody else, a leader is ill, an interpreter turns out to be needed, a guest does not come.
#[test]
fn tables_change_as_they_do_every_week() {
    let mut laid = laid();
    laid.world.staff[1].roles.push(Role::Presider);
    laid.takes_up(&laid.withdraw(COMPANY));
    assert_eq!(laid.hearing.standing().count(), 4);
    laid.takes_up(&laid.replace(UNIT_ROOM, official(12, None)));
    let tibetan =
        NewSeat { languages: vec![Language::Tibetan], ..seat(R::Interpreter, external("某译社")) };
    let asked = Reseat::Add(tibetan);
    let reseating = reseat(&asked, &laid.hearing, &book(&laid.world), None, SeatId(id(300))).unwrap();
    assert_eq!(reseating.joins.unwrap().languages, [Language::Tibetan]);
    let another_room = laid.replace(0, official(10, Some(21)));
    assert!(laid.asks(&another_room, None).is_ok(), "the presider sits in another room");
}

#[test]
fn the_table_is_held_to_what_scheduling_is_held_to() {
    use FaultCode as F;
    let mut laid = laid();
    laid.refused(&seated(R::Presider, official(14, None)), "seats", F::TwoPresiders);
    laid.refused(&seated(R::Expert, official(10, None)), "occupant", F::Twice);
    laid.refused(&seated(R::Expert, official(77, None)), "occupant", F::Unknown);
    laid.refused(&seated(R::Clerk, official(12, None)), "occupant", F::NotQualified);
    laid.refused(&laid.replace(CLERK, room(20)), "occupant", F::WrongOccupant);
    laid.refused(&laid.replace(CLERK, official(11, Some(20))), "occupant", F::Twice);
    laid.refused(&laid.withdraw(CLERK), "seats", F::RoleMissing);
    laid.refused(&laid.withdraw(UNIT_ROOM), "seats", F::RoleMissing);
    laid.refused(&laid.withdraw(PETITIONER), "seats", F::RoleMissing);
    let speechless = Reseat::Withdraw { seat: laid.hearing.seats[COMPANY].id, reason: "无".to_owned() };
    laid.refused(&speechless, "reason", F::ReasonNeeded);
    let nobody = Reseat::Withdraw { seat: NEW, reason: REASON.to_owned() };
    laid.refused(&nobody, "seat", F::Unknown);
    laid.world.petition.course.recused.push(StaffId(id(14)));
    laid.world.staff[4].roles = vec![Role::Presider];
    laid.refused(&laid.replace(0, official(14, None)), "occupant", F::Recused);
    laid.world.petition.category = Category::Report;
    laid.world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT))));
    laid.refused(&seated(R::Expert, official(12, None)), "occupant", F::Accused);
}

#[test]
fn one_more_speaker_than_may_is_not_seated_but_may_take_the_place_of_one() {
    let mut laid = laid();
    for number in 1..5 {
        let asked = seated(R::Representative, person(100 + number));
        let joins = laid.asks(&asked, None).unwrap().joins.unwrap();
        laid.hearing.put_seat(Seat { id: SeatId(id(300 + number)), ..joins });
    }
    let sixth = seated(R::Representative, person(105));
    laid.refused(&sixth, "seats", FaultCode::TooManyRepresentatives);
    assert!(laid.asks(&laid.replace(5, person(105)), None).is_ok());
}

#[test]
fn what_stands_on_record_of_a_seat_keeps_it_at_the_table() {
    let laid = laid();
    for (on_record, replaced, withdrawn) in [
        (None, true, true),
        (Some(OnRecord::Exhibits), true, false),
        (Some(OnRecord::Spoke), true, false),
        (Some(OnRecord::Signed), false, false),
    ] {
        for (asked, may) in
            [(laid.replace(COMPANY, external("另一物业公司")), replaced), (laid.withdraw(COMPANY), withdrawn)]
        {
            let told = laid.asks(&asked, on_record);
            assert_eq!(told.is_ok(), may, "{asked:?} {on_record:?}");
            assert!(told.is_ok() || told.unwrap_err().code == FaultCode::SeatOnRecord);
        }
    }
}

#[test]
fn the_table_stands_from_minutes_review_on() {
    let mut laid = laid();
    let phase = default_agenda(HearingKind::JointReception)[0];
    let reseating = laid.asks(&laid.withdraw(COMPANY), None).unwrap();
    for (stage, may) in [
        (Stage::Requested, false),
        (Stage::Postponed { at: NOW, reason: REASON.to_owned() }, true),
        (Stage::CheckIn { since: NOW }, true),
        (Stage::InSession { since: NOW, phase, phase_since: NOW }, true),
        (Stage::MinutesReview { since: NOW }, false),
        (Stage::Signing { since: NOW }, false),
        (Stage::Closed { at: NOW }, false),
    ] {
        laid.hearing.stage = stage;
        let name = laid.hearing.stage.name();
        assert_eq!(laid.asks(&laid.withdraw(COMPANY), None).is_ok(), may, "{name}");
        assert_eq!(reseating.rows(&laid.hearing, None, NOW).is_ok(), may, "{name}, as its room sees it");
    }
}

/// Of two who change the same place at once the second finds it changed.
#[test]
fn a_room_takes_up_what_is_still_possible() {
    let mut laid = laid();
    let first = laid.replace(CLERK, official(14, None));
    let second = laid.asks(&first, None).unwrap();
    let acting = laid.hearing.seats[CLERK].id;
    let code = |refused: Result<_, crate::domain::hearing::Refusal>| {
        refused.map(|_: Vec<Seat>| ()).unwrap_err().code
    };
    assert_eq!(code(second.rows(&laid.hearing, Some(acting), NOW)), RefusalCode::WrongStage, "it presides");
    laid.takes_up(&first);
    assert_eq!(code(second.rows(&laid.hearing, None, NOW)), RefusalCode::NoSuchSeat);
    let again = Reseating { leaves: None, ..second };
    assert_eq!(code(again.rows(&laid.hearing, None, NOW)), RefusalCode::WrongStage, "seated twice");
    assert_eq!(laid.hearing.stage.name(), StageName::Scheduled);
}

#[test]
fn a_hidden_name_stays_hidden_whoever_takes_the_place_and_whoever_comes_back() {
    let mut laid = laid();
    laid.hearing.seats[PETITIONER].mask(0);
    let other = laid.asks(&laid.replace(PETITIONER, person(101)), None).unwrap().joins.unwrap();
    assert!(other.is_masked() && other.label == "信访人乙", "{other:?}");
    laid.hearing.put_seat(Seat { id: SeatId(id(300)), replaces: None, ..other });
    laid.takes_up(&laid.withdraw(PETITIONER));
    let back = laid.asks(&seated(R::Petitioner, person(100)), None).unwrap().joins.unwrap();
    assert!(back.is_masked() && back.name.is_empty(), "{back:?}");
}

#[test]
fn whoever_was_removed_is_not_seated_again_and_whoever_gave_up_may_be() {
    let mut laid = laid();
    laid.takes_up(&laid.withdraw(COMPANY));
    let company = seated(R::CompanyRep, external("某物业服务公司"));
    assert!(laid.asks(&company, None).is_ok());
    laid.hearing.seats[COMPANY].gone = Some(Gone::Removed { reason: "扰乱秩序".to_owned() });
    laid.refused(&company, "occupant", FaultCode::Twice);
}
