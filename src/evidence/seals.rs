//! The seals of a package: whether each holds, by whose key, and what the last is on.

use super::{
    Slice, files,
    manifest::{Manifest, sha256},
    papers::Checked,
    verify::{Files, Report, Verdict, slice},
};
use crate::{
    domain::{event::EventKind, hearing::fingerprint},
    sealing::{self, Known},
};
use serde::Deserialize;
use std::collections::BTreeSet;

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

/// What each seal is found to be by itself.
#[derive(Default)]
struct Each {
    faults: Vec<String>,
    /// Fingerprints of other keys than the package's by which some hold.
    others: BTreeSet<String>,
    unchecked: Vec<String>,
}

impl Each {
    /// `looked`: its key and whether it holds by that; none where it cannot be read.
    fn judge(
        &mut self,
        (n, statement): (u32, &[u8]),
        looked: Option<((Vec<u8>, Option<bool>), SealFile)>,
        manifest: &Manifest,
        slice: Option<&Slice>,
    ) {
        let logged = |seal: &SealFile, key: &[u8]| {
            slice.is_some_and(|slice| is_logged(slice, n, (seal.algorithm.as_str(), key), statement))
        };
        match looked {
            Some(((_, Some(true)), seal)) if seal.public_key == manifest.public_key => {}
            Some(((key, Some(true)), seal)) if logged(&seal, &key) => {
                self.others.insert(fingerprint(&key));
            }
            Some(((key, None), seal)) if logged(&seal, &key) => self.unchecked.push(format!(
                "Seal {n} is by the algorithm `{}`, which is not known here: not checked",
                seal.algorithm
            )),
            _ => {
                let fault = format!("Seal {n} does not hold: statement, signature or key was changed");
                return self.faults.push(fault);
            }
        }
        if ended(statement).is_none() {
            self.faults.push(format!("Seal {n} is under no closing statement that is known here"));
        }
    }
}

/// Checks each seal, and what the last is on.
pub(super) fn check(
    report: &mut Report,
    known: &Known,
    manifest: &Manifest,
    files: &Files,
    papers: &[Checked],
) {
    let statements: Vec<_> =
        (1..).map_while(|n: u32| Some((n, files.get(&format!("seals/{n}.txt"))?))).collect();
    let Some((last, statement)) = statements.last() else {
        return report.wrong("There is no seal of the node");
    };
    let (slice, mut each) = (slice(files), Each::default());
    for (n, statement) in &statements {
        let seal = files.get(&format!("seals/{n}.json")).and_then(|bytes| serde_json::from_slice(bytes).ok());
        let looked = seal.and_then(|seal: SealFile| Some((seal.look(known, statement)?, seal)));
        each.judge((*n, statement.as_slice()), looked, manifest, slice.as_ref());
    }
    let Each { mut faults, others, unchecked } = each;
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

/// The last seal says how the hearing ended, and so does the log.
pub(super) fn against_log(report: &mut Report, files: &Files, slice: &Slice) {
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
