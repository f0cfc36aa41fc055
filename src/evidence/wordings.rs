//! What changed lines of the minutes said each time they were written, checked against what the event log says of each.

use super::{Slice, manifest::sha256, recordings::said, verify::Files};
use crate::domain::{event::EventKind, hearing::Entry};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// In packages where a line was changed, and in none from before wordings were packed.
pub const NAME: &str = "minutes/wordings.json";

/// One line as it was written once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub entry: String,
    pub number: u32,
    pub revision: u32,
    pub phase: String,
    pub speaker: Option<String>,
    pub text: String,
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
            at: entry.at.0,
            author: entry.author.to_string(),
        }
    }

    /// Whether an event is about this, and says the same.
    fn is(&self, details: &[(String, String)]) -> bool {
        said(details, "entry") == Some(&self.entry)
            && said(details, "number") == Some(&self.number.to_string())
            && said(details, "revision") == Some(&self.revision.to_string())
            && said(details, "phase") == Some(&self.phase)
            && said(details, "text_sha256") == Some(&sha256(self.text.as_bytes()))
    }
}

pub fn read(files: &Files) -> Option<Vec<Wording>> {
    serde_json::from_slice(files.get(NAME)?).ok()
}

/// Faults of the list against the event log, in both directions.
pub fn faults(listed: &[Wording], slice: &Slice) -> Vec<String> {
    let logged: Vec<_> = slice.told(EventKind::HearingEntryWritten.as_str()).collect();
    let changes = logged.iter().filter(|details| said(details, "revision") != Some("1"));
    let changed: BTreeSet<_> = changes.filter_map(|details| said(details, "entry")).collect();
    let of_changed: Vec<_> = logged
        .iter()
        .filter(|details| said(details, "entry").is_some_and(|entry| changed.contains(entry)))
        .collect();
    let unlike = listed.iter().filter(|one| !of_changed.iter().any(|details| one.is(details)));
    let mut faults: Vec<_> = unlike
        .map(|one| format!("Wording {} of line {} is not as the event log has it", one.revision, one.number))
        .collect();
    let missing = of_changed.iter().filter(|details| !listed.iter().any(|one| one.is(details)));
    faults.extend(missing.map(|details| {
        let value = |name| said(details, name).unwrap_or("?");
        format!("Wording {} of line {} is in the event log only", value("revision"), value("number"))
    }));
    faults
}
