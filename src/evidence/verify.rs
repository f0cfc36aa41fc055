//! Verifies a package offline and reports the result.

use super::{
    archive,
    events::{self, Slice},
    exhibits,
    manifest::{self, Manifest, sha256},
    outcomes,
    papers::{self, Checked},
    recordings::{self, InFolder},
    seals, wordings,
};
use crate::{
    domain::hearing::fingerprint,
    sealing::{self, Known},
};
use std::{collections::BTreeMap, path::Path};

/// What a look at one thing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Sound,
    Wrong,
    /// A signature by an algorithm that is not known here: neither good nor bad.
    NotChecked,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub verdict: Verdict,
    /// A sentence.
    pub says: String,
}

/// What was found, in the order it was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
    /// Fingerprint of the key that signed the package, to be compared with what the node shows.
    pub key: Option<String>,
    /// Fingerprints of other keys that seals hold by: of a node that lost its key, or of a node whose package a stranger signed anew.
    pub other_keys: Vec<String>,
}

impl Report {
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict == Verdict::Sound)
    }

    /// Whether something is not as it was.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.findings.iter().any(|finding| finding.verdict == Verdict::Wrong)
    }

    pub(super) fn right(&mut self, says: impl Into<String>) {
        self.found(Verdict::Sound, says);
    }

    pub(super) fn wrong(&mut self, says: impl Into<String>) {
        self.found(Verdict::Wrong, says);
    }

    pub(super) fn found(&mut self, verdict: Verdict, says: impl Into<String>) {
        self.findings.push(Finding { verdict, says: says.into() });
    }

    /// `right` if nothing in `faults`, else each of them.
    pub(super) fn all(&mut self, right: impl Into<String>, faults: Vec<String>) {
        if faults.is_empty() {
            return self.right(right);
        }
        for fault in faults {
            self.wrong(fault);
        }
    }
}

/// Name → bytes.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Checks everything a package says against everything else it says.
#[must_use]
pub fn verify(package: &[u8]) -> Report {
    verify_by(sealing::SHIPPED, package)
}

pub(super) fn verify_by(known: &Known, package: &[u8]) -> Report {
    let mut report = Report::default();
    let listed = match archive::read(package) {
        Ok(listed) => listed,
        Err(why) => {
            report.wrong(format!("The package cannot be opened: {why}"));
            return report;
        }
    };
    container(&mut report, package, &listed);
    let files: Files = listed.into_iter().collect();
    let Some(manifest) = manifest(&mut report, known, &files) else { return report };
    contents(&mut report, &manifest, &files);
    let mut papers = vec![papers::check(&mut report, &files, &papers::MINUTES)];
    if papers::is_there(&files, &papers::AGREEMENT) {
        papers.push(papers::check(&mut report, &files, &papers::AGREEMENT));
    }
    seals::check(&mut report, known, &manifest, &files, &papers);
    log(&mut report, &files, &papers);
    report
}

/// Checks the files of the recorder in `folder` against what a package says was recorded.
#[must_use]
pub fn verify_recordings(package: &[u8], folder: &Path) -> Report {
    let mut report = Report::default();
    let files: Files = archive::read(package).unwrap_or_default().into_iter().collect();
    match recordings::read(&files) {
        None => report.wrong("The package has no list of recordings"),
        Some(listed) => {
            let InFolder { as_filed, faults, locked } = InFolder::look(&listed, folder);
            if locked.is_empty() || as_filed > 0 || !faults.is_empty() {
                let what = if locked.is_empty() { "" } else { " in the clear" };
                let right =
                    format!("All {as_filed} recordings{what} in {} are as they were filed", folder.display());
                report.all(right, faults);
            }
            for says in locked {
                report.found(Verdict::NotChecked, says);
            }
        }
    }
    report
}

/// The same files make the same bytes: what lies between them was not written by us.
fn container(report: &mut Report, package: &[u8], listed: &[(String, Vec<u8>)]) {
    let again = archive::write(listed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    match again {
        Ok(again) if again == package => report.right("The container is as it was written"),
        Ok(again) => {
            let at =
                again.iter().zip(package).position(|(a, b)| a != b).unwrap_or(again.len().min(package.len()));
            report.wrong(format!("The container is not as it was written, from byte {at} on"));
        }
        Err(_) => report.wrong("The container holds names that no package holds"),
    }
}

fn manifest(report: &mut Report, known: &Known, files: &Files) -> Option<Manifest> {
    let Some(bytes) = files.get(manifest::NAME) else {
        report.wrong("The manifest is missing");
        return None;
    };
    let manifest: Manifest = match serde_json::from_slice(bytes) {
        Ok(manifest) => manifest,
        Err(why) => {
            report.wrong(format!("The manifest cannot be read: {why}"));
            return None;
        }
    };
    if manifest.format != manifest::FORMAT {
        report.wrong(format!("The format `{}` is not known here", manifest.format));
        return None;
    }
    let key = hex::decode(&manifest.public_key).unwrap_or_default();
    report.key = Some(fingerprint(&key));
    let signature = files.get(manifest::SIGNATURE).and_then(|hex| unhex(hex));
    match signature.map(|signature| sealing::holds(known, &manifest.algorithm, &key, bytes, &signature)) {
        Some(Some(true)) => report.right("The manifest is signed by the node's key"),
        Some(Some(false)) => report.wrong("The signature under the manifest does not hold: it was changed"),
        Some(None) => report.found(
            Verdict::NotChecked,
            format!(
                "The manifest is signed by the algorithm `{}`, which is not known here: not checked",
                manifest.algorithm
            ),
        ),
        None => report.wrong("The signature under the manifest is missing or cannot be read"),
    }
    Some(manifest)
}

/// As [`super::pack`] writes it: lower case, nothing around it.
fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let bytes = hex::decode(text).ok()?;
    (hex::encode(&bytes).as_bytes() == text).then_some(bytes)
}

fn contents(report: &mut Report, manifest: &Manifest, files: &Files) {
    let mut faults = Vec::new();
    for item in &manifest.files {
        match files.get(&item.name) {
            None => faults.push(format!("{} is missing", item.name)),
            Some(bytes) if sha256(bytes) != item.sha256 || bytes.len() as u64 != item.size => {
                faults.push(format!("{} was changed", item.name));
            }
            Some(_) => {}
        }
    }
    let listed = |name: &str| manifest.files.iter().any(|item| item.name == name);
    let own = |name: &str| name == manifest::NAME || name == manifest::SIGNATURE;
    faults.extend(
        files.keys().filter(|name| !listed(name) && !own(name)).map(|name| format!("{name} was added")),
    );
    report.all(format!("All {} files are as the manifest lists them", manifest.files.len()), faults);
}

pub(super) fn slice(files: &Files) -> Option<Slice> {
    files.get(events::NAME).and_then(|bytes| serde_json::from_slice(bytes).ok())
}

fn log(report: &mut Report, files: &Files, papers: &[Checked]) {
    let Some(slice) = slice(files) else {
        return report.wrong("The slice of the event log is missing or cannot be read");
    };
    match slice.walk() {
        Err(why) => report.wrong(format!("The event chain is broken: {why}")),
        Ok((ours, withheld)) => report.right(format!(
            "The event chain holds: {ours} event(s) of this hearing, {withheld} of other matters by their hash"
        )),
    }
    seals::against_log(report, files, &slice);
    let faults = papers.iter().flat_map(|paper| paper.against_log(&slice)).collect();
    report.all("The event log has every version and every signature", faults);
    papers::in_force(report, papers.get(1), &slice);
    match wordings::read(files) {
        Some(Ok(listed)) => {
            let right = format!(
                "All {} wordings of changed lines, and who wrote them, are as the event log has them",
                listed.len()
            );
            report.all(right, wordings::faults(&listed, &slice));
        }
        Some(Err(why)) => report.wrong(why),
        None => {}
    }
    if let Some((versions, faults)) = outcomes::check(files, &slice) {
        let right =
            format!("All {versions} versions of the outcome follow each other as the event log has them");
        report.all(right, faults);
    }
    let laid = exhibits::read(files).unwrap_or_default();
    let right = format!("All {} exhibits are as the event log says they were taken", laid.len());
    report.all(right, exhibits::faults(&laid, files, &slice));
    let recorded = recordings::read(files).unwrap_or_default();
    let right =
        format!("The event log has the hashes of all {} recordings, and of no others", recorded.len());
    report.all(right, recordings::against_log(&recorded, &slice));
    match recordings::index_fault(files, &slice) {
        Some(fault) => report.wrong(fault),
        None if files.contains_key(recordings::INDEX) => {
            report.right("The index of the recordings is as the event log has it");
        }
        None => {}
    }
}
