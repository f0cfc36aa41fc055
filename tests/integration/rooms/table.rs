//! A hearing on a real store with a media plane that only writes down what it is told.

mod failing;
mod guest;
mod plane;

pub use failing::{FailingStore, SilentStore};
pub use guest::Guest;
pub use plane::{Asked, NotedPlane};

use crate::kit::{database, server::MovedClock};
use lianjie::{
    domain::{
        Timestamp,
        hearing::{
            AgendaPhase, COUNTDOWN, Hearing, HearingKind, IdentityRule, Language, Occupant, ParticipantRole,
            Seat,
        },
        ids::*,
        jurisdiction::{Agency, AgencyKind, Division},
        people::{Party, PartyKind, Role, Staff},
        petition::{
            Category, Channel, ContentClass, Course, Origin, Petition, PetitionState, Purpose, Registration,
        },
    },
    media::plane::MediaPlane,
    rooms::{Parts, Rooms},
    sealing::NodeSeal,
    storage::{SharedStore, Tx},
    world::{RealWorld, World},
};
use signaling::wire::{ClientMessage, SourceKind, StageStep};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize},
};

pub struct Table {
    /// Moved on by the test.
    pub clock: Arc<MovedClock>,
    pub store: SharedStore,
    pub plane: Arc<NotedPlane>,
    pub hearing: HearingId,
    pub petition: PetitionId,
    pub seats: Vec<SeatId>,
    pub bureau: AgencyId,
    folder: tempfile::TempDir,
}

pub const PRESIDER: usize = 0;
pub const CLERK: usize = 1;
pub const UNIT: usize = 2;
pub const PETITIONER: usize = 3;

impl Table {
    /// Presider, clerk, a unit and a petitioner; the hearing begins in a minute.
    pub async fn laid() -> Self {
        Self::laid_with(&[]).await
    }

    /// And with these, from outside.
    pub async fn laid_with(extra: &[(ParticipantRole, &[Language])]) -> Self {
        let (store, folder) = database::sqlite_store().await;
        let new = || RealWorld.new_id();
        let (bureau, petition, hearing) = (AgencyId(new()), PetitionId(new()), HearingId(new()));
        let seats: Vec<SeatId> = (0..4 + extra.len()).map(|_| SeatId(new())).collect();
        let (staff, person) = ([StaffId(new()), StaffId(new()), StaffId(new())], PersonId(new()));
        let clock = Arc::<MovedClock>::default();
        let now = clock.now();
        let mut tx = store.begin().await.unwrap();
        put_bureau(tx.as_mut(), bureau, &staff).await;
        tx.add_petition(&registration(petition, person, bureau, now)).await.unwrap();
        let official = |index: usize| Occupant::Official { staff: staff[index], room: None };
        let outsider = |(n, (role, languages)): (usize, &(ParticipantRole, &[Language]))| {
            let occupant =
                Occupant::External { organisation: "某单位".into(), name: format!("某{n}"), phone: None };
            (*role, occupant, None, languages.to_vec())
        };
        let roles = [
            (ParticipantRole::Presider, official(0), Some(bureau)),
            (ParticipantRole::Clerk, official(1), Some(bureau)),
            (ParticipantRole::AgencyRep, official(2), Some(bureau)),
            (ParticipantRole::Petitioner, Occupant::Party { person }, None),
        ];
        let roles = roles.into_iter().map(|(role, occupant, agency)| (role, occupant, agency, Vec::new()));
        let roles = roles.chain(extra.iter().enumerate().map(outsider));
        let seat = |(id, (role, occupant, agency, languages)): (&SeatId, (_, _, _, _))| Seat {
            agency,
            label: "席位".into(),
            languages,
            ..Seat::new(*id, role, occupant)
        };
        let (starts_at, ends_at) = (now.plus_millis(60_000), now.plus_millis(3_600_000));
        tx.add_hearing(&Hearing {
            number: "TJ620120261123-1".into(),
            title: "物业问题联合接访".into(),
            agenda: vec![AgendaPhase::Opening, AgendaPhase::Statement, AgendaPhase::Deliberation],
            seats: seats.iter().zip(roles).map(seat).collect(),
            ..Hearing::new(hearing, petition, HearingKind::JointReception, bureau, starts_at, ends_at)
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        Self { clock, store, plane: Arc::default(), hearing, petition, seats, bureau, folder }
    }

    /// What is opened from now on writes to a store that fails when it is told to.
    pub fn failing(&mut self) -> Arc<FailingStore> {
        let failing = Arc::new(FailingStore { store: self.store.clone(), fails: AtomicUsize::new(0) });
        self.store = failing.clone();
        failing
    }

    /// What is opened from now on reads from a store that does not answer when it is told so.
    pub fn silent(&mut self) -> Arc<SilentStore> {
        let silent = Arc::new(SilentStore { store: self.store.clone(), silent: AtomicBool::new(false) });
        self.store = silent.clone();
        silent
    }

    /// A server over the same records: call again for one that was restarted.
    pub fn rooms(&self) -> Rooms {
        self.rooms_over(self.plane.clone())
    }

    pub fn rooms_over(&self, media: Arc<dyn MediaPlane>) -> Rooms {
        let sealer = Arc::new(NodeSeal::of(&[7; 32]).unwrap());
        let (store, world) = (self.store.clone(), self.clock.clone());
        Rooms::new(Parts {
            store,
            media,
            world,
            sealer,
            identity: IdentityRule::Noted,
            representatives: Vec::new(),
            texts: false,
        })
    }

    pub async fn sit(&self, rooms: &Rooms, seat: usize) -> Guest {
        Guest::connect(rooms, self.hearing, self.seats[seat]).await.unwrap()
    }

    /// All four at the table, the session not begun.
    pub async fn ready(&self, rooms: &Rooms) -> Vec<Guest> {
        gathered(rooms, self.hearing, &self.seats, &[self.seats[UNIT], self.seats[PETITIONER]]).await
    }

    /// All four at the table, and the session begun.
    pub async fn in_session(&self, rooms: &Rooms) -> Vec<Guest> {
        let mut guests = self.ready(rooms).await;
        begun(&mut guests, || self.clock.advance(COUNTDOWN)).await;
        guests
    }

    /// (receiver, sender, kind) of everything that flows.
    pub fn flows(&self) -> Vec<(SeatId, SeatId, SourceKind)> {
        let plan = self.plane.plan.lock().unwrap().clone();
        let flows = plan.receivers.into_iter().flat_map(|receiver| {
            let to = receiver.seat.into();
            receiver.slots.into_iter().map(move |(_, source)| (to, source.seat.into(), source.kind))
        });
        flows.collect()
    }

    pub async fn hearing(&self) -> Hearing {
        self.store.read().await.unwrap().hearing(self.hearing).await.unwrap().unwrap()
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

/// The divisions, the bureau and who works for it.
async fn put_bureau(tx: &mut dyn Tx, bureau: AgencyId, staff: &[StaffId]) {
    for (code, name) in [("62", "甘肃省"), ("6201", "兰州市"), ("620103", "七里河区")] {
        tx.put_division(&Division { code: code.parse().unwrap(), name: name.into() }).await.unwrap();
    }
    let agency = Agency {
        id: bureau,
        name: "兰州市信访局".into(),
        kind: AgencyKind::PetitionBureau,
        division: "6201".parse().unwrap(),
    };
    tx.put_agency(&agency).await.unwrap();
    for (index, id) in staff.iter().enumerate() {
        let staff = Staff {
            id: *id,
            username: format!("staff{index}"),
            name: format!("职员{index}"),
            agency: bureau,
            roles: vec![Role::Presider],
            disabled: false,
        };
        tx.put_staff(&staff).await.unwrap();
    }
}

fn registration(id: PetitionId, person: PersonId, bureau: AgencyId, now: Timestamp) -> Registration {
    let petition = Petition {
        id,
        number: "XF6201032026112310000019".into(),
        title: "物业费收支不公开".into(),
        text: "小区物业多年不公开收支。".into(),
        place: "620103".parse().unwrap(),
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Visit,
        origin: Origin::default(),
        registered_by: bureau,
        desk: bureau,
        registered_at: now,
        persons_concerned: 66,
        respondent: None,
        accused: None,
        state: PetitionState::Screening,
        opinion: None,
        course: Course::default(),
        clocks: Vec::new(),
        version: 1,
    };
    let party = Party {
        id: person,
        kind: PartyKind::Petitioner,
        name: "某甲".into(),
        phone: None,
        id_number: None,
        address: None,
        authority: None,
    };
    Registration { petition, parties: vec![party], query_code_hash: [1; 32] }
}

/// Everybody of the hearing in their seats, the presider first, and `admitted` at the table.
pub async fn gathered(
    rooms: &Rooms,
    hearing: HearingId,
    seats: &[SeatId],
    admitted: &[SeatId],
) -> Vec<Guest> {
    let mut guests = Vec::new();
    for seat in seats {
        guests.push(Guest::connect(rooms, hearing, *seat).await.unwrap());
    }
    guests[PRESIDER].until_granted(|grants| grants.preside).await;
    for seat in admitted {
        guests[PRESIDER].done(ClientMessage::Admit { seat: (*seat).into() }).await;
    }
    guests[PRESIDER].until_stage("ready").await;
    guests
}

/// They begin the session. `count_down` lets the time of the countdown go by.
pub async fn begun(guests: &mut [Guest], count_down: impl FnOnce()) {
    guests[PRESIDER].done(step(StageStep::Start {})).await;
    count_down();
    guests[PRESIDER].done(ClientMessage::RaiseHand { up: false }).await; // wakes the room
    for guest in guests {
        guest.until_stage("in_session").await;
    }
}

pub fn step(step: StageStep) -> ClientMessage {
    ClientMessage::Step { step }
}
