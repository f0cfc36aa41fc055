//! Every version of the outcome. Each names the hash of the one before it, and the event log has the hash of each that was
//! put right.

use super::{
    Slice,
    files::{File, OUTCOME},
    manifest::sha256,
    recordings::said,
    verify::Files,
};
use crate::domain::{
    event::EventKind,
    hearing::{Outcome, outcome_statements},
};

fn name_of(version: usize) -> String {
    format!("outcome/{version}.txt")
}

/// The one that stands, and those that stood before it.
pub fn files_of(outcome: &Outcome) -> Vec<File> {
    let mut texts = outcome_statements(outcome);
    let stands = texts.pop().unwrap_or_default();
    let before = |(n, text)| File::new(name_of(n), "the outcome before it was put right", text);
    [File::new(OUTCOME, "the outcome", stands)].into_iter().chain((1..).zip(texts).map(before)).collect()
}

/// How many versions there are of an outcome that was put right, and what is wrong with them; `None` where nobody says that
/// it was.
pub fn check(files: &Files, slice: &Slice) -> Option<(usize, Vec<String>)> {
    let before = (1..).map_while(|n| files.get(&name_of(n)));
    let versions: Vec<_> = before.chain(files.get(OUTCOME)).collect();
    let logged: Vec<_> = slice.told(EventKind::HearingOutcomeCorrected.as_str()).collect();
    if versions.len() < 2 && logged.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    if versions.len() != logged.len() + 1 {
        let (n, corrections) = (versions.len(), logged.len());
        faults.push(format!(
            "There are {n} version(s) of the outcome, the event log has {corrections} correction(s)"
        ));
    }
    for (n, pair) in (2..).zip(versions.windows(2)) {
        let (number, hash) = (n.to_string(), sha256(pair[1]));
        let is_logged = logged.iter().any(|told| {
            said(told, "version") == Some(&number) && said(told, "outcome_sha256") == Some(&hash)
        });
        let follows = format!("before: {}", sha256(pair[0]));
        if !is_logged || !String::from_utf8_lossy(pair[1]).lines().any(|line| line == follows) {
            faults.push(format!(
                "Version {n} of the outcome, or the one before it, is not as the event log has it"
            ));
        }
    }
    Some((versions.len(), faults))
}
