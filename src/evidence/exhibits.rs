//! Exhibits that were taken: number, title and file, checked against what the event log says of each.

use super::{Slice, manifest::sha256, recordings::said, verify::Files};
use crate::domain::{
    event::EventKind,
    hearing::{Exhibit, ExhibitState},
};
use serde::{Deserialize, Serialize};

pub const NAME: &str = "exhibits.json";

/// One that has a number.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Laid {
    pub exhibit: String,
    pub number: u32,
    pub title: String,
    /// The seat whose it is; none of what the office laid before the hearing.
    pub brought_by: Option<String>,
    /// Where its bytes are in the package.
    pub file: String,
    pub media_type: String,
    pub sha256: String,
    /// UTC milliseconds; none of what was never put on record.
    pub on_record: Option<i64>,
}

impl Laid {
    /// `None` of what was not taken: it is no evidence.
    #[must_use]
    pub fn of(exhibit: &Exhibit) -> Option<Self> {
        let ExhibitState::Accepted { number, on_record } = exhibit.state else { return None };
        Some(Self {
            exhibit: exhibit.id.to_string(),
            number,
            title: exhibit.title.clone(),
            brought_by: exhibit.brought_by.map(|seat| seat.to_string()),
            file: format!("exhibits/{number}.{}", extension(&exhibit.file.media_type)),
            media_type: exhibit.file.media_type.clone(),
            sha256: hex::encode(exhibit.file.sha256),
            on_record: on_record.map(|at| at.0),
        })
    }

    /// Whether an event is about this, and says the same.
    fn is(&self, details: &[(String, String)]) -> bool {
        said(details, "exhibit") == Some(&self.exhibit)
            && said(details, "number") == Some(&self.number.to_string())
            && said(details, "sha256") == Some(&self.sha256)
            && said(details, "title_sha256") == Some(&sha256(self.title.as_bytes()))
    }
}

/// So that a stranger's machine opens it.
fn extension(media_type: &str) -> &str {
    match media_type {
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "video/quicktime" => "mov",
        other => other.rsplit('/').next().unwrap_or("bin"),
    }
}

/// What a package says was laid before the hearing.
pub fn read(files: &Files) -> Option<Vec<Laid>> {
    serde_json::from_slice(files.get(NAME)?).ok()
}

/// Faults of the list against the files, and against the event log in both directions.
pub fn faults(listed: &[Laid], files: &Files, slice: &Slice) -> Vec<String> {
    let taken: Vec<_> = slice.told(EventKind::HearingExhibitAccepted.as_str()).collect();
    let recorded: Vec<_> = slice.told(EventKind::HearingExhibitOnRecord.as_str()).collect();
    let mut faults = Vec::new();
    for one in listed {
        let n = one.number;
        if files.get(&one.file).is_none_or(|bytes| sha256(bytes) != one.sha256) {
            faults.push(format!("The file of exhibit {n} is missing or was changed"));
        }
        if !taken.iter().any(|details| one.is(details)) {
            faults.push(format!("Exhibit {n} is not as it was taken in the event log"));
        }
        if recorded.iter().any(|details| one.is(details)) != one.on_record.is_some() {
            faults.push(format!("The event log says otherwise of exhibit {n} being on record"));
        }
    }
    let named = |details: &[(String, String)]| {
        listed.iter().any(|one| said(details, "exhibit") == Some(&one.exhibit))
    };
    let missing = taken.iter().filter(|details| !named(details));
    faults.extend(missing.map(|details| {
        format!("Exhibit {} is in the event log only", said(details, "number").unwrap_or("?"))
    }));
    faults
}

#[cfg(test)]
mod tests {
    use super::extension;

    #[test]
    fn a_file_is_called_what_a_strangers_machine_opens() {
        for (media_type, wanted) in [
            ("application/pdf", "pdf"),
            ("image/jpeg", "jpeg"),
            ("image/webp", "webp"),
            ("audio/mpeg", "mp3"),
            ("audio/mp4", "m4a"),
            ("video/mp4", "mp4"),
            ("video/quicktime", "mov"),
        ] {
            assert_eq!(extension(media_type), wanted, "{media_type}");
        }
    }
}
