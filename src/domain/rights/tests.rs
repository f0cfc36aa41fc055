//! Cell by cell: who may do what to which petition, hearing and seat.

mod administration;
mod chat;
mod delegation;
mod fields;
mod grid;
mod hearing;
mod lists;
mod petition;
mod reception;
mod request;
mod seat;
mod supervision;
mod talks;
mod urgent;

use super::*;
use crate::domain::{
    Timestamp,
    hearing::{
        AgendaPhase, Gone, Hearing, HearingKind, Occupant, ParticipantRole as R, Seat, Stage, StageName,
        default_agenda,
    },
    ids::{AgencyId, PetitionId, SeatId, StaffId},
    petition::{Accused, Category, Course, LegalWay, Petition, PetitionState, Routing},
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const ME: StaffId = StaffId(Uuid::from_u128(50));

/// Agencies around a petition in 七里河区西湖街道 that the district's bureau registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// The bureau that registered it.
    Registrar,
    /// The city's bureau.
    Above,
    /// Another district's bureau.
    Beside,
    /// The organ it was routed to.
    Unit,
    /// An organ that has nothing to do with it.
    Elsewhere,
    /// The organ a report accuses.
    Accused,
}

fn agency(at: At) -> Agency {
    let (number, kind, division) = match at {
        At::Registrar => (1, AgencyKind::PetitionBureau, "620103"),
        At::Above => (2, AgencyKind::PetitionBureau, "6201"),
        At::Beside => (3, AgencyKind::PetitionBureau, "620102"),
        At::Unit => (4, AgencyKind::ResponsibleUnit, "620103"),
        At::Elsewhere => (5, AgencyKind::ResponsibleUnit, "620103"),
        At::Accused => (6, AgencyKind::ResponsibleUnit, "620103"),
    };
    let id = AgencyId(Uuid::from_u128(number));
    Agency { id, name: String::new(), kind, division: division.parse().unwrap() }
}

fn actor(role: Role, at: At) -> Official {
    let agency = agency(at);
    let staff = Staff {
        id: ME,
        username: String::new(),
        name: String::new(),
        agency: agency.id,
        roles: vec![role],
        disabled: false,
    };
    Official { staff, agency, acting: Vec::new(), program: None }
}

fn petition_in(category: Category, state: PetitionState) -> Petition {
    Petition {
        category,
        registered_by: agency(At::Registrar).id,
        desk: agency(At::Registrar).id,
        registered_at: NOW,
        persons_concerned: 66,
        accused: (category == Category::Report).then(|| Accused::agency(agency(At::Accused).id)),
        state,
        ..Petition::blank()
    }
}

/// One of each, with the unit, the city's bureau as the organ that reviews or that it was diverted to and, as handler, the person asking.
fn states() -> Vec<PetitionState> {
    let earlier = PetitionId(Uuid::from_u128(9));
    PetitionState::one_of_each(agency(At::Unit).id, agency(At::Above).id, ME, earlier, NOW)
}

/// The letters of what `may`, in the order of the table.
fn letters<A: Copy>(actions: &[A], letters: &str, may: impl Fn(A) -> bool) -> String {
    actions
        .iter()
        .zip(letters.chars())
        .filter(|(action, _)| may(**action))
        .map(|(_, letter)| letter)
        .collect()
}

fn seat_of(role: R) -> Seat {
    Seat::new(SeatId(Uuid::nil()), role, Occupant::Official { staff: ME, room: None })
}

/// Held by the city's bureau; `role` is my own seat in it.
fn hearing_with(role: Option<R>) -> Hearing {
    Hearing {
        host: agency(At::Above).id,
        starts_at: NOW,
        ends_at: NOW,
        agenda: default_agenda(HearingKind::JointReception).to_vec(),
        seats: role.into_iter().map(seat_of).collect(),
        ..Hearing::blank()
    }
}

fn stage_at(name: StageName, phase: AgendaPhase) -> Stage {
    Stage::sample(name, phase, NOW, "")
}
