//! What was recorded, by its hashes. The files themselves are handed over beside the package, and checked against it.

use super::{Slice, manifest::sha256};
use crate::domain::{
    event::EventKind,
    hearing::{Recording, WholeRecording},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs::File, io, path::Path};

type Details = [(String, String)];

pub const NAME: &str = "recordings.json";
/// Who spoke when, and in which phase.
pub const INDEX: &str = "recordings-index.txt";

/// A file of the recorder.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What its file is called, without `.webm`.
    pub recording: String,
    pub seat: String,
    pub source: String,
    /// UTC milliseconds.
    pub began_at: i64,
    pub ended_at: i64,
    pub bytes: u64,
    pub sha256: String,
    pub gaps: u32,
    pub interrupted: bool,
}

/// Those that are whole.
pub fn of(recordings: &[Recording]) -> Vec<Recorded> {
    let whole = recordings.iter().filter_map(|one| Some((one, one.whole.as_ref()?)));
    whole.map(|(one, whole)| Recorded::of(one, whole)).collect()
}

impl Recorded {
    fn of(recording: &Recording, whole: &WholeRecording) -> Self {
        Self {
            recording: recording.id.to_string(),
            seat: recording.seat.to_string(),
            source: recording.source.as_str().to_owned(),
            began_at: recording.began_at.0,
            ended_at: whole.ended_at.0,
            bytes: whole.bytes,
            sha256: hex::encode(whole.sha256),
            gaps: whole.gaps,
            interrupted: whole.interrupted,
        }
    }

    /// Whether an event of [`EventKind::HearingRecordingFiled`] is about this, and says the same.
    fn is(&self, details: &Details) -> bool {
        let says = |name: &str, value: &str| said(details, name) == Some(value);
        says("recording", &self.recording)
            && says("seat", &self.seat)
            && says("source", &self.source)
            && says("began_at", &self.began_at.to_string())
            && says("ended_at", &self.ended_at.to_string())
            && says("bytes", &self.bytes.to_string())
            && says("sha256", &self.sha256)
    }
}

/// What a package says was recorded.
pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Option<Vec<Recorded>> {
    serde_json::from_slice(files.get(NAME)?).ok()
}

/// Faults of the list against what the event log says of each file as it was filed, in both directions.
pub fn against_log(listed: &[Recorded], slice: &Slice) -> Vec<String> {
    let logged: Vec<_> = slice.told(EventKind::HearingRecordingFiled.as_str()).collect();
    let unknown = listed
        .iter()
        .filter(|one| !logged.iter().any(|details| one.is(details)))
        .map(|one| format!("Recording {} is not as it was filed in the event log", one.recording));
    let named =
        |details: &Details| listed.iter().any(|one| said(details, "recording") == Some(&one.recording));
    let missing = logged.iter().filter(|details| !named(details)).map(|details| {
        format!("Recording {} is in the event log only", said(details, "recording").unwrap_or("?"))
    });
    unknown.chain(missing).collect()
}

/// The fault of the index against what the event log last said of it. Packages made before there was one have none,
/// and their log says nothing of it.
pub fn index_fault(files: &BTreeMap<String, Vec<u8>>, slice: &Slice) -> Option<&'static str> {
    let logged = slice.details(EventKind::HearingRecordingIndexed.as_str(), "sha256").last();
    match (files.get(INDEX).map(|bytes| sha256(bytes)), logged) {
        (None, None) => None,
        (Some(found), Some(logged)) if found == logged => None,
        (Some(_), Some(_)) => Some("The index of the recordings is not as the event log has it"),
        (Some(_), None) => Some("The index of the recordings is not in the event log"),
        (None, Some(_)) => Some("The index of the recordings is missing"),
    }
}

/// A detail by its name.
pub fn said<'a>(details: &'a Details, name: &str) -> Option<&'a str> {
    details.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// How the files in a folder were found.
#[derive(Debug, Default)]
pub struct InFolder {
    pub as_filed: usize,
    pub faults: Vec<String>,
    /// By the node's key, as they lie on its disk.
    pub locked: Vec<String>,
}

impl InFolder {
    /// What is not there is a fault, too.
    pub fn look(listed: &[Recorded], folder: &Path) -> Self {
        let mut found = Self::default();
        for one in listed {
            found.look_at(one, folder);
        }
        found
    }

    fn look_at(&mut self, one: &Recorded, folder: &Path) {
        let path = folder.join(format!("{}.webm", one.recording));
        let locked = path.with_extension("webm.locked");
        match hash(&path) {
            Ok(found) if found == one.sha256 => self.as_filed += 1,
            Ok(_) => self.faults.push(format!("{} was changed", path.display())),
            Err(_) if locked.exists() => self.locked.push(format!(
                "{} is locked, not checked: ask for the recordings in the clear",
                locked.display()
            )),
            Err(why) => self.faults.push(format!("{} cannot be read: {why}", path.display())),
        }
    }
}

fn hash(path: &Path) -> io::Result<String> {
    let mut sha = sha2::Sha256::default();
    io::copy(&mut File::open(path)?, &mut sha)?;
    Ok(hex::encode(sha2::Digest::finalize(sha)))
}
