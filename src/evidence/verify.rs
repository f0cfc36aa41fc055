//! Verifies a package offline and reports the result.

use super::{
    archive,
    events::{self, Slice},
    exhibits, files,
    manifest::{self, Manifest, sha256},
    outcomes,
    papers::{self, Checked},
    recordings::{self, InFolder},
    wordings,
};
use crate::{
    domain::{event::EventKind, hearing::fingerprint},
    sealing::{self, Known},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

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

    fn found(&mut self, verdict: Verdict, says: impl Into<String>) {
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
    seals(&mut report, known, &manifest, &files, &papers);
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

#[derive(Deserialize)]
struct SealFile {
    algorithm: String,
    public_key: String,
    signature: String,
}

impl SealFile {
    /// Its key, and whether its signature by that is under `statement`: of an algorithm that is not known nobody can tell.
    fn look(&self, known: &Known, statement: &[u8]) -> Option<(Vec<u8>, Option<bool>)> {
        let (key, signature) = (hex::decode(&self.public_key).ok()?, hex::decode(&self.signature).ok()?);
        let holds = sealing::holds(known, &self.algorithm, &key, statement, &signature);
        Some((key, holds))
    }
}

/// Whether the event log has that this statement was sealed by this key: so was a hearing before the node lost its key. A
/// stranger who signs the package anew leaves the same, so it says nothing of who signed the package.
fn is_logged(slice: &Slice, number: u32, (algorithm, key): (&str, &[u8]), statement: &[u8]) -> bool {
    let expected = [
        ("number", number.to_string()),
        ("algorithm", algorithm.to_owned()),
        ("key", fingerprint(key)),
        ("statement_sha256", sha256(statement)),
    ];
    let says = |told: &[(String, String)], (name, value): &(&str, String)| {
        told.iter().any(|(known, said)| known == name && said == value)
    };
    slice.told(EventKind::HearingSealed.as_str()).any(|told| expected.iter().all(|one| says(told, one)))
}

fn slice(files: &Files) -> Option<Slice> {
    files.get(events::NAME).and_then(|bytes| serde_json::from_slice(bytes).ok())
}

fn seals(report: &mut Report, known: &Known, manifest: &Manifest, files: &Files, papers: &[Checked]) {
    let statements: Vec<_> =
        (1..).map_while(|n: u32| Some((n, files.get(&format!("seals/{n}.txt"))?))).collect();
    let Some((last, statement)) = statements.last() else {
        return report.wrong("There is no seal of the node");
    };
    let slice = slice(files);
    let (mut faults, mut others, mut unchecked) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (n, statement) in &statements {
        let seal = files.get(&format!("seals/{n}.json")).and_then(|bytes| serde_json::from_slice(bytes).ok());
        let looked = seal.and_then(|seal: SealFile| Some((seal.look(known, statement)?, seal)));
        let logged = |seal: &SealFile, key: &[u8]| {
            slice
                .as_ref()
                .is_some_and(|slice| is_logged(slice, *n, (seal.algorithm.as_str(), key), statement))
        };
        match &looked {
            Some(((_, Some(true)), seal)) if seal.public_key == manifest.public_key => {}
            Some(((key, Some(true)), seal)) if logged(seal, key) => {
                others.insert(fingerprint(key));
            }
            Some(((key, None), seal)) if logged(seal, key) => unchecked.push(format!(
                "Seal {n} is by the algorithm `{}`, which is not known here: not checked",
                seal.algorithm
            )),
            _ => {
                faults.push(format!("Seal {n} does not hold: statement, signature or key was changed"));
                continue;
            }
        }
        if ended(statement).is_none() {
            faults.push(format!("Seal {n} is under no closing statement that is known here"));
        }
    }
    for key in &others {
        let sentence = "A seal holds by another key than the package's, which the event log names; this alone does not prove \
                        who made the package";
        report.right(format!("{sentence}: {key}"));
    }
    report.other_keys.extend(others);
    let said = String::from_utf8_lossy(statement);
    let expected = closing_lines(files, papers);
    let told: Vec<&str> = said.lines().filter(|line| is_closing(line)).collect();
    if told != expected {
        faults.push(format!("Seal {last} is on other papers, signatures or outcome than these"));
    }
    let right = format!("{last} seal(s) of the node hold and are on these papers, signatures and outcome");
    let all_checked = unchecked.is_empty();
    for says in unchecked {
        report.found(Verdict::NotChecked, says);
    }
    if all_checked || !faults.is_empty() {
        report.all(right, faults);
    }
}

/// How the hearing ended, as a closing statement says it since its second form; none where it is of no form.
fn ended(statement: &[u8]) -> Option<Option<&str>> {
    let mut lines = str::from_utf8(statement).ok()?.lines();
    let form = lines.next()?;
    match (form, lines.find_map(|line| line.strip_prefix("ended: "))) {
        ("lianjie-closing 1", None) => Some(None),
        ("lianjie-closing 2", Some(ended)) => Some(Some(ended)),
        _ => None,
    }
}

fn end(report: &mut Report, files: &Files, slice: &Slice) {
    let last = (1..).map_while(|n: u32| files.get(&format!("seals/{n}.txt"))).last();
    let Some(ended) = last.and_then(|statement| ended(statement)).flatten() else { return };
    let faults = match slice.last_stage() {
        Some(logged) if logged == ended => Vec::new(),
        logged => vec![format!(
            "The last seal says that the hearing ended as {ended}, the event log says {}",
            logged.unwrap_or("nothing")
        )],
    };
    report.all(format!("The hearing ended as the last seal and the event log say: {ended}"), faults);
}

fn is_closing(line: &str) -> bool {
    ["minutes: ", "signature: ", "agreement: ", "agreement_signature: ", "outcome: "]
        .iter()
        .any(|name| line.starts_with(name))
}

/// What a closing statement says of the files that are here.
fn closing_lines(files: &Files, papers: &[Checked]) -> Vec<String> {
    let outcome = files.get(files::OUTCOME).map_or("none".to_owned(), |bytes| sha256(bytes));
    let papers = papers.iter().flat_map(Checked::closing_lines);
    papers.chain([format!("outcome: {outcome}")]).collect()
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
    end(report, files, &slice);
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
