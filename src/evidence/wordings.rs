//! What changed lines of the minutes said each time they were written, checked against what the event log says of each. It has
//! no speaker and not when a line was typed: nobody vouches for those of a wording that stands no more.

use super::{
    Slice,
    events::{ActorTold, Told},
    files::ENTRIES,
    manifest::sha256,
    recordings::said,
    verify::Files,
};
use crate::domain::{event::EventKind, hearing::Entry, ids::SeatId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// In packages where a line was changed, and in none from before wordings were packed. [`ENTRIES`] says how many it has.
pub const NAME: &str = "minutes/wordings.json";

const WRITTEN: EventKind = EventKind::HearingEntryWritten;
const STRUCK: EventKind = EventKind::HearingEntryStruck;

/// One line as it was written, or struck, once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub entry: String,
    pub number: u32,
    pub revision: u32,
    pub phase: String,
    pub speaker: Option<String>,
    pub text: String,
    /// Why it was struck then; in packages from before lines were struck of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<String>,
    /// When it was written, UTC milliseconds.
    pub at: i64,
    /// The seat that wrote it.
    pub author: String,
}

impl Wording {
    pub fn of(entry: &Entry) -> Self {
        Self {
            entry: entry.id.to_string(),
            number: entry.number,
            revision: entry.revision,
            phase: entry.phase.as_str().to_owned(),
            speaker: entry.speaker.map(|seat| seat.to_string()),
            text: entry.text.clone(),
            struck: entry.struck.clone(),
            at: entry.at.0,
            author: entry.author.to_string(),
        }
    }

    /// Whether an event is about this, and says the same.
    fn is(&self, told: &Told) -> bool {
        let details = &told.details;
        let kind = if self.struck.is_some() { STRUCK } else { WRITTEN };
        let reason = self.struck.as_ref().map(|reason| sha256(reason.as_bytes()));
        told.kind == kind.as_str()
            && matches!(told.actor, ActorTold::Seat { seat } if SeatId(seat).to_string() == self.author)
            && said(details, "entry") == Some(&self.entry)
            && said(details, "number") == Some(&self.number.to_string())
            && said(details, "revision") == Some(&self.revision.to_string())
            && said(details, "phase") == Some(&self.phase)
            && said(details, "text_sha256") == Some(&sha256(self.text.as_bytes()))
            && said(details, "reason_sha256") == reason.as_deref()
    }
}

/// `None` in packages from before wordings were packed.
pub fn read(files: &Files) -> Option<Result<Vec<Wording>, &'static str>> {
    match files.get(NAME) {
        Some(bytes) => {
            Some(serde_json::from_slice(bytes).map_err(|_| "The wordings of changed lines cannot be read"))
        }
        None => match packed(files)? {
            0 => Some(Ok(Vec::new())),
            _ => Some(Err("The wordings of changed lines are missing")),
        },
    }
}

/// How many wordings the lines as they stand say were packed beside them.
fn packed(files: &Files) -> Option<u64> {
    #[derive(Deserialize)]
    struct Lines {
        wordings: Option<u64>,
    }
    serde_json::from_slice::<Lines>(files.get(ENTRIES)?).ok()?.wordings
}

/// Faults of the list against the event log, in both directions.
pub fn faults(listed: &[Wording], slice: &Slice) -> Vec<String> {
    let logged: Vec<_> = slice.all_of(WRITTEN.as_str()).chain(slice.all_of(STRUCK.as_str())).collect();
    let changes = logged.iter().filter(|told| said(&told.details, "revision") != Some("1"));
    let changed: BTreeSet<_> = changes.filter_map(|told| said(&told.details, "entry")).collect();
    let is_of_changed =
        |told: &Told| said(&told.details, "entry").is_some_and(|entry| changed.contains(entry));
    let of_changed: Vec<_> = logged.iter().filter(|told| is_of_changed(told)).collect();
    let unlike = listed.iter().filter(|one| !of_changed.iter().any(|told| one.is(told)));
    let mut faults: Vec<_> = unlike
        .map(|one| format!("Wording {} of line {} is not as the event log has it", one.revision, one.number))
        .collect();
    let missing = of_changed.iter().filter(|told| !listed.iter().any(|one| one.is(told)));
    faults.extend(missing.map(|told| {
        let value = |name| said(&told.details, name).unwrap_or("?");
        format!("Wording {} of line {} is in the event log only", value("revision"), value("number"))
    }));
    faults
}
