//! A small Lanzhou to write into. Ids are numbers, so that tests can name them.

use crate::kit::database::TestStore;
use lianjie::{
    domain::{
        Timestamp,
        event::{Actor, Change, Event, EventKind},
        hearing::{
            ActionItem, ActionItemState, AgendaPhase, EntryWrite, Hearing, HearingKind, Occupant, Outcome,
            OutcomeStandard, ParticipantRole, Seat,
        },
        ids::{
            ActionItemId, AgencyId, EntryId, EventId, HearingId, OpId, PersonId, PetitionId, RoomId, SeatId,
            StaffId,
        },
        jurisdiction::{Agency, AgencyKind, Closure, Division, Level, ReceptionRoom},
        people::{Party, PartyKind, Role, Staff},
        petition::{
            Category, Channel, Clock, ClockKind, ContentClass, Course, Origin, Petition, PetitionState,
            Purpose, Registration,
        },
        rights::ListScope,
    },
    storage::Tx,
};
use time::macros::date;
use uuid::Uuid;

pub const CITY_BUREAU: AgencyId = AgencyId(Uuid::from_u128(0xa1));
pub const DISTRICT_BUREAU: AgencyId = AgencyId(Uuid::from_u128(0xa2));
pub const HOUSING: AgencyId = AgencyId(Uuid::from_u128(0xa3));
pub const ROOM: RoomId = RoomId(Uuid::from_u128(0xb1));
pub const OTHER_ROOM: RoomId = RoomId(Uuid::from_u128(0xb2));
pub const PRESIDER: StaffId = StaffId(Uuid::from_u128(0xc1));
pub const CLERK: StaffId = StaffId(Uuid::from_u128(0xc2));

/// A day in November 2026, 09:00 in China.
pub const MORNING: Timestamp = Timestamp(1_795_395_600_000);
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// The store with places and people in it, and a transaction on it.
pub async fn furnished(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = test.store.begin().await.unwrap();
    for (code, name) in [
        ("62", "甘肃省"),
        ("6201", "兰州市"),
        ("620102", "城关区"),
        ("620102001", "酒泉路街道"),
        ("620103", "七里河区"),
        ("6202", "嘉峪关市"),
    ] {
        tx.put_division(&Division { code: code.parse().unwrap(), name: name.into() }).await.unwrap();
    }
    for agency in [
        agency(CITY_BUREAU, "兰州市信访局", AgencyKind::PetitionBureau, "6201"),
        agency(DISTRICT_BUREAU, "城关区信访局", AgencyKind::PetitionBureau, "620102"),
        agency(HOUSING, "城关区住建局", AgencyKind::ResponsibleUnit, "620102"),
    ] {
        tx.put_agency(&agency).await.unwrap();
    }
    for (id, name) in [(ROOM, "第一接访室"), (OTHER_ROOM, "第二接访室")] {
        tx.put_reception_room(&ReceptionRoom::open(id, DISTRICT_BUREAU, name)).await.unwrap();
    }
    tx.put_staff(&staff(PRESIDER, "presider", vec![Role::Presider, Role::BureauHead])).await.unwrap();
    tx.put_staff(&staff(CLERK, "clerk", vec![Role::Clerk])).await.unwrap();
    tx
}

/// The store with `n` petitions in it, each with its hearing, and a transaction on it.
pub async fn scheduled(test: &TestStore, n: u128) -> Box<dyn Tx> {
    let mut tx = furnished(test).await;
    for n in 1..=n {
        tx.add_petition(&registration(petition(n))).await.unwrap();
        tx.add_hearing(&hearing(n)).await.unwrap();
    }
    tx
}

/// One hearing, and another petition.
pub async fn one_of_two(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = scheduled(test, 1).await;
    tx.add_petition(&registration(petition(2))).await.unwrap();
    tx
}

pub fn agency(id: AgencyId, name: &str, kind: AgencyKind, division: &str) -> Agency {
    Agency { id, name: name.into(), kind, division: division.parse().unwrap() }
}

/// `agency` ends, and `successor` goes on with its work.
pub fn merger(agency: AgencyId, successor: AgencyId) -> Closure {
    Closure { agency, successor, at: MORNING, reason: "机构改革".into() }
}

pub fn staff(id: StaffId, username: &str, roles: Vec<Role>) -> Staff {
    let name = format!("{username} 同志");
    Staff { id, username: username.into(), name, agency: DISTRICT_BUREAU, roles, disabled: false }
}

/// What a bureau of `division` lists that has nothing beyond it.
pub fn within(division: &str) -> ListScope {
    ListScope::Bureau { agency: AgencyId(Uuid::nil()), division: division.parse().unwrap() }
}

pub fn petition_id(n: u128) -> PetitionId {
    PetitionId(Uuid::from_u128(0x1000 + n))
}

/// Petition `n` at 酒泉路街道, due `n` days after [`MORNING`].
pub fn petition(n: u128) -> Petition {
    let due = MORNING.plus_millis(DAY * i64::try_from(n).unwrap());
    Petition {
        id: petition_id(n),
        number: format!("XF6201022026112310{n:04}"),
        title: "物业不退装修押金".into(),
        text: "我是城关区酒泉路街道某小区业主，物业管理公司拖欠押金已有一年。".into(),
        place: "620102001".parse().unwrap(),
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Visit,
        origin: Origin::default(),
        registered_by: DISTRICT_BUREAU,
        desk: DISTRICT_BUREAU,
        registered_at: MORNING,
        persons_concerned: 66,
        respondent: Some("某物业公司".into()),
        accused: None,
        state: PetitionState::Registered,
        opinion: None,
        course: Course::default(),
        clocks: vec![clock(ClockKind::Route, due)],
        version: 1,
    }
}

pub fn clock(kind: ClockKind, due: Timestamp) -> Clock {
    let (extended_by, pauses) = (0, Vec::new());
    Clock {
        kind,
        anchor: MORNING,
        extended_by,
        pauses,
        raw_due: due.plus_millis(-DAY),
        due,
        stopped_at: None,
    }
}

pub fn party(n: u128) -> Party {
    Party {
        id: PersonId(Uuid::from_u128(0xd000 + n)),
        kind: PartyKind::Petitioner,
        name: "马秀英".into(),
        phone: Some("13900000000".into()),
        id_number: None,
        address: Some("酒泉路 1 号".into()),
        authority: None,
    }
}

/// The log's line of its registration.
pub fn registered(filed: &Petition) -> Change {
    Change::new(EventKind::PetitionRegistered)
        .due(None, Some(MORNING.plus_millis(15 * DAY)))
        .with("channel", filed.channel)
        .with("category", filed.category)
        .with("content_class", filed.content_class)
        .with("persons_concerned", filed.persons_concerned)
        .with("registered_by", filed.registered_by)
}

pub fn registration(petition: Petition) -> Registration {
    let person = party(petition.id.0.as_u128());
    Registration { petition, parties: vec![person], query_code_hash: [9; 32] }
}

pub fn hearing_id(n: u128) -> HearingId {
    HearingId(Uuid::from_u128(0x2000 + n))
}

/// A seat of hearing `n`: 1 the presider's, 2 the clerk's, 3 the housing bureau's.
pub fn seat_id(n: u128, seat: u128) -> SeatId {
    SeatId(Uuid::from_u128(0x30000 + n * 16 + seat))
}

/// Hearing `n` of petition `n`, [`MORNING`] for one hour, presider in [`ROOM`].
pub fn hearing(n: u128) -> Hearing {
    let official = |staff, room| Occupant::Official { staff, room };
    let (kind, ends_at) = (HearingKind::JointReception, MORNING.plus_millis(HOUR));
    Hearing {
        number: format!("TJ62010220261123-{n}"),
        title: "联合接访".into(),
        agenda: vec![AgendaPhase::Opening, AgendaPhase::Statement, AgendaPhase::ReadBack],
        seats: vec![
            seat(n, 1, ParticipantRole::Presider, official(PRESIDER, Some(ROOM)), DISTRICT_BUREAU),
            seat(n, 2, ParticipantRole::Clerk, official(CLERK, None), DISTRICT_BUREAU),
            seat(n, 3, ParticipantRole::AgencyRep, Occupant::Room { room: OTHER_ROOM }, HOUSING),
        ],
        ..Hearing::new(hearing_id(n), petition_id(n), kind, DISTRICT_BUREAU, MORNING, ends_at)
    }
}

fn seat(n: u128, seat: u128, role: ParticipantRole, occupant: Occupant, agency: AgencyId) -> Seat {
    Seat {
        agency: Some(agency),
        level: Some(Level::County),
        label: "城关区信访局".into(),
        mandatory: seat < 3,
        ..Seat::new(seat_id(n, seat), role, occupant)
    }
}

/// Operation `op` on entry `entry` of hearing `n`: `text` as revision `revision`.
pub fn write(n: u128, op: u128, entry: u128, revision: u32, text: &str) -> EntryWrite {
    EntryWrite {
        op: OpId(Uuid::from_u128(0xe000 + op)),
        entry: EntryId(Uuid::from_u128(0xf000 + entry)),
        hearing: hearing_id(n),
        revision,
        phase: AgendaPhase::Statement,
        speaker: Some(seat_id(n, 1)),
        text: text.into(),
        at: MORNING,
        struck: None,
        author: seat_id(n, 2),
    }
}

/// The outcome of [`hearing`] 1: an item for the housing bureau in each of these states, by the line that
/// `write(1, 1, 1, 1, _)` writes.
pub fn ordered(states: &[ActionItemState]) -> Outcome {
    let item = |(n, state): (u128, &ActionItemState)| ActionItem {
        id: ActionItemId(Uuid::from_u128(0x9000 + n)),
        agency: HOUSING,
        content: "维修屋面".into(),
        deadline: date!(2026 - 12 - 01),
        entry: write(1, 1, 1, 1, "").entry,
        state: *state,
        accepted: None,
    };
    Outcome {
        hearing: hearing_id(1),
        petition: petition_id(1),
        conclusion: "限期维修".into(),
        standards: vec![OutcomeStandard::Resolve],
        items: (0..).zip(states).map(item).collect(),
        issued_at: MORNING,
        closed_at: MORNING,
        next: None,
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

/// Event `n` of petition 1 in `chain`.
pub fn event(n: u128, chain: &str) -> Event {
    Event {
        id: EventId(Uuid::from_u128(0x5000 + n)),
        at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        chain: chain.parse().unwrap(),
        petition: petition_id(1),
        hearing: Some(hearing_id(1)),
        actor: Actor::Staff { staff: CLERK, agency: DISTRICT_BUREAU },
        kind: EventKind::HearingEntryWritten,
        reason: Some("更正".into()),
        due_before: None,
        due_after: Some(MORNING),
        details: vec![("entry".into(), n.to_string()), ("phase".into(), "statement".into())],
    }
}
