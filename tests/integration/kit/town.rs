//! A small Lanzhou behind a real server: places, agencies, people with passwords.

use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
use lianjie::{
    domain::{
        Timestamp,
        ids::{AgencyId, RoomId, StaffId},
        jurisdiction::{Agency, AgencyKind, Closure, Division, ReceptionRoom},
        people::{Role, Staff},
    },
    storage::Tx,
};
use std::sync::LazyLock;
use uuid::Uuid;

/// Everybody's password.
pub const PASSWORD: &str = "yellow river ferry 1907";
/// Hashed with the least work argon2 takes: of a thousand sign-ins a tenth of a second each, nothing would be learnt.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let least = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None).unwrap();
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, least);
    hasher.hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16]).unwrap().to_string()
});

const fn agency_id(n: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(0xa0 + n))
}

pub const CITY: AgencyId = agency_id(1);
/// 七里河区信访局, where most stories play.
pub const DISTRICT: AgencyId = agency_id(2);
/// 城关区信访局, the neighbours.
pub const NEIGHBOURS: AgencyId = agency_id(3);
pub const HOUSING: AgencyId = agency_id(4);
pub const DISCIPLINE: AgencyId = agency_id(5);
/// 七里河区城市更新局, which is founded when [`merge_housing`] names it.
pub const RENEWAL: AgencyId = agency_id(6);
pub const ROOM: RoomId = RoomId(Uuid::from_u128(0xb1));

/// User name, agency, roles.
const PEOPLE: [(&str, AgencyId, &[Role]); 14] = [
    ("counter", DISTRICT, &[Role::CounterClerk]),
    ("head", DISTRICT, &[Role::BureauHead, Role::Screener, Role::Presider]),
    ("clerk", DISTRICT, &[Role::Clerk]),
    ("admin", DISTRICT, &[Role::SystemAdmin]),
    ("handler", HOUSING, &[Role::Handler, Role::UnitHead]),
    ("city", CITY, &[Role::BureauHead, Role::Presider]),
    ("neighbour", NEIGHBOURS, &[Role::BureauHead, Role::CounterClerk, Role::Screener, Role::Clerk]),
    ("desk", DISCIPLINE, &[Role::DisciplineDesk]),
    ("gone", DISTRICT, &[Role::BureauHead]),
    ("security", DISTRICT, &[Role::SecurityAdmin]),
    ("auditor", DISTRICT, &[Role::Auditor]),
    ("leader", DISTRICT, &[Role::Leader]),
    ("deputy", DISTRICT, &[Role::Leader]),
    ("director", HOUSING, &[Role::Leader]),
];

/// The id of whoever signs in by `username`.
pub fn staff_id(username: &str) -> StaffId {
    let place = PEOPLE.iter().position(|(name, ..)| *name == username).unwrap();
    StaffId(Uuid::from_u128(0xc0 + u128::try_from(place).unwrap()))
}

/// With everybody's password.
pub async fn hire(tx: &mut dyn Tx, staff: &Staff) {
    tx.put_staff(staff).await.unwrap();
    tx.set_password_hash(staff.id, &HASH, Timestamp(0)).await.unwrap();
}

/// 机关合并、撤销: the housing bureau ends, and `successor` goes on with its work.
pub async fn merge_housing(tx: &mut dyn Tx, successor: AgencyId, at: Timestamp) {
    if tx.agency(successor).await.unwrap().is_none() {
        let housing = tx.agency(HOUSING).await.unwrap().unwrap();
        let founded = Agency { id: successor, name: "七里河区城市更新局".into(), ..housing };
        tx.put_agency(&founded).await.unwrap();
    }
    let reason = "区机构改革方案".to_owned();
    tx.close_agency(&Closure { agency: HOUSING, successor, at, reason }).await.unwrap();
}

pub async fn settle(tx: &mut dyn Tx) {
    for (code, name) in [
        ("62", "甘肃省"),
        ("6201", "兰州市"),
        ("620102", "城关区"),
        ("620103", "七里河区"),
        ("620103002", "西湖街道"),
    ] {
        tx.put_division(&Division { code: code.parse().unwrap(), name: name.into() }).await.unwrap();
    }
    for (id, name, kind, division) in [
        (CITY, "兰州市信访局", AgencyKind::PetitionBureau, "6201"),
        (DISTRICT, "七里河区信访局", AgencyKind::PetitionBureau, "620103"),
        (NEIGHBOURS, "城关区信访局", AgencyKind::PetitionBureau, "620102"),
        (HOUSING, "七里河区住建局", AgencyKind::ResponsibleUnit, "620103"),
        (DISCIPLINE, "七里河区纪委监委", AgencyKind::Discipline, "620103"),
    ] {
        let division = division.parse().unwrap();
        tx.put_agency(&Agency { id, name: name.into(), kind, division }).await.unwrap();
    }
    let room = ReceptionRoom::open(ROOM, DISTRICT, "第一接访室");
    tx.put_reception_room(&room).await.unwrap();
    for (username, agency, roles) in PEOPLE {
        let staff = Staff {
            id: staff_id(username),
            username: username.into(),
            name: format!("{username} 同志"),
            agency,
            roles: roles.to_vec(),
            disabled: username == "gone",
        };
        hire(tx, &staff).await;
    }
}
