use super::*;
use crate::domain::{
    hearing::Stage,
    ids::{AgencyId, PersonId, PetitionId},
    jurisdiction::{AgencyKind, Level},
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
fn presider_and_clerk_have_the_post_for_it() {
    use FaultCode as F;
    check(|_, world| world.staff[0].roles = vec![Role::Leader], &[]);
    check(|_, world| world.staff[0].roles = vec![Role::Handler], &[("seats.0", F::NotQualified)]);
    check(|_, world| world.staff[1].roles = vec![Role::Presider], &[("seats.1", F::NotQualified)]);
    check(|_, world| world.staff[0].disabled = true, &[("seats.0", F::NotQualified)]);
    check(|new, _| new.seats[0].occupant = room(20), &[("seats.0", F::WrongOccupant)]);
}

#[test]
fn a_report_never_meets_the_agency_it_accuses() {
    use FaultCode as F;
    let report = |accused: u128| {
        move |new: &mut NewHearing, world: &mut World| {
            world.petition.category = Category::Report;
            world.petition.accused = Some(Accused::agency(AgencyId(id(accused))));
            new.seats.push(seat(R::AgencyRep, official(12, None)));
        }
    };
    check(report(UNIT), &[("seats.2", F::Accused), ("seats.5", F::Accused)]);
    check(report(CITY), &[("host", F::Accused), ("seats.0", F::Accused), ("seats.1", F::Accused)]);
    check(report(77), &[]);
    // Not in its room, and not under the name of a company either.
    check(
        |new, world| {
            report(UNIT)(new, world);
            new.seats.truncate(2);
            new.seats[0].occupant = official(10, Some(21));
            new.seats.push(seat(R::CompanyRep, external("七里河区住建局")));
            new.seats.push(seat(R::AgencyRep, room(20)));
            new.seats.push(seat(R::Petitioner, person(100)));
        },
        &[("seats.0", F::Accused), ("seats.2", F::Accused)],
    );
    // In an appeal the agency complained about must come.
    check(|_, world| world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT)))), &[]);
    // Nor anybody before it is known whom it accuses, and not the accused themselves at another organ.
    check(|_, world| world.petition.category = Category::Report, &[("petition", F::AccusedUnnamed)]);
    check(
        |_, world| {
            world.petition.category = Category::Report;
            world.petition.accused = Some(Accused::new([], [StaffId(id(11))]));
        },
        &[("seats.1", F::Accused)],
    );
}

/// Art. 28; docs/rules.md 3.5, 3.
#[test]
fn who_is_recused_from_the_petition_does_not_preside() {
    let recuse = |staff: u128| {
        move |_: &mut NewHearing, world: &mut World| {
            world.petition.course.recused.push(StaffId(id(staff)));
        }
    };
    check(recuse(10), &[("seats.0", FaultCode::Recused)]);
    check(recuse(11), &[]);
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
fn a_scheduled_hearing_has_plates_levels_and_the_usual_agenda() {
    let (hearing, change) = scheduled(1, &wish(), &world());
    let plates: Vec<_> = hearing
        .seats
        .iter()
        .map(|seat| (seat.label.as_str(), seat.name.as_str(), seat.level, seat.mandatory))
        .collect();
    assert_eq!(
        plates,
        [
            ("兰州市信访局", "某10", Some(Level::City), true),
            ("兰州市信访局", "某11", Some(Level::City), true),
            ("七里河区住建局", "", Some(Level::County), false),
            ("信访人", "业主100", None, false),
            ("某物业服务公司", "赵某", None, false),
        ]
    );
    assert_eq!(hearing.agenda, default_agenda(HearingKind::JointReception));
    assert_eq!(hearing.stage, Stage::Scheduled);
    assert!(!format!("{change:?}").contains("业主"), "{change:?}");
    let occupants = || hearing.seats.iter().map(|seat| &seat.occupant);
    assert_eq!(rooms_of(occupants()), [RoomId(id(20)), RoomId(id(21))]);
    assert_eq!(officials_of(occupants()), [StaffId(id(10)), StaffId(id(11))]);
}

#[test]
fn every_default_agenda_can_be_ordered() {
    for kind in HearingKind::ALL {
        let agenda = default_agenda(*kind).to_vec();
        assert!(agenda.ends_with(&[AgendaPhase::ReadBack]), "{kind}");
        check(|new, _| new.agenda = agenda, &[]);
    }
}

#[test]
fn the_next_session_goes_on_with_one_that_has_begun_once_and_from_where_it_stopped() {
    use FaultCode::{BadAgenda, CannotContinue};
    let mut world = world();
    let (mut earlier, _) = scheduled(1, &wish(), &world);
    let half = || vec![AgendaPhase::Response, AgendaPhase::ReadBack];
    let next = |of: u128| NewHearing { continues: Some(HearingId(id(of))), agenda: half(), ..wish() };
    let at = |field: &str, code| vec![(field.to_owned(), code)];
    world.hearings = vec![earlier.clone()];
    assert_eq!(found(&next(7), &world), at("continues", CannotContinue), "of another petition");
    assert_eq!(found(&next(1), &world), at("continues", CannotContinue), "has not begun");
    let plain = NewHearing { continues: None, ..next(1) };
    assert_eq!(found(&plain, &world), at("agenda", BadAgenda), "only what goes on begins in the middle");

    earlier.stage = Stage::Adjourned { at: NOW, phase: AgendaPhase::Response, reason: String::new() };
    earlier.seats[3].mask(0);
    world.hearings = vec![earlier.clone()];
    let (later, change) = scheduled(2, &next(1), &world);
    assert_eq!((later.continues, &later.agenda), (Some(earlier.id), &half()));
    assert_eq!(later.seats[3].plate(), "信访人甲", "hidden by order, and hidden still");
    assert!(change.details.contains(&("continued".to_owned(), earlier.number.clone())), "{change:?}");

    world.hearings.push(later.clone());
    assert_eq!(found(&next(1), &world), at("continues", CannotContinue), "gone on with already");
    let stage = Stage::Cancelled { at: NOW, reason: String::new() };
    world.hearings[1] = Hearing { stage, ..later };
    assert_eq!(found(&next(1), &world), [], "that one was called off");

    world.petition.course.opened_at = Some(earlier.starts_at);
    assert_eq!(found(&next(1), &world), at("continues", CannotContinue), "held behind the wall (art. 30)");
}

/// Art. 30, where the table was laid before it was known to be a report, or whom it accuses.
#[test]
fn a_table_that_is_laid_may_not_become_one_where_a_report_meets_whom_it_accuses() {
    let mut world = world();
    let laid = scheduled(1, &wish(), &world).0;
    world.hearings.push(laid.clone());
    let meets = |world: &World| book(world).meets_accused().is_some();
    world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT))));
    assert!(!meets(&world), "in an appeal the agency complained about must come");
    world.petition.category = Category::Report;
    assert!(meets(&world), "its room is at the table");
    world.petition.accused = None;
    assert!(meets(&world), "nobody has said whom it accuses");
    world.petition.accused = Some(Accused::new([], []));
    assert!(!meets(&world), "nobody of the house");
    world.petition.accused = Some(Accused::new([], [StaffId(id(11))]));
    assert!(meets(&world), "the clerk");
    world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT))));
    for (stage, still) in [
        (Stage::CheckIn { since: NOW }, true),
        (Stage::Postponed { at: NOW, reason: String::new() }, true),
        (Stage::Cancelled { at: NOW, reason: String::new() }, false),
        (Stage::Closed { at: NOW }, false),
    ] {
        world.hearings[0] = Hearing { stage, ..laid.clone() };
        assert_eq!(meets(&world), still);
    }
}

#[path = "reseating_tests.rs"]
mod reseating;
