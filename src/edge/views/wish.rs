//! A hearing as asked for, and what speaks against it.

use super::{AgendaPhaseText, HearingKindText, LanguageText, OccupantView, ParticipantRoleText};
use crate::{
    domain::{Timestamp, hearing, ids::HearingId},
    edge::problem::Problem,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A hearing as asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHearing {
    pub kind: HearingKindText,
    pub title: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub agenda: Vec<AgendaPhaseText>,
    pub seats: Vec<NewSeat>,
    /// The approved request that is answered by it.
    #[serde(default)]
    pub request: Option<Uuid>,
    /// The session of the same petition that it goes on with; it takes over which names are hidden and who helps
    /// whom.
    #[serde(default)]
    pub continues: Option<Uuid>,
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
    /// # Errors
    /// A time no calendar has.
    pub fn wish(self) -> Result<hearing::NewHearing, Problem> {
        Ok(hearing::NewHearing {
            kind: self.kind.0,
            title: self.title,
            starts_at: timestamp("starts_at", self.starts_at)?,
            ends_at: timestamp("ends_at", self.ends_at)?,
            agenda: self.agenda.into_iter().map(|phase| phase.0).collect(),
            seats: self.seats.into_iter().map(NewSeat::wish).collect(),
            continues: self.continues.map(HearingId),
        })
    }
}

/// A time somebody sent: between 1970 and the year 2200, so that all arithmetic on it is safe.
///
/// # Errors
/// It is not.
pub fn timestamp(field: &'static str, millis: i64) -> Result<Timestamp, Problem> {
    const YEAR_2200: i64 = 7_258_118_400_000;
    if (0..YEAR_2200).contains(&millis) {
        return Ok(Timestamp(millis));
    }
    Err(Problem::field(field, "UTC milliseconds of a day before 2200"))
}
