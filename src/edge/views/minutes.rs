//! JSON of minutes: the lines as they stand, and what changed ones said before.

use super::AgendaPhaseText;
use crate::domain::hearing::Entry;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An entry of the minutes, as on the wire.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesEntry {
    pub id: Uuid,
    pub number: u32,
    pub revision: u32,
    pub phase: AgendaPhaseText,
    pub speaker: Option<Uuid>,
    pub text: String,
    /// Why it was struck; null as long as it stands.
    pub struck: Option<String>,
    pub at: i64,
    /// What it said each time it was written, the standing wording last; none of a line that was never changed.
    pub wordings: Vec<EntryWording>,
}

/// A line of the minutes as it was written once.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryWording {
    pub revision: u32,
    pub phase: AgendaPhaseText,
    pub speaker: Option<Uuid>,
    pub text: String,
    /// Why it was struck then.
    pub struck: Option<String>,
    /// When it was written.
    pub at: i64,
    /// The seat that wrote it.
    pub author: Uuid,
}

impl MinutesEntry {
    /// `wordings` are of all lines.
    pub fn of(entry: Entry, wordings: &[Entry]) -> Self {
        let line = entry.id;
        let own = wordings.iter().filter(|wording| wording.id == line);
        Self {
            id: line.0,
            number: entry.number,
            revision: entry.revision,
            phase: entry.phase.into(),
            speaker: entry.speaker.map(|seat| seat.0),
            text: entry.text,
            struck: entry.struck,
            at: entry.at.0,
            wordings: own.map(EntryWording::of).collect(),
        }
    }
}

impl EntryWording {
    fn of(wording: &Entry) -> Self {
        Self {
            revision: wording.revision,
            phase: wording.phase.into(),
            speaker: wording.speaker.map(|seat| seat.0),
            text: wording.text.clone(),
            struck: wording.struck.clone(),
            at: wording.at.0,
            author: wording.author.0,
        }
    }
}
