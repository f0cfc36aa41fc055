//! Minutes and agreement in a package: versions, what was signed of them, and what checks both.

use super::{
    PackError, Slice,
    files::{File, pretty, scan_name},
    manifest::sha256,
    verify::{Files, Report},
};
use crate::domain::{
    event::EventKind,
    hearing::{Answered, CorrectionAnswer, FrozenPaper, PaperKind, Signers, SigningRecord},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where a paper is in a package, and which events tell of it.
#[derive(Debug)]
pub struct Place {
    kind: PaperKind,
    folder: &'static str,
    signatures: &'static str,
    /// What its signatures are called in a closing statement.
    signature: &'static str,
    frozen: EventKind,
    signed: [EventKind; 2],
}

pub const MINUTES: Place = Place {
    kind: PaperKind::Minutes,
    folder: "minutes/",
    signatures: "signatures/",
    signature: "signature",
    frozen: EventKind::HearingMinutesFrozen,
    signed: [EventKind::HearingSigned, EventKind::HearingSigningRefused],
};

pub const AGREEMENT: Place = Place {
    kind: PaperKind::Agreement,
    folder: "agreement/",
    signatures: "agreement/signatures/",
    signature: "agreement_signature",
    frozen: EventKind::HearingAgreementFrozen,
    signed: [EventKind::HearingAgreementSigned, EventKind::HearingAgreementRefused],
};

impl Place {
    fn version(&self, version: u32) -> String {
        format!("{}v{version}.txt", self.folder)
    }

    fn versions(&self) -> String {
        format!("{}versions.json", self.folder)
    }

    /// Every version, the list of them, and every signature.
    pub fn files_of(&self, record: &SigningRecord) -> Result<Vec<File>, PackError> {
        let mut files = Vec::new();
        for version in &record.versions {
            files.push(File::new(
                self.version(version.version),
                "a paper as it was read back",
                version.text.as_str(),
            ));
        }
        files.push(File::new(
            self.versions(),
            "versions of the paper and corrections asked for",
            pretty(&listed(record))?,
        ));
        for (at, signature) in record.signatures.iter().enumerate() {
            let name = format!("{}{:03}.txt", self.signatures, at + 1);
            files.push(File::new(name, "a signature, or a refusal", signature.statement()));
        }
        Ok(files)
    }
}

fn listed(record: &SigningRecord) -> Value {
    let version = |version: &FrozenPaper| {
        let mut value = json!({
            "version": version.version,
            "sha256": hex::encode(version.sha256),
            "frozen_at": version.frozen_at.0,
            "by": version.by.map(|seat| seat.0),
        });
        if let Signers::Parties(parties) = &version.signers {
            value["parties"] = parties.iter().map(ToString::to_string).collect();
        }
        value
    };
    let corrections = record.corrections.iter().map(|correction| {
        let mut value = json!({
            "id": correction.id.0,
            "version": correction.version,
            "seat": correction.seat.0,
            "entry": correction.entry.map(|entry| entry.0),
            "text": correction.text,
            "at": correction.at.0,
        });
        if let Some(Answered { by, at, answer }) = &correction.answered {
            let (entry, reason) = match answer {
                CorrectionAnswer::Taken { entry, .. } => (Some(entry.0), None),
                CorrectionAnswer::Declined { reason } => (None, Some(reason)),
            };
            let kind = answer.kind().as_str();
            value["answer"] = json!({ "by": by.0, "at": at.0, "is": kind, "entry": entry, "reason": reason });
        }
        value
    });
    let versions: Vec<_> = record.versions.iter().map(version).collect();
    json!({ "versions": versions, "corrections": corrections.collect::<Vec<_>>() })
}

/// What a package says of a paper, as far as it is sound.
#[derive(Debug)]
pub struct Checked {
    place: &'static Place,
    versions: BTreeMap<u32, Version>,
    signatures: Vec<Signed>,
}

#[derive(Debug)]
struct Version {
    sha256: String,
    parties: Vec<String>,
}

#[derive(Debug)]
struct Signed {
    name: String,
    sha256: String,
    version: u32,
    seat: String,
    is_refusal: bool,
}

#[derive(Deserialize)]
struct VersionsFile {
    versions: Vec<VersionItem>,
}

#[derive(Deserialize)]
struct VersionItem {
    version: u32,
    sha256: String,
    #[serde(default)]
    parties: Vec<String>,
}

/// Whether there is anything of this paper.
pub fn is_there(files: &Files, place: &Place) -> bool {
    files.keys().any(|name| name.starts_with(place.folder))
}

/// Texts against their hashes, and signatures against both.
pub fn check(report: &mut Report, files: &Files, place: &'static Place) -> Checked {
    let versions = versions(report, files, place);
    let mut checked = Checked { place, versions, signatures: Vec::new() };
    let mut faults = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with(place.signatures)) {
        faults.extend(checked.signature(files, name, bytes));
    }
    let refusals = checked.signatures.iter().filter(|signed| signed.is_refusal).count();
    let (signed, of) = (checked.signatures.len() - refusals, place.kind);
    let right = format!(
        "{signed} signature(s) and {refusals} refusal(s) of the {of} each name a version and its hash"
    );
    report.all(right, faults);
    checked
}

fn versions(report: &mut Report, files: &Files, place: &Place) -> BTreeMap<u32, Version> {
    let of = place.kind;
    let listed = files.get(&place.versions()).map(|bytes| serde_json::from_slice::<VersionsFile>(bytes));
    let Some(Ok(listed)) = listed else {
        report.wrong(format!("The list of versions of the {of} is missing or cannot be read"));
        return BTreeMap::new();
    };
    let (mut versions, mut faults) = (BTreeMap::new(), Vec::new());
    for VersionItem { version, sha256: said, parties } in listed.versions {
        match files.get(&place.version(version)).map(|text| sha256(text)) {
            None => faults.push(format!("Version {version} of the {of} is missing")),
            Some(found) if found != said => {
                faults.push(format!("Version {version} of the {of} was changed"));
            }
            Some(sha256) => drop(versions.insert(version, Version { sha256, parties })),
        }
    }
    let right = format!("{} version(s) of the {of} have the hashes they are signed by", versions.len());
    report.all(right, faults);
    versions
}

/// The lines of a signature's content that name a scan: it is on it, or a proxy rests on it.
fn scan_of<'a>(kind: &str, content: &'a str) -> Option<&'a str> {
    match kind {
        "paper_scan" => Some(content),
        "proxy" => content.splitn(4, '\n').nth(3), // after name, hand and reason
        _ => None,
    }
}

impl Checked {
    /// Takes a signature in; what is wrong with it.
    fn signature(&mut self, files: &Files, name: &str, bytes: &[u8]) -> Vec<String> {
        let (text, of) = (String::from_utf8_lossy(bytes), self.place.kind);
        let (head, content) = text.split_once("\n\n").unwrap_or((&text, ""));
        let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let version = field("version").and_then(|version| version.parse().ok()).unwrap_or(0);
        let signed = self.versions.get(&version).map(|version| version.sha256.as_str());
        let mut faults = Vec::new();
        if !head.starts_with("lianjie-signature 1\n") {
            faults.push(format!("{name} is no signature"));
        } else if signed.is_none() || signed != field(&format!("{of}_sha256")) {
            faults.push(format!("{name} is under no version of the {of} in this package"));
        }
        let scan = field("kind").and_then(|kind| scan_of(kind, content));
        if scan.is_some_and(|scan| !scan_is_there(files, scan)) {
            faults.push(format!("The scan of {name} is missing or was changed"));
        }
        self.signatures.push(Signed {
            name: name.to_owned(),
            sha256: sha256(bytes),
            version,
            seat: field("seat").unwrap_or_default().to_owned(),
            is_refusal: field("kind") == Some("refused"),
        });
        faults
    }

    /// What a closing statement says of this paper.
    pub fn closing_lines(&self) -> Vec<String> {
        let of = self.place.kind;
        let latest = self.versions.last_key_value();
        let latest = latest.map_or("none".to_owned(), |(n, version)| format!("{n} {}", version.sha256));
        let signatures =
            self.signatures.iter().map(|one| format!("{}: {}", self.place.signature, one.sha256));
        [format!("{of}: {latest}")].into_iter().chain(signatures).collect()
    }

    /// Versions and signatures that the event log does not know.
    pub fn against_log(&self, slice: &Slice) -> Vec<String> {
        let frozen: Vec<_> = slice.details(self.place.frozen.as_str(), "sha256").collect();
        let signed =
            self.place.signed.iter().flat_map(|kind| slice.details(kind.as_str(), "signature_sha256"));
        let signed: Vec<_> = signed.collect();
        let versions = self.versions.iter().filter(|(_, version)| !frozen.contains(&&*version.sha256));
        let signatures = self.signatures.iter().filter(|one| !signed.contains(&&*one.sha256));
        versions
            .map(|(n, _)| format!("The event log does not know version {n} of the {}", self.place.kind))
            .chain(signatures.map(|one| format!("The event log does not know {}", one.name)))
            .collect()
    }

    /// Whether every party of the version that stands has signed it last.
    pub fn is_agreed(&self) -> bool {
        let Some((n, version)) = self.versions.last_key_value() else { return false };
        let word =
            |party: &String| self.signatures.iter().rev().find(|one| one.version == *n && one.seat == *party);
        let signed = |party: &String| word(party).is_some_and(|word| !word.is_refusal);
        !version.parties.is_empty() && version.parties.iter().all(signed)
    }

    /// Hash of the version that stands.
    pub fn standing(&self) -> Option<&str> {
        self.versions.last_key_value().map(|(_, version)| version.sha256.as_str())
    }
}

/// Whether the log and the signatures are of one mind on what is in force.
pub fn in_force(report: &mut Report, agreement: Option<&Checked>, slice: &Slice) {
    let logged = slice.details(EventKind::HearingAgreementEffective.as_str(), "sha256").last();
    let agreed = agreement.filter(|agreement| agreement.is_agreed()).and_then(Checked::standing);
    match (agreement, logged == agreed) {
        (_, false) => report.wrong("The event log and the signatures say otherwise of what was agreed"),
        (Some(_), true) if agreed.is_some() => {
            report.right("The agreement is in force: every party has signed it");
        }
        (Some(_), true) => report.right("The agreement is not in force: not every party has signed it"),
        (None, true) => {}
    }
}

fn scan_is_there(files: &Files, content: &str) -> bool {
    let Some((attachment, hash)) = content.split_once('\n') else { return false };
    files.get(&scan_name(attachment)).is_some_and(|bytes| sha256(bytes) == hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        hearing::{Mark, ProxyPaper},
        ids::AttachmentId,
    };
    use uuid::Uuid;

    #[test]
    fn a_proxy_rests_on_the_scan_behind_its_reason() {
        let (attachment, sha256) = (AttachmentId(Uuid::from_u128(7)), [7; 32]);
        let scan = format!("{attachment}\n{}", "07".repeat(32));
        let proxy = |reason: &str, paper| {
            let (name, strokes) = ("李某".to_owned(), "M1 1L2 2".to_owned());
            Mark::Proxy { name, strokes, reason: reason.to_owned(), paper }.content()
        };
        let reason = "手部受伤，不便书写";
        for (kind, content, wanted) in [
            ("proxy", proxy(reason, Some(ProxyPaper { attachment, sha256 })), Some(scan.as_str())),
            ("proxy", proxy(reason, None), None),
            ("proxy", proxy("", None), None),
            ("paper_scan", Mark::PaperScan { attachment, sha256 }.content(), Some(&scan)),
            ("drawn", scan.clone(), None),
        ] {
            assert_eq!(scan_of(kind, &content), wanted, "{content}");
        }
    }
}
