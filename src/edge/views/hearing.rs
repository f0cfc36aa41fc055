//! JSON of hearings: the list of a day, the hearing's page with seats, agenda and links.

use super::{
    AgendaPhaseText, DeliveryWayText, HearingActionText, HearingKindText, LanguageText, LevelText,
    OutcomeDetail, PaperKindText, ParticipantRoleText, SeatMedia, SideText, StageText,
};
use crate::domain::{
    Timestamp,
    hearing::{
        Acceptance, AgendaPhase, Archived, DeliveryClock, Gone, Hearing, Occupant, PaperKind, PlannedPhase,
        Seat, Stage,
    },
    ids::{PersonId, RoomId, StaffId},
    people::Phone,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which paper of a hearing; its minutes if left out.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PaperQuery {
    #[param(inline)]
    paper: Option<PaperKindText>,
}

impl PaperQuery {
    pub fn kind(self) -> PaperKind {
        self.paper.map_or(PaperKind::Minutes, |paper| paper.0)
    }
}

/// Which paper of a hearing, its minutes if left out, and the version of it that was in front of who signed.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SignedVersion {
    #[param(inline)]
    paper: Option<PaperKindText>,
    pub version: u32,
    /// Of its text, hexadecimal.
    pub sha256: String,
}

impl SignedVersion {
    pub fn kind(&self) -> PaperKind {
        self.paper.map_or(PaperKind::Minutes, |paper| paper.0)
    }
}

/// A line of a day's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingRow {
    pub id: Uuid,
    pub number: String,
    pub kind: HearingKindText,
    pub title: String,
    pub petition: Uuid,
    pub petition_number: String,
    pub host_name: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub stage: StageText,
    pub my_seat: Option<Uuid>,
    pub seats_total: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingDetail {
    pub id: Uuid,
    pub number: String,
    pub kind: HearingKindText,
    pub title: String,
    pub petition: Uuid,
    pub petition_number: String,
    pub petition_title: String,
    pub host_name: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub agenda: Vec<AgendaPhaseText>,
    /// The same with the minutes planned for each phase.
    pub plan: Vec<PlannedPhaseView>,
    pub stage: HearingStage,
    /// Once its file is closed (归档).
    pub archived: Option<ArchivedView>,
    pub my_seat: Option<Uuid>,
    /// What the media of my seat will need, where the page at the door is asked for and I may enter.
    pub media: Option<SeatMedia>,
    /// When it was promised for my seat not to record.
    pub promised_at: Option<i64>,
    pub seats: Vec<HearingSeat>,
    pub outcome: Option<OutcomeDetail>,
    /// Of a formal hearing that is closed: when its conclusion must be with its parties.
    pub delivery: Option<ConclusionDelivery>,
    /// Where the matter goes on, as far as I may know of it.
    pub next: Option<HearingLink>,
    /// The one that this one goes on with, as far as I may know of it.
    pub before: Option<HearingLink>,
    /// What I may do now.
    pub may: Vec<HearingActionText>,
    /// Of when it is held, where it stands, which seats and which agenda it has: `If-Match` of postponing, cancelling and
    /// changing table or agenda.
    pub tag: String,
}

/// A phase of the agenda.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedPhaseView {
    pub phase: AgendaPhaseText,
    /// How long it is to take, 1 to 480; none where that is not planned.
    pub minutes: Option<u16>,
}

impl From<PlannedPhase> for PlannedPhaseView {
    fn from(one: PlannedPhase) -> Self {
        Self { phase: one.phase.into(), minutes: one.minutes }
    }
}

impl From<PlannedPhaseView> for PlannedPhase {
    fn from(one: PlannedPhaseView) -> Self {
        Self { phase: one.phase.0, minutes: one.minutes }
    }
}

/// Another hearing of the same petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingLink {
    pub id: Uuid,
    pub number: String,
    pub kind: HearingKindText,
    pub starts_at: i64,
    pub stage: StageText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingStage {
    pub stage: StageText,
    /// Phase that is on, or was reached when it was broken off.
    pub phase: Option<AgendaPhaseText>,
    pub reason: Option<String>,
    pub since: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingSeat {
    pub id: Uuid,
    pub role: ParticipantRoleText,
    pub side: SideText,
    pub label: String,
    pub name: String,
    pub level: Option<LevelText>,
    pub mandatory: bool,
    pub occupant: OccupantView,
    pub agency: Option<Uuid>,
    /// Removed for conduct, and why.
    pub removed: Option<String>,
    /// Given up, or taken over by another seat, and why.
    pub withdrawn: Option<String>,
    /// The seat whose place it took.
    pub replaces: Option<Uuid>,
    /// The seat whose camera and microphone it shares (同席).
    pub beside: Option<Uuid>,
    /// What an interpreter speaks besides Mandarin.
    pub languages: Vec<LanguageText>,
    pub link: LinkState,
    /// There is a token by which a device may take it.
    pub device_token: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    None,
    Issued,
    Used,
}

/// Who takes a seat; the same in a schedule asked for and in one that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum OccupantView {
    Official {
        staff: Uuid,
        #[serde(default)]
        room: Option<Uuid>,
    },
    Room {
        room: Uuid,
    },
    Party {
        person: Uuid,
    },
    External {
        organisation: String,
        name: String,
        /// To be told of the hearing, and called.
        #[serde(default)]
        phone: Option<String>,
    },
}

/// The file of a hearing as it was closed: what `GET /api/hearings/{id}/package` answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArchivedView {
    pub at: i64,
    pub sha256: String,
    pub bytes: u64,
}

/// The clock of a formal hearing's conclusion: 10 days if it was announced on the spot, else 20.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConclusionDelivery {
    /// End of the last day.
    pub due: i64,
    pub announced: bool,
    pub delivered_at: Option<i64>,
    /// How it was handed over; null where publishing delivered it.
    pub way: Option<DeliveryWayText>,
    pub overdue: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedView {
    pub seat: Uuid,
    pub at: i64,
}

impl HearingStage {
    pub fn of(stage: &Stage) -> Self {
        let (since, reason) = match stage {
            Stage::Requested | Stage::Scheduled => (None, None),
            Stage::CheckIn { since }
            | Stage::Ready { since }
            | Stage::Countdown { since, .. }
            | Stage::InSession { since, .. }
            | Stage::MinutesReview { since }
            | Stage::Signing { since } => (Some(since), None),
            Stage::Paused { since, reason, .. } | Stage::Suspended { since, reason, .. } => {
                (Some(since), Some(reason))
            }
            Stage::Closed { at } | Stage::OutcomeIssued { at } => (Some(at), None),
            Stage::Cancelled { at, reason }
            | Stage::Postponed { at, reason }
            | Stage::NoShow { at, reason }
            | Stage::Adjourned { at, reason, .. }
            | Stage::InPerson { at, reason } => (Some(at), Some(reason)),
        };
        Self {
            stage: stage.name().into(),
            phase: stage.phase().map(Into::into),
            reason: reason.cloned(),
            since: since.map(|at| at.0),
        }
    }
}

impl ArchivedView {
    pub fn of(archived: &Archived) -> Self {
        Self { at: archived.at.0, sha256: hex::encode(archived.sha256), bytes: archived.bytes }
    }
}

impl HearingLink {
    pub fn of(hearing: Hearing) -> Self {
        Self {
            id: hearing.id.0,
            number: hearing.number,
            kind: hearing.kind.into(),
            starts_at: hearing.starts_at.0,
            stage: hearing.stage.name().into(),
        }
    }
}

impl ConclusionDelivery {
    pub fn of(clock: DeliveryClock, now: Timestamp) -> Self {
        Self {
            due: clock.due.0,
            announced: clock.announced,
            delivered_at: clock.delivered_at.map(|at| at.0),
            way: clock.way.map(Into::into),
            overdue: clock.is_overdue(now),
        }
    }
}

impl AcceptedView {
    pub fn of(accepted: Acceptance) -> Self {
        Self { seat: accepted.seat.0, at: accepted.at.0 }
    }
}

impl HearingSeat {
    pub fn of(seat: &Seat, link: LinkState, device_token: bool) -> Self {
        let (removed, withdrawn) = match seat.gone.clone() {
            None => (None, None),
            Some(Gone::Removed { reason }) => (Some(reason), None),
            Some(Gone::Withdrawn { reason, .. }) => (None, Some(reason)),
        };
        Self {
            id: seat.id.0,
            role: seat.role.into(),
            side: seat.role.side().into(),
            label: seat.label.clone(),
            name: seat.name.clone(),
            level: seat.level.map(LevelText),
            mandatory: seat.mandatory,
            occupant: OccupantView::of(&seat.occupant),
            agency: seat.agency.map(|agency| agency.0),
            removed,
            withdrawn,
            replaces: seat.replaces.map(|before| before.0),
            beside: seat.beside.map(|carrier| carrier.0),
            languages: seat.languages.iter().copied().map(Into::into).collect(),
            link,
            device_token,
        }
    }
}

impl OccupantView {
    fn of(occupant: &Occupant) -> Self {
        match occupant {
            Occupant::Official { staff, room } => {
                Self::Official { staff: staff.0, room: room.map(|room| room.0) }
            }
            Occupant::Room { room } => Self::Room { room: room.0 },
            Occupant::Party { person } => Self::Party { person: person.0 },
            Occupant::External { organisation, name, phone } => Self::External {
                organisation: organisation.clone(),
                name: name.clone(),
                phone: phone.as_ref().map(|phone| phone.as_str().to_owned()),
            },
        }
    }

    pub fn occupant(self) -> Occupant {
        match self {
            Self::Official { staff, room } => {
                Occupant::Official { staff: StaffId(staff), room: room.map(RoomId) }
            }
            Self::Room { room } => Occupant::Room { room: RoomId(room) },
            Self::Party { person } => Occupant::Party { person: PersonId(person) },
            Self::External { organisation, name, phone } => {
                let phone = phone.map(|phone| phone.trim().to_owned()).filter(|phone| !phone.is_empty());
                Occupant::External { organisation, name, phone: phone.map(Phone::new) }
            }
        }
    }
}

pub(crate) fn agenda(hearing: &Hearing) -> Vec<AgendaPhaseText> {
    hearing.agenda.iter().copied().map(|phase: AgendaPhase| phase.into()).collect()
}
