use super::*;
use crate::domain::{
    hearing::{Presiding, presiding::StandIn},
    ids::{PersonId, RoomId},
};
use std::sync::LazyLock;

/// Attend, Speak, show (V), share (X), Preside, write Minutes.
fn cell(role: R, stage: &Stage, admitted: bool, has_floor: bool) -> String {
    let seat = seat_of(role);
    shown(seat_grants(&Sitting { has_floor, ..sitting(stage, &seat, admitted) }))
}

/// Without the floor, nothing decided by presiding.
pub(super) fn sitting<'a>(stage: &'a Stage, seat: &'a Seat, admitted: bool) -> Sitting<'a> {
    static NOTHING: LazyLock<Presiding> = LazyLock::new(Presiding::default);
    let presiding = &NOTHING;
    Sitting {
        stage,
        seat,
        admitted,
        has_floor: false,
        carries: false,
        talk: None,
        beyond_cap: false,
        recused: false,
        presiding,
    }
}

pub(super) fn shown(grants: SeatGrants) -> String {
    let granted = [
        (grants.attend, 'a'),
        (grants.speak, 's'),
        (grants.show, 'v'),
        (grants.share, 'x'),
        (grants.preside, 'P'),
        (grants.minute, 'M'),
    ];
    granted.into_iter().filter(|(granted, _)| *granted).map(|(_, letter)| letter).collect()
}

/// Columns: in session; in session with the floor; in deliberation.
#[test]
fn every_role_has_its_place_at_the_table() {
    #[rustfmt::skip]
    let table = [
        (R::Presider,       ["asvxPM", "asvxPM", "asvxPM"]),
        (R::Clerk,          ["asvxM",  "asvxM",  "asvxM"]),
        (R::HearingMember,  ["asvx",   "asvx",   "asvx"]),
        (R::AgencyRep,      ["asvx",   "asvx",   ""]),
        (R::Petitioner,     ["asvx",   "asvx",   ""]),
        (R::Representative, ["asvx",   "asvx",   ""]),
        (R::Agent,          ["asvx",   "asvx",   ""]),
        (R::Expert,         ["a",      "asvx",   ""]),
        (R::Mediator,       ["asvx",   "asvx",   "asvx"]),
        (R::Interpreter,    ["asvx",   "asvx",   ""]),
        (R::Witness,        ["asvx",   "asvx",   ""]),
        (R::Deputy,         ["a",      "asvx",   ""]),
        (R::GridWorker,     ["a",      "asvx",   ""]),
        (R::CompanyRep,     ["asvx",   "asvx",   ""]),
        (R::Observer,       ["a",      "asvx",   ""]),
        (R::Tech,           ["a",      "asvx",   ""]),
        (R::Officer,        ["a",      "asvx",   ""]),
    ];
    assert_eq!(table.each_ref().map(|(role, _)| *role).as_slice(), R::ALL);
    let session = stage_at(StageName::InSession, AgendaPhase::Statement);
    let deliberation = stage_at(StageName::InSession, AgendaPhase::Deliberation);
    for (role, expected) in table {
        let cells = [
            cell(role, &session, true, false),
            cell(role, &session, true, true),
            cell(role, &deliberation, true, false),
        ];
        assert_eq!(cells, expected, "{role}");
    }
}

/// Columns: presider, clerk, admitted representative, representative in the lobby, witness who was called in.
#[test]
fn every_stage_opens_and_closes_the_media() {
    #[rustfmt::skip]
    let table = [
        (StageName::Requested,     ["P",      "",      "",     "",   ""]),
        (StageName::Scheduled,     ["P",      "",      "",     "",   ""]),
        (StageName::CheckIn,       ["PM",     "M",     "",     "",   ""]),
        (StageName::Ready,         ["asvxPM", "asvxM", "asvx", "",   ""]),
        (StageName::Countdown,     ["asvxPM", "asvxM", "asvx", "",   ""]),
        (StageName::InSession,     ["asvxPM", "asvxM", "asvx", "",   "asvx"]),
        (StageName::Paused,        ["PM",     "M",     "",     "",   ""]),
        (StageName::Suspended,     ["PM",     "M",     "",     "",   ""]),
        (StageName::MinutesReview, ["asvxPM", "asvxM", "asvx", "",   ""]),
        (StageName::Signing,       ["asvxP",  "asvx",  "asvx", "",   ""]),
        (StageName::Closed,        ["",       "",      "",     "",   ""]),
        (StageName::OutcomeIssued, ["",       "",      "",     "",   ""]),
        (StageName::Cancelled,     ["",       "",      "",     "",   ""]),
        (StageName::Postponed,     ["",       "",      "",     "",   ""]),
        (StageName::NoShow,        ["",       "",      "",     "",   ""]),
        (StageName::Adjourned,      ["",       "",      "",     "",   ""]),
        (StageName::InPerson,       ["",       "",      "",     "",   ""]),
    ];
    assert_eq!(table.each_ref().map(|(name, _)| *name).as_slice(), StageName::ALL);
    for (name, expected) in table {
        let stage = stage_at(name, AgendaPhase::Statement);
        let cells = [
            cell(R::Presider, &stage, false, false),
            cell(R::Clerk, &stage, false, false),
            cell(R::Representative, &stage, true, false),
            cell(R::Representative, &stage, false, true),
            cell(R::Witness, &stage, true, true),
        ];
        assert_eq!(cells, expected, "{name}");
    }
}

#[test]
fn only_presider_and_clerk_come_in_unasked() {
    for role in R::ALL {
        let session = stage_at(StageName::InSession, AgendaPhase::Statement);
        let unasked = matches!(role, R::Presider | R::Clerk);
        assert_eq!(admitted_on_arrival(*role), unasked, "{role}");
        assert_eq!(!cell(*role, &session, false, true).is_empty(), unasked, "{role}");
    }
}

#[test]
fn a_removed_seat_has_no_grants_whoever_sat_there() {
    let stage = stage_at(StageName::InSession, AgendaPhase::Statement);
    for role in R::ALL {
        let seat = Seat { gone: Some(Gone::Removed { reason: "扰乱秩序".to_owned() }), ..seat_of(*role) };
        let sitting = Sitting { has_floor: true, ..sitting(&stage, &seat, true) };
        assert_eq!(seat_grants(&sitting), SeatGrants::default(), "{role}");
    }
}

#[test]
fn who_is_beyond_the_cap_attends_only() {
    let seat = |number: u128, role, removed: Option<&str>| Seat {
        id: SeatId(Uuid::from_u128(number)),
        gone: removed.map(|reason| Gone::Removed { reason: reason.to_owned() }),
        ..seat_of(role)
    };
    let seats = [
        seat(1, R::Petitioner, None),
        seat(2, R::Representative, Some("中途离场")),
        seat(3, R::AgencyRep, None),
        seat(4, R::Representative, None),
        seat(5, R::Representative, None),
    ];
    let beyond = |allowed| seats.each_ref().map(|seat| beyond_cap(&seats, seat.id, allowed));
    assert_eq!(beyond(2), [false, false, false, false, true]);
    assert_eq!(beyond(3), [false; 5]);
    let stage = stage_at(StageName::InSession, AgendaPhase::Statement);
    let sitting = Sitting { beyond_cap: true, ..sitting(&stage, &seats[4], true) };
    let chat = ChatGrants { read: true, ..ChatGrants::default() };
    assert_eq!(seat_grants(&sitting), SeatGrants { attend: true, chat, ..SeatGrants::default() });
}

#[test]
fn officials_sit_on_their_own_seat_and_on_the_rooms_of_their_agency() {
    let room = RoomId(Uuid::nil());
    let at = |occupant| Seat { occupant, ..seat_of(R::AgencyRep) };
    let mine = at(Occupant::Official { staff: ME, room: Some(room) });
    let anothers = at(Occupant::Official { staff: StaffId(Uuid::nil()), room: None });
    let hall = at(Occupant::Room { room });
    let party = at(Occupant::Party { person: PersonId(Uuid::nil()) });
    let external = at(Occupant::External { organisation: String::new(), name: String::new(), phone: None });
    let (own, other) = (Some(agency(At::Unit).id), Some(agency(At::Beside).id));
    for (role, seat, owner, may) in [
        (Role::Handler, &mine, other, true),
        (Role::SystemAdmin, &mine, None, true),
        (Role::Handler, &anothers, own, false),
        (Role::Handler, &hall, own, true),
        (Role::Officer, &hall, own, true),
        (Role::SystemAdmin, &hall, own, false),
        (Role::Handler, &hall, other, false),
        (Role::Handler, &hall, None, false),
        (Role::Handler, &party, own, false),
        (Role::Handler, &external, own, false),
    ] {
        let mut me = actor(role, At::Unit);
        assert_eq!(may_take_seat(&me, seat, owner), may, "{role} {:?}", seat.occupant);
        let removed =
            Seat { gone: Some(Gone::Removed { reason: "依法回避".to_owned() }), ..seat.clone() };
        assert!(!may_take_seat(&me, &removed, owner));
        me.staff.disabled = true;
        assert!(!may_take_seat(&me, seat, owner));
    }
}

#[test]
fn who_was_recused_since_neither_presides_nor_decides_and_keeps_every_other_seat() {
    let stage = stage_at(StageName::InSession, AgendaPhase::Statement);
    for role in R::ALL {
        let seat = seat_of(*role);
        let grants = |recused| seat_grants(&Sitting { recused, ..sitting(&stage, &seat, true) });
        let left = match role {
            R::Presider | R::HearingMember => SeatGrants::default(),
            _ => SeatGrants { preside: false, ..grants(false) },
        };
        assert_eq!(grants(true), left, "{role}");
    }
    let (clerk, staff) = (seat_of(R::Clerk), StaffId(Uuid::from_u128(77)));
    let acting = Presiding {
        stand_in: Some(StandIn { seat: clerk.id, since: Some(Timestamp(0)) }),
        ..Presiding::default()
    };
    let stands_in = |recused| Sitting { recused, presiding: &acting, ..sitting(&stage, &clerk, true) };
    assert!(seat_grants(&stands_in(false)).preside && !seat_grants(&stands_in(true)).preside);
    let named = Seat { occupant: Occupant::Official { staff, room: None }, ..clerk.clone() };
    let course = Course { recused: vec![staff], ..Course::default() };
    assert!(is_recused(&named, &course) && !is_recused(&named, &Course::default()));
}

/// Who is heard while microphones are locked, and who presides while another stands in.
#[test]
fn locked_microphones_leave_the_word_to_presider_floor_and_interpreter() {
    let stage = stage_at(StageName::InSession, AgendaPhase::Statement);
    let locked = Presiding { microphones_locked: true, ..Presiding::default() };
    for role in R::ALL {
        let seat = seat_of(*role);
        let grants = |has_floor, presiding: &Presiding| {
            seat_grants(&Sitting { has_floor, presiding, ..sitting(&stage, &seat, true) })
        };
        let heard = matches!(role, R::Presider | R::Interpreter);
        assert_eq!(grants(false, &locked).speak, heard, "{role}");
        assert!(grants(true, &locked).speak, "{role}");
        assert_eq!(grants(false, &locked).show, grants(false, &Presiding::default()).show, "{role}");

        let since = Some(crate::domain::Timestamp(0));
        let acting = Presiding {
            stand_in: Some(StandIn { seat: SeatId(Uuid::from_u128(99)), since }),
            ..Presiding::default()
        };
        assert!(!grants(false, &acting).preside, "{role}");
        let own = Presiding { stand_in: Some(StandIn { seat: seat.id, since }), ..locked.clone() };
        assert!(grants(false, &own).preside, "{role}");
    }
}
