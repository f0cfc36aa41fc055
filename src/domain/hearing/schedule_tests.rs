//! A wish against the rules; `made` is what is laid from it, `walls` who may not meet, `reseating` what changes later.

#[path = "schedule_made.rs"]
mod made;
#[path = "reseating_tests.rs"]
mod reseating;
#[path = "schedule_walls.rs"]
mod walls;

use super::*;
use crate::domain::{
    hearing::Stage,
    ids::{AgencyId, PersonId, PetitionId},
    jurisdiction::AgencyKind,
    people::{PartyKind, Role},
    petition::{Accused, Category, PetitionState},
};
use ParticipantRole as R;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const CITY: u128 = 1;
const UNIT: u128 = 2;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Everything a wish is held against; tests change what they need.
struct World {
    petition: Petition,
    parties: Vec<Party>,
    agencies: Vec<Agency>,
    rooms: Vec<ReceptionRoom>,
    staff: Vec<Staff>,
    hearings: Vec<Hearing>,
}

fn world() -> World {
    let agency = |number, name: &str, kind, division: &str| Agency {
        id: AgencyId(id(number)),
        name: name.to_owned(),
        kind,
        division: division.parse().unwrap(),
    };
    let staff = |number, agency, role| Staff {
        id: StaffId(id(number)),
        username: String::new(),
        name: format!("某{number}"),
        agency: AgencyId(id(agency)),
        roles: vec![role],
        disabled: false,
    };
    let room = |number, agency| ReceptionRoom::open(RoomId(id(number)), AgencyId(id(agency)), "接访室");
    World {
        petition: petition(),
        parties: (100..110).map(party).collect(),
        agencies: vec![
            agency(CITY, "兰州市信访局", AgencyKind::PetitionBureau, "6201"),
            agency(UNIT, "七里河区住建局", AgencyKind::ResponsibleUnit, "620103"),
        ],
        rooms: vec![room(20, CITY), room(21, UNIT)],
        staff: vec![
            staff(10, CITY, Role::Presider),
            staff(11, CITY, Role::Clerk),
            staff(12, UNIT, Role::Handler),
            staff(13, CITY, Role::SystemAdmin),
        ],
        hearings: Vec::new(),
    }
}

fn petition() -> Petition {
    Petition {
        id: PetitionId(id(9)),
        registered_by: AgencyId(id(CITY)),
        desk: AgencyId(id(CITY)),
        registered_at: NOW,
        persons_concerned: 66,
        state: PetitionState::Screening,
        ..Petition::blank()
    }
}

fn party(number: u128) -> Party {
    Party {
        id: PersonId(id(number)),
        kind: if number == 100 { PartyKind::Petitioner } else { PartyKind::Representative },
        name: format!("业主{number}"),
        phone: None,
        id_number: None,
        address: None,
        authority: None,
    }
}

fn seat(role: R, occupant: Occupant) -> NewSeat {
    NewSeat { role, occupant, mandatory: false, languages: Vec::new() }
}

fn official(number: u128, room: Option<u128>) -> Occupant {
    Occupant::Official { staff: StaffId(id(number)), room: room.map(|room| RoomId(id(room))) }
}

fn room(number: u128) -> Occupant {
    Occupant::Room { room: RoomId(id(number)) }
}

fn person(number: u128) -> Occupant {
    Occupant::Party { person: PersonId(id(number)) }
}

fn external(organisation: &str) -> Occupant {
    Occupant::External { organisation: organisation.to_owned(), name: "赵某".to_owned(), phone: None }
}

fn wish() -> NewHearing {
    NewHearing {
        kind: HearingKind::JointReception,
        title: "联合接访".to_owned(),
        starts_at: NOW,
        ends_at: NOW.plus_millis(3_600_000),
        agenda: Vec::new(),
        seats: vec![
            seat(R::Presider, official(10, Some(20))),
            seat(R::Clerk, official(11, Some(20))),
            seat(R::AgencyRep, room(21)),
            seat(R::Petitioner, person(100)),
            seat(R::CompanyRep, external("某物业服务公司")),
        ],
        continues: None,
        beside: Vec::new(),
    }
}

fn book(world: &World) -> Book<'_> {
    Book {
        petition: &world.petition,
        parties: &world.parties,
        host: &world.agencies[0],
        agencies: &world.agencies,
        rooms: &world.rooms,
        staff: &world.staff,
        hearings: &world.hearings,
        representatives_allowed: 5,
        now: NOW,
    }
}

fn found(new: &NewHearing, world: &World) -> Vec<(String, FaultCode)> {
    faults(new, &book(world)).into_iter().map(|fault| (fault.field, fault.code)).collect()
}

#[track_caller]
fn check(change: impl FnOnce(&mut NewHearing, &mut World), expected: &[(&str, FaultCode)]) {
    let (mut new, mut world) = (wish(), world());
    change(&mut new, &mut world);
    let expected: Vec<_> = expected.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect();
    assert_eq!(found(&new, &world), expected);
}

#[test]
fn the_plain_wish_has_no_faults() {
    check(|_, _| {}, &[]);
}

#[test]
fn title_times_and_agenda_are_sane() {
    use FaultCode as F;
    let title = |text: &str| {
        let text = text.to_owned();
        move |new: &mut NewHearing, _: &mut World| new.title = text
    };
    check(title(" 接访会 "), &[("title", F::BadTitle)]);
    check(|new, _| new.ends_at = new.starts_at, &[("starts_at", F::BadTimes)]);
    let agenda = |phases: &[AgendaPhase]| {
        let phases = phases.to_vec();
        move |new: &mut NewHearing, _: &mut World| new.agenda = phases
    };
    let (open, state, read) = (AgendaPhase::Opening, AgendaPhase::Statement, AgendaPhase::ReadBack);
    check(agenda(&[open, state, read]), &[]);
    for bad in [vec![state, open], vec![open, state, state], vec![open, read, state]] {
        check(agenda(&bad), &[("agenda", F::BadAgenda)]);
    }
}

#[test]
fn required_roles_have_a_seat() {
    use FaultCode as F;
    for (role, expected) in
        [(R::Presider, 1), (R::Clerk, 1), (R::AgencyRep, 1), (R::Petitioner, 1), (R::CompanyRep, 0)]
    {
        let expected = vec![("seats", F::RoleMissing); expected];
        check(|new, _| new.seats.retain(|seat| seat.role != role), &expected);
    }
    let coordination = |new: &mut NewHearing, _: &mut World| {
        new.kind = HearingKind::Coordination;
        new.seats.retain(|seat| seat.role != R::Petitioner);
    };
    check(coordination, &[]);
    check(
        |new, world| {
            world.staff[1].roles.push(Role::Leader);
            new.seats[1].role = R::Presider;
            new.seats.push(seat(R::Clerk, official(11, None)));
        },
        &[("seats", F::TwoPresiders), ("seats.5", F::Twice)],
    );
}

#[test]
fn at_most_the_allowed_number_speaks_and_the_others_observe() {
    let with = |speakers: u128, observers: u128| {
        move |new: &mut NewHearing, _: &mut World| {
            for number in 1..speakers {
                new.seats.push(seat(R::Representative, person(100 + number)));
            }
            for number in 0..observers {
                new.seats.push(seat(R::Observer, person(100 + speakers + number)));
            }
        }
    };
    check(with(5, 3), &[]);
    check(with(6, 0), &[("seats", FaultCode::TooManyRepresentatives)]);
}

#[test]
fn seats_are_held_by_whom_they_are_for() {
    use FaultCode as F;
    let cases: [(R, Occupant, Option<F>); 16] = [
        (R::Tech, official(13, None), None),
        (R::HearingMember, room(20), None),
        (R::Observer, external("某律师事务所"), None),
        (R::Interpreter, external("某手语服务中心"), None),
        (R::Agent, person(101), None),
        (R::Tech, room(20), Some(F::WrongOccupant)),
        (R::HearingMember, person(101), Some(F::WrongOccupant)),
        (R::AgencyRep, external("某公司"), Some(F::WrongOccupant)),
        (R::Representative, external("某公司"), Some(F::WrongOccupant)),
        (R::CompanyRep, official(12, None), Some(F::WrongOccupant)),
        (R::AgencyRep, official(99, None), Some(F::Unknown)),
        (R::AgencyRep, official(12, Some(99)), Some(F::Unknown)),
        (R::HearingMember, room(99), Some(F::Unknown)),
        (R::Observer, person(99), Some(F::Unknown)),
        (R::Observer, external(" "), Some(F::Unknown)),
        (R::Observer, person(100), Some(F::Twice)),
    ];
    for (role, occupant, fault) in cases {
        let expected: Vec<_> = fault.into_iter().map(|fault| ("seats.5", fault)).collect();
        check(|new, _| new.seats.push(seat(role, occupant)), &expected);
    }
}

#[test]
fn the_petitioners_side_sits_beside_one_room_or_official() {
    use FaultCode as F;
    let pairs = |pairs: &[(usize, usize)]| {
        let pairs = pairs.to_vec();
        move |new: &mut NewHearing, _: &mut World| new.beside = pairs
    };
    check(pairs(&[(3, 2)]), &[]);
    check(pairs(&[(3, 0)]), &[]);
    for bad in [(3, 4), (4, 2), (2, 0), (3, 3), (3, 9), (9, 2)] {
        check(pairs(&[bad]), &[("beside.0", F::CannotSitBeside)]);
    }
    check(pairs(&[(3, 2), (3, 0)]), &[("beside.1", F::CannotSitBeside)]);
    let (mut new, world) = (wish(), world());
    new.beside = vec![(3, 2)];
    let (hearing, _) = scheduled(1, &new, &world);
    assert_eq!(hearing.seats[3].beside, Some(hearing.seats[2].id));
    assert!(hearing.seats.iter().enumerate().all(|(n, seat)| n == 3 || seat.beside.is_none()));
}

#[test]
fn presider_and_clerk_have_the_post_for_it() {
    use FaultCode as F;
    check(|_, world| world.staff[0].roles = vec![Role::Leader], &[]);
    check(|_, world| world.staff[0].roles = vec![Role::Handler], &[("seats.0", F::NotQualified)]);
    check(|_, world| world.staff[1].roles = vec![Role::Presider], &[("seats.1", F::NotQualified)]);
    check(|_, world| world.staff[0].disabled = true, &[("seats.0", F::NotQualified)]);
    check(|new, _| new.seats[0].occupant = room(20), &[("seats.0", F::WrongOccupant)]);
}

#[test]
fn a_petition_that_is_over_is_not_heard() {
    check(
        |_, world| world.petition.state = PetitionState::Withdrawn { at: NOW },
        &[("petition", FaultCode::PetitionOver)],
    );
}

/// Hearing `n` of the day, its seats numbered from a hundred times that.
fn scheduled(n: u32, new: &NewHearing, world: &World) -> (Hearing, Change) {
    let number = HearingNumber::new(&"6201".parse().unwrap(), NOW.local_date(), n);
    let mut seats = u128::from(n) * 100;
    let given = Scheduling { id: HearingId(id(n.into())), number };
    schedule(new, &book(world), given, || {
        seats += 1;
        SeatId(id(seats))
    })
    .unwrap()
}

#[test]
fn every_default_agenda_can_be_ordered() {
    for kind in HearingKind::ALL {
        let agenda = default_agenda(*kind).to_vec();
        assert!(agenda.ends_with(&[AgendaPhase::ReadBack]), "{kind}");
        check(|new, _| new.agenda = agenda, &[]);
    }
}
