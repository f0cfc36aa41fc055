//! JSON of the leader's desk.

use super::{HearingRow, PetitionRow};
use crate::domain::petition::Petition;
use serde::Serialize;
use utoipa::ToSchema;

/// A leader's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeaderDesk {
    /// Today's and those ahead, by start.
    pub sessions: Vec<LeaderSession>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LeaderSession {
    #[serde(flatten)]
    pub row: HearingRow,
    pub brief: Brief,
}

/// What to know of a matter before it is heard.
#[derive(Debug, Serialize, ToSchema)]
pub struct Brief {
    pub petition: PetitionRow,
    /// The beginning of what was written.
    pub facts: String,
    pub respondent: Option<String>,
    pub persons_concerned: u32,
    /// Sessions held or planned before this one.
    pub hearings_before: u32,
    /// Promises of those that are not kept yet.
    pub promises_open: u32,
}

/// As much as fits half a page. Characters.
const FACTS_CHARS: usize = 300;

impl Brief {
    pub fn of(petition: &Petition, row: PetitionRow, hearings_before: usize, promises_open: usize) -> Self {
        Self {
            petition: row,
            facts: petition.text.chars().take(FACTS_CHARS).collect(),
            respondent: petition.respondent.clone(),
            persons_concerned: petition.persons_concerned,
            hearings_before: u32::try_from(hearings_before).unwrap_or(u32::MAX),
            promises_open: u32::try_from(promises_open).unwrap_or(u32::MAX),
        }
    }
}
