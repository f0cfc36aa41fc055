//! Cell by cell: who may do what to which petition, hearing and seat.

mod administration;
mod chat;
mod delegation;
mod fields;
mod grid;
mod hearing;
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
    ids::{AgencyId, HearingId, PetitionId, SeatId, StaffId},
    petition::{
        Accused, Category, Channel, ContentClass, Course, LegalWay, NonAcceptance, Origin, Petition,
        PetitionState, Purpose, Retention, Routing,
    },
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

fn actor(role: Role, at: At) -> Actor {
    let agency = agency(at);
    let staff = Staff {
        id: ME,
        username: String::new(),
        name: String::new(),
        agency: agency.id,
        roles: vec![role],
        disabled: false,
    };
    Actor { staff, agency, acting: Vec::new(), program: false }
}

fn petition_in(category: Category, state: PetitionState) -> Petition {
    Petition {
        id: PetitionId(Uuid::nil()),
        number: String::new(),
        title: String::new(),
        text: String::new(),
        place: "620103002".parse().unwrap(),
        category,
        purpose: Purpose::Resolution,
        content_class: ContentClass::PropertyManagement,
        channel: Channel::Visit,
        origin: Origin::default(),
        registered_by: agency(At::Registrar).id,
        desk: agency(At::Registrar).id,
        registered_at: NOW,
        persons_concerned: 66,
        respondent: None,
        accused: (category == Category::Report).then(|| Accused::agency(agency(At::Accused).id)),
        state,
        opinion: None,
        course: Course::default(),
        clocks: Vec::new(),
        version: 1,
    }
}

/// One of each, with the unit, the city's bureau as the organ that reviews or that it was diverted to and, as handler, the person asking.
fn states() -> Vec<PetitionState> {
    use PetitionState as S;
    let (unit, organ, handler, since) = (agency(At::Unit).id, agency(At::Above).id, ME, NOW);
    let (how, at, other) = (Routing::Transfer, NOW, PetitionId(Uuid::from_u128(9)));
    vec![
        S::Registered,
        S::Screening,
        S::Objected { how, unit, since },
        S::Routed { how, unit, since },
        S::Accepted { unit, since },
        S::Handling { unit, handler, since },
        S::Extended { unit, handler, since },
        S::ReplyApproval { unit, handler },
        S::Replied { unit, delivered_at: since },
        S::ReviewRequested { unit, organ, since },
        S::Reviewing { unit, organ, since },
        S::Reviewed { unit, organ, delivered_at: since },
        S::RereviewRequested { unit, organ, since },
        S::Rereviewing { unit, organ, since },
        S::Rereviewed { unit, organ, since },
        S::Closed { unit, at },
        S::Terminated { unit, at },
        S::Diverted { way: LegalWay::Litigation, organ, at },
        S::NotAccepted { ground: NonAcceptance::OutOfScope, at },
        S::NoLongerAccepted { earlier: other, at },
        S::Merged { lead: other, at },
        S::Withdrawn { at },
        S::Archived { ended: Box::new(S::Closed { unit, at }), retention: Retention::TenYears, at },
    ]
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
        id: HearingId(Uuid::nil()),
        number: String::new(),
        petition: PetitionId(Uuid::nil()),
        continues: None,
        kind: HearingKind::JointReception,
        title: String::new(),
        host: agency(At::Above).id,
        starts_at: NOW,
        ends_at: NOW,
        agenda: default_agenda(HearingKind::JointReception).to_vec(),
        seats: role.into_iter().map(seat_of).collect(),
        stage: Stage::Scheduled,
        planned: Vec::new(),
        archived: None,
        version: 1,
    }
}

fn stage_at(name: StageName, phase: AgendaPhase) -> Stage {
    let (since, at, reason, phase_spent) = (NOW, NOW, String::new(), 0);
    match name {
        StageName::Requested => Stage::Requested,
        StageName::Scheduled => Stage::Scheduled,
        StageName::CheckIn => Stage::CheckIn { since },
        StageName::Ready => Stage::Ready { since },
        StageName::Countdown => Stage::Countdown { since, begins_at: NOW },
        StageName::InSession => Stage::InSession { since, phase, phase_since: NOW },
        StageName::Paused => Stage::Paused { since, phase, phase_spent, reason },
        StageName::Suspended => Stage::Suspended { since, phase, phase_spent, reason },
        StageName::MinutesReview => Stage::MinutesReview { since },
        StageName::Signing => Stage::Signing { since },
        StageName::Closed => Stage::Closed { at },
        StageName::OutcomeIssued => Stage::OutcomeIssued { at },
        StageName::Cancelled => Stage::Cancelled { at, reason },
        StageName::Postponed => Stage::Postponed { at, reason },
        StageName::NoShow => Stage::NoShow { at, reason },
        StageName::Adjourned => Stage::Adjourned { at, phase, reason },
        StageName::InPerson => Stage::InPerson { at, reason },
    }
}
