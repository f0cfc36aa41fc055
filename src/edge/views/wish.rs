//! JSON of a hearing to be scheduled, and of what is wrong with it.

use super::{AgendaPhaseText, HearingKindText, LanguageText, Moment, OccupantView, ParticipantRoleText};
use crate::domain::{hearing, ids::HearingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A hearing as asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHearing {
    pub kind: HearingKindText,
    pub title: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub agenda: Vec<AgendaPhaseText>,
    pub seats: Vec<NewSeat>,
    /// The approved request that is answered by it.
    #[serde(default)]
    pub request: Option<Uuid>,
    /// The session of the same petition that it goes on with; it takes over which names are hidden and who helps
    /// whom.
    #[serde(default)]
    pub continues: Option<Uuid>,
    /// Who takes part by whose camera and microphone (同席).
    #[serde(default)]
    pub beside: Vec<SeatedBeside>,
}

/// Somebody of the petitioners' side beside a reception room or an official: places among `seats`, from 0.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatedBeside {
    pub seat: usize,
    pub carrier: usize,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    pub role: ParticipantRoleText,
    pub occupant: OccupantView,
    /// Left out: as the role is by rule.
    #[serde(default)]
    pub mandatory: Option<bool>,
    /// What an interpreter speaks besides Mandarin.
    #[serde(default)]
    pub languages: Vec<LanguageText>,
}

/// A room or a person that is taken at that time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clash {
    pub what: ClashKind,
    pub id: Uuid,
    pub name: String,
    /// Number of the hearing that has it.
    pub number: String,
    pub starts_at: i64,
    pub ends_at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClashKind {
    Room,
    Staff,
}

impl NewSeat {
    pub fn wish(self) -> hearing::NewSeat {
        hearing::NewSeat {
            role: self.role.0,
            occupant: self.occupant.occupant(),
            mandatory: self.mandatory.unwrap_or_default(),
            languages: self.languages.into_iter().map(|language| language.0).collect(),
        }
    }
}

impl NewHearing {
    pub fn wish(self) -> hearing::NewHearing {
        hearing::NewHearing {
            kind: self.kind.0,
            title: self.title,
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            agenda: self.agenda.into_iter().map(|phase| phase.0).collect(),
            seats: self.seats.into_iter().map(NewSeat::wish).collect(),
            continues: self.continues.map(HearingId),
            beside: self.beside.into_iter().map(|pair| (pair.seat, pair.carrier)).collect(),
        }
    }
}
