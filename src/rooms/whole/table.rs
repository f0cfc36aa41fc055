//! Seats of the model hearing, some of them not allowed; and its petition.

use crate::domain::{
    Timestamp,
    hearing::{
        AgendaPhase, Book, FaultCode, Hearing, HearingKind, Language, NewHearing, NewSeat, Occupant,
        OnRecord, ParticipantRole as Role, Reseat, Reseating, Scheduling, reseat, schedule,
    },
    ids::{AgencyId, HearingId, PersonId, PetitionId, RoomId, SeatId, StaffId},
    jurisdiction::{Agency, AgencyKind, ReceptionRoom},
    people::{Party, PartyKind, Role as Post, Staff},
    petition::{
        Accused, Calendar, Category, Clock, ClockKind, Course, HearingNumber, Petition, PetitionState,
        Routing,
    },
};
use uuid::Uuid;

pub const NOW: Timestamp = Timestamp(1_795_395_600_000);
pub const ROLES: [Role; 14] = [
    Role::Presider,
    Role::Clerk,
    Role::HearingMember,
    Role::AgencyRep,
    Role::AgencyRep,
    Role::CompanyRep,
    Role::Petitioner,
    Role::Representative,
    Role::Representative,
    Role::Observer,
    Role::Witness,
    Role::Interpreter,
    Role::Witness,
    Role::Clerk,
];
/// Seats of the two units.
pub const UNITS: [usize; 2] = [3, 4];
pub const WITNESSES: [usize; 2] = [10, 12];
pub const INTERPRETER: usize = 11;
/// Who keeps the minutes, and who relieves them.
pub const CLERKS: [usize; 2] = [1, 13];
/// Seated while people check in, or later, beside a petitioner.
pub const HELPER: usize = 14;
/// Seats of those who join the table later, or take a place at it.
pub const JOINING: std::ops::Range<usize> = 15..19;
/// With all of them.
pub const SEATS: usize = 19;
/// Whose names may be hidden.
pub const PETITIONERS: std::ops::RangeInclusive<usize> = 6..=8;
/// Speakers for the petitioners, by the rule as it has become; three were seated by the one before.
pub const ALLOWED: u32 = 2;
const ALLOWED_BEFORE: u32 = 3;
const BUREAU: AgencyId = AgencyId(Uuid::from_u128(1));
pub const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));
const SECOND_UNIT: AgencyId = AgencyId(Uuid::from_u128(3));
const ACCUSED: AgencyId = AgencyId(Uuid::from_u128(4));
/// Whom a report may turn out to accuse: who holds the hearing, both units, and somebody else.
pub const ORGANS: [AgencyId; 4] = [BUREAU, UNIT, SECOND_UNIT, ACCUSED];
const ROOM: RoomId = RoomId(Uuid::from_u128(20));
/// Presider, clerk and member of the bureau; who answers for the unit; another presider and two more clerks.
pub const OFFICIALS: [StaffId; 7] = [
    StaffId(Uuid::from_u128(10)),
    StaffId(Uuid::from_u128(11)),
    StaffId(Uuid::from_u128(12)),
    StaffId(Uuid::from_u128(13)),
    StaffId(Uuid::from_u128(14)),
    StaffId(Uuid::from_u128(15)),
    StaffId(Uuid::from_u128(16)),
];

pub fn id(n: usize) -> SeatId {
    SeatId(Uuid::from_u128(n as u128 + 1))
}

pub fn official(n: usize) -> Staff {
    Staff {
        id: OFFICIALS[n],
        username: String::new(),
        name: format!("某{n}"),
        agency: if n == 3 { UNIT } else { BUREAU },
        roles: vec![match n {
            0 | 4 => Post::Presider,
            2 | 3 => Post::Handler,
            _ => Post::Clerk,
        }],
        disabled: false,
    }
}

/// A report against somebody who is not at the table, or an appeal; at the unit that answers for it.
pub fn petition(report: bool) -> Petition {
    let clock = |kind| Clock::start(kind, NOW, &Calendar::shipped()).unwrap();
    Petition {
        id: PetitionId(Uuid::from_u128(9)),
        number: "XF1".to_owned(),
        title: "小区物业".to_owned(),
        category: if report { Category::Report } else { Category::Appeal },
        registered_by: BUREAU,
        desk: BUREAU,
        registered_at: NOW,
        persons_concerned: 66,
        accused: report.then(|| Accused::agency(ACCUSED)),
        state: PetitionState::Routed { how: Routing::Transfer, unit: UNIT, since: NOW },
        clocks: vec![clock(ClockKind::Accept), clock(ClockKind::Objection)],
        ..Petition::blank()
    }
}

fn occupant(n: usize) -> Occupant {
    let outside = |name: &str| Occupant::External {
        organisation: name.to_owned(),
        name: "赵某".to_owned(),
        phone: None,
    };
    match n {
        0..=2 => Occupant::Official { staff: OFFICIALS[n], room: None },
        3 => Occupant::Official { staff: OFFICIALS[3], room: None },
        4 => Occupant::Room { room: ROOM },
        5 => outside("某物业服务公司"),
        6..=8 => Occupant::Party { person: PersonId(Uuid::from_u128(94 + n as u128)) },
        9 => outside("某街道社区"),
        INTERPRETER => outside("某译社"),
        12 => outside("某监理公司"),
        13 => Occupant::Official { staff: OFFICIALS[5], room: None },
        _ => outside("某电梯公司"),
    }
}

/// People of the petition, by whom the petitioners' seats are taken.
pub fn parties() -> [Party; 4] {
    [100, 101, 102, 103].map(|n| Party {
        id: PersonId(Uuid::from_u128(n)),
        kind: PartyKind::Representative,
        name: format!("业主{n}"),
        phone: None,
        id_number: None,
        address: None,
        authority: None,
    })
}

/// Does something with all that a table is held against.
fn by_the_book<T>(petition: &Petition, allowed: u32, look: impl FnOnce(&Book<'_>) -> T) -> T {
    let agency = |id, name: &str| Agency {
        id,
        name: name.to_owned(),
        kind: AgencyKind::ResponsibleUnit,
        division: "620103".parse().unwrap(),
    };
    let agencies = [
        agency(BUREAU, "兰州市信访局"),
        agency(UNIT, "七里河区住建局"),
        agency(SECOND_UNIT, "西湖街道办事处"),
        agency(ACCUSED, "七里河区城管局"),
    ];
    look(&Book {
        petition,
        parties: &parties(),
        host: &agencies[0],
        agencies: &agencies,
        rooms: &[ReceptionRoom::open(ROOM, SECOND_UNIT, "接访室")],
        staff: &[0, 1, 2, 3, 4, 5, 6].map(official),
        hearings: &[],
        representatives_allowed: allowed,
        now: NOW,
    })
}

/// Whether this report would meet at the table whom it accuses.
pub fn meets_accused(hearing: &Hearing, petition: &Petition) -> bool {
    by_the_book(petition, ALLOWED, |book| {
        Book { hearings: std::slice::from_ref(hearing), ..*book }.meets_accused().is_some()
    })
}

pub fn organ(id: AgencyId) -> Agency {
    let (name, division) = ("某机关".to_owned(), "620103".parse().unwrap());
    Agency { id, name, kind: AgencyKind::ResponsibleUnit, division }
}

/// The table changes, if it may.
pub fn reseated(
    hearing: &Hearing,
    petition: &Petition,
    asked: &Reseat,
    on_record: Option<OnRecord>,
    joining: SeatId,
) -> Option<Reseating> {
    by_the_book(petition, ALLOWED, |book| reseat(asked, hearing, book, on_record, joining).ok())
}

/// Somebody else for the place of a seat of this role.
pub fn another(role: Role, n: usize) -> Occupant {
    let outside =
        Occupant::External { organisation: format!("某单位{n}"), name: "钱某".to_owned(), phone: None };
    match role {
        Role::Presider => Occupant::Official { staff: OFFICIALS[4], room: None },
        Role::Clerk | Role::Officer => Occupant::Official { staff: OFFICIALS[6], room: None },
        Role::HearingMember | Role::AgencyRep => Occupant::Official { staff: OFFICIALS[1], room: None },
        Role::Petitioner | Role::Representative => {
            Occupant::Party { person: PersonId(Uuid::from_u128(100 + n as u128 % 4)) }
        }
        _ => outside,
    }
}

fn scheduled(petition: &Petition, allowed: u32) -> Result<Hearing, Vec<FaultCode>> {
    let seat = |(n, role): (usize, &Role)| NewSeat {
        role: *role,
        occupant: occupant(n),
        mandatory: false,
        languages: (n == INTERPRETER).then_some(Language::Tibetan).into_iter().collect(),
    };
    let wish = NewHearing {
        kind: HearingKind::JointReception,
        title: "联合接访".to_owned(),
        starts_at: NOW,
        ends_at: NOW.plus_millis(3_600_000),
        agenda: vec![
            AgendaPhase::Opening,
            AgendaPhase::Statement,
            AgendaPhase::Deliberation,
            AgendaPhase::Conclusion,
        ],
        seats: ROLES.iter().enumerate().map(seat).collect(),
        continues: None,
        beside: Vec::new(),
    };
    let place = "620103".parse().unwrap();
    let given = Scheduling {
        id: HearingId(Uuid::from_u128(8)),
        number: HearingNumber::new(&place, NOW.local_date(), 1),
    };
    let mut next = 0..;
    match by_the_book(petition, allowed, |book| schedule(&wish, book, given, || id(next.next().unwrap()))) {
        Ok((hearing, _)) => Ok(hearing),
        Err(faults) => Err(faults.into_iter().map(|fault| fault.code).collect()),
    }
}

/// The lawful table. What the law forbids was not to be had before (invariants 1 to 3).
pub fn laid(petition: &Petition) -> Hearing {
    let accused = |unit| Petition {
        category: Category::Report,
        accused: Some(Accused::agency(unit)),
        ..petition.clone()
    };
    let recused = |n: usize| {
        let course = Course { recused: vec![OFFICIALS[n]], ..Course::default() };
        Petition { course, ..petition.clone() }
    };
    for (unlawful, allowed, code) in [
        (petition.clone(), ALLOWED_BEFORE - 1, FaultCode::TooManyRepresentatives),
        (accused(UNIT), ALLOWED_BEFORE, FaultCode::Accused),
        (accused(SECOND_UNIT), ALLOWED_BEFORE, FaultCode::Accused),
        (recused(0), ALLOWED_BEFORE, FaultCode::Recused),
        (recused(2), ALLOWED_BEFORE, FaultCode::Recused),
    ] {
        assert_eq!(scheduled(&unlawful, allowed).err(), Some(vec![code]));
    }
    scheduled(petition, ALLOWED_BEFORE).unwrap()
}
