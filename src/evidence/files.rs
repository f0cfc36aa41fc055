//! Which files a package holds.

use super::{PackError, Slice, events, recordings};
use crate::domain::{
    hearing::{Entry, Hearing, Outcome, Recording, Seal, SigningRecord, outcome_statement},
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
    pub record: SigningRecord,
    pub outcome: Option<Outcome>,
    pub seals: Vec<Seal>,
    /// Scans of signatures on paper.
    pub scans: Vec<(AttachmentId, Vec<u8>)>,
    /// What was recorded, as far as it is whole. The package names the files and their hashes; gigabytes stay outside.
    pub recordings: Vec<Recording>,
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

pub const OUTCOME: &str = "outcome.txt";
pub const VERSIONS: &str = "minutes/versions.json";

pub fn minutes_name(version: u32) -> String {
    format!("minutes/v{version}.txt")
}

pub fn scan_name(attachment: &str) -> String {
    format!("scans/{attachment}")
}

pub fn files_of(contents: &Contents) -> Result<Vec<File>, PackError> {
    let record = &contents.record;
    let mut files = Vec::new();
    for version in &record.versions {
        let text = version.text.as_bytes();
        files.push(File::new(minutes_name(version.version), "minutes as they were read back", text));
    }
    files.push(File::new(
        VERSIONS,
        "versions of the minutes and corrections asked for",
        pretty(&versions(record))?,
    ));
    files.push(File::new(
        "minutes/entries.json",
        "lines of the minutes as they stand",
        pretty(&entries(contents))?,
    ));
    for (at, signature) in record.signatures.iter().enumerate() {
        let name = format!("signatures/{:03}.txt", at + 1);
        files.push(File::new(name, "a signature, or a refusal", signature.statement()));
    }
    for (attachment, bytes) in &contents.scans {
        files.push(File::new(
            scan_name(&attachment.to_string()),
            "scan of a signature on paper",
            bytes.as_slice(),
        ));
    }
    let listed = recordings::of(&contents.recordings);
    files.push(File::new(recordings::NAME, "what was recorded, by its hashes", pretty(&listed)?));
    if let Some(outcome) = &contents.outcome {
        files.push(File::new(OUTCOME, "the outcome", outcome_statement(outcome)));
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

fn pretty(value: &impl serde::Serialize) -> Result<Vec<u8>, PackError> {
    serde_json::to_vec_pretty(value).map_err(PackError::of)
}

fn versions(record: &SigningRecord) -> serde_json::Value {
    let versions = record.versions.iter().map(|version| {
        json!({
            "version": version.version,
            "sha256": hex::encode(version.sha256),
            "frozen_at": version.frozen_at.0,
            "by": version.by.map(|seat| seat.0),
        })
    });
    let corrections = record.corrections.iter().map(|correction| {
        json!({
            "id": correction.id.0,
            "version": correction.version,
            "seat": correction.seat.0,
            "entry": correction.entry.map(|entry| entry.0),
            "text": correction.text,
            "at": correction.at.0,
        })
    });
    json!({ "versions": versions.collect::<Vec<_>>(), "corrections": corrections.collect::<Vec<_>>() })
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
            "at": entry.at.0,
            "author": entry.author.0,
        })
    });
    json!({ "seats": seats.collect::<Vec<_>>(), "entries": entries.collect::<Vec<_>>() })
}
