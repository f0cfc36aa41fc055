//! Names of the files in a package.

use super::{
    PackError, Slice, events,
    exhibits::{self, Laid},
    outcomes, papers, recordings,
    wordings::{self, Wording},
};
use crate::domain::{
    hearing::{Entry, Exhibit, Hearing, Outcome, Recording, Seal, SigningRecord, Stretch, index_text},
    ids::AttachmentId,
};
use serde_json::json;

/// A hearing with everything that is evidence of it.
#[derive(Debug)]
pub struct Contents {
    pub hearing: Hearing,
    pub petition_number: String,
    /// As they stand.
    pub entries: Vec<Entry>,
    /// Every wording of each line that was changed.
    pub wordings: Vec<Entry>,
    pub minutes: SigningRecord,
    pub agreement: SigningRecord,
    /// Those that were taken, with their bytes.
    pub exhibits: Vec<(Exhibit, Vec<u8>)>,
    pub outcome: Option<Outcome>,
    pub seals: Vec<Seal>,
    /// Scans of signatures on paper.
    pub scans: Vec<(AttachmentId, Vec<u8>)>,
    /// What was recorded, as far as it is whole. The package names the files and their hashes; gigabytes stay outside.
    pub recordings: Vec<Recording>,
    /// Who spoke when, and in which phase, while it was recorded.
    pub index: Vec<Stretch>,
    pub events: Option<Slice>,
}

#[derive(Debug)]
pub struct File {
    pub name: String,
    /// In words.
    pub what: &'static str,
    pub bytes: Vec<u8>,
}

impl File {
    pub fn new(name: impl Into<String>, what: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), what, bytes: bytes.into() }
    }
}

pub const ENTRIES: &str = "minutes/entries.json";
pub const OUTCOME: &str = "outcome.txt";

pub fn scan_name(attachment: &str) -> String {
    format!("scans/{attachment}")
}

pub fn files_of(contents: &Contents) -> Result<Vec<File>, PackError> {
    let mut files = papers::MINUTES.files_of(&contents.minutes)?;
    files.push(File::new(ENTRIES, "lines of the minutes as they stand", pretty(&entries(contents))?));
    if !contents.wordings.is_empty() {
        let wordings: Vec<_> = contents.wordings.iter().map(Wording::of).collect();
        files.push(File::new(wordings::NAME, "what changed lines said each time", pretty(&wordings)?));
    }
    if contents.agreement.latest().is_some() {
        files.extend(papers::AGREEMENT.files_of(&contents.agreement)?);
    }
    for (attachment, bytes) in &contents.scans {
        files.push(File::new(
            scan_name(&attachment.to_string()),
            "scan of a signature on paper",
            bytes.as_slice(),
        ));
    }
    files.extend(laid(&contents.exhibits)?);
    let listed = recordings::of(&contents.recordings);
    files.push(File::new(recordings::NAME, "what was recorded, by its hashes", pretty(&listed)?));
    if !contents.index.is_empty() {
        let index = index_text(contents.hearing.id, &contents.index);
        files.push(File::new(recordings::INDEX, "who spoke when, and in which phase", index));
    }
    if let Some(outcome) = &contents.outcome {
        files.extend(outcomes::files_of(outcome));
    }
    for seal in &contents.seals {
        let n = seal.number;
        files.push(File::new(
            format!("seals/{n}.txt"),
            "the node's closing statement",
            seal.statement.as_str(),
        ));
        let key = json!({
            "algorithm": seal.algorithm,
            "public_key": hex::encode(&seal.public_key),
            "signature": hex::encode(&seal.signature),
            "at": seal.at.0,
        });
        files.push(File::new(format!("seals/{n}.json"), "the seal under it", pretty(&key)?));
    }
    if let Some(slice) = &contents.events {
        files.push(File::new(events::NAME, "the event log's slice of this hearing", pretty(slice)?));
    }
    Ok(files)
}

pub fn pretty(value: &impl serde::Serialize) -> Result<Vec<u8>, PackError> {
    serde_json::to_vec_pretty(value).map_err(PackError::of)
}

/// The list of exhibits, and each of them.
fn laid(exhibits: &[(Exhibit, Vec<u8>)]) -> Result<Vec<File>, PackError> {
    let laid = || exhibits.iter().filter_map(|(exhibit, bytes)| Some((Laid::of(exhibit)?, bytes)));
    let list: Vec<_> = laid().map(|(laid, _)| laid).collect();
    let list = File::new(exhibits::NAME, "what was laid before the hearing", pretty(&list)?);
    let each = laid().map(|(laid, bytes)| File::new(laid.file, "an exhibit", bytes.as_slice()));
    Ok([list].into_iter().chain(each).collect())
}

fn entries(contents: &Contents) -> serde_json::Value {
    let seats = contents.hearing.seats.iter().map(
        |seat| json!({ "id": seat.id.0, "role": seat.role.as_str(), "label": seat.label, "name": seat.name }),
    );
    let entries = contents.entries.iter().map(|entry| {
        json!({
            "id": entry.id.0,
            "number": entry.number,
            "revision": entry.revision,
            "phase": entry.phase.as_str(),
            "speaker": entry.speaker.map(|seat| seat.0),
            "text": entry.text,
            "struck": entry.struck,
            "at": entry.at.0,
            "author": entry.author.0,
        })
    });
    json!({
        "seats": seats.collect::<Vec<_>>(),
        "entries": entries.collect::<Vec<_>>(),
        "wordings": contents.wordings.len(), // missed where they were taken out
    })
}
