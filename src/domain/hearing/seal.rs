//! The node's seal on a hearing that is over. The algorithm is the implementor's: Ed25519 is shipped, SM2 with SM3
//! fits the same trait.

use super::{
    ActionItem, FrozenPaper, Hearing, Outcome, OutcomeStandard, SigningRecord, Unfinished, closing::UNSIGNED,
    frozen::one_line,
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::HearingId,
    sha256_hex,
};
use sha2::{Digest, Sha256};
use std::fmt::{Debug, Write};

/// Signs for this node.
pub trait Sealer: Send + Sync + Debug {
    /// Stable name, e.g. `ed25519`.
    fn algorithm(&self) -> &'static str;
    fn public_key(&self) -> Vec<u8>;
    fn sign(&self, message: &[u8]) -> Vec<u8>;
}

/// What was signed of a hearing, and what was left unfinished.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    pub minutes: &'a SigningRecord,
    pub agreement: &'a SigningRecord,
    pub left: &'a Unfinished,
}

/// A closing statement and the node's signature under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    pub hearing: HearingId,
    /// From 1: an outcome that is issued after the closing is sealed anew, and so is a paper signed after the end.
    pub number: u32,
    pub statement: String,
    pub algorithm: String,
    pub public_key: Vec<u8>,
    pub signature: Vec<u8>,
    pub at: Timestamp,
}

impl Seal {
    /// Seals `hearing` as it stands at `now`, over, with what was signed of it.
    #[must_use]
    pub fn of(
        hearing: &Hearing,
        petition_number: &str,
        signed: &Signed,
        outcome: Option<&Outcome>,
        (number, now): (u32, Timestamp),
        sealer: &dyn Sealer,
    ) -> Self {
        let statement = closing_statement(hearing, petition_number, signed, outcome, now);
        Self {
            hearing: hearing.id,
            number,
            algorithm: sealer.algorithm().to_owned(),
            public_key: sealer.public_key(),
            signature: sealer.sign(statement.as_bytes()),
            at: now,
            statement,
        }
    }

    /// Why nobody had signed the minutes when the hearing was closed, if so.
    #[must_use]
    pub fn why_unsigned(&self) -> Option<&str> {
        self.statement.lines().find_map(|line| line.strip_prefix(UNSIGNED))
    }

    #[must_use]
    pub fn change(&self) -> Change {
        Change::new(EventKind::HearingSealed)
            .with("number", self.number)
            .with("algorithm", &self.algorithm)
            .with("key", fingerprint(&self.public_key))
            .with("statement_sha256", sha256_hex(&self.statement))
    }
}

/// SHA-256 of the public key, in groups of four to be read aloud and compared.
#[must_use]
pub fn fingerprint(public_key: &[u8]) -> String {
    let digest: [u8; 32] = Sha256::digest(public_key).into();
    let hex = hex(&digest);
    let groups: Vec<_> = hex.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect();
    groups.join(" ")
}

fn closing_statement(
    hearing: &Hearing,
    petition_number: &str,
    signed: &Signed,
    outcome: Option<&Outcome>,
    now: Timestamp,
) -> String {
    let mut text = format!(
        "lianjie-closing 2\nhearing: {}\nnumber: {}\npetition: {petition_number}\nclosed_at: {}\nended: {}\n",
        hearing.id,
        hearing.number,
        now.0,
        hearing.stage.name()
    );
    match signed.minutes.latest() {
        Some(latest) => text.push_str(&paper_lines(latest, "signature", signed.minutes)),
        None => text.push_str("minutes: none\n"),
    }
    // Without one there is no line: what was sealed before agreements were made reads the same.
    if let Some(latest) = signed.agreement.latest() {
        text.push_str(&paper_lines(latest, "agreement_signature", signed.agreement));
    }
    signed.left.write_to(&mut text);
    match outcome {
        Some(outcome) => {
            let _ = writeln!(text, "outcome: {}", sha256_hex(&outcome_statement(outcome)));
        }
        None => text.push_str("outcome: none\n"),
    }
    text
}

/// The version that stands, and every signature by time; two of the same millisecond by their id, as the store
/// lists them, for else the package of the same hearing would not hold.
fn paper_lines(latest: &FrozenPaper, name: &str, record: &SigningRecord) -> String {
    let mut text = format!("{}: {} {}\n", latest.kind(), latest.version, hex(&latest.sha256));
    let mut signatures: Vec<_> = record.signatures.iter().collect();
    signatures.sort_by_key(|signature| (signature.at, signature.id));
    for signature in signatures {
        let _ = writeln!(text, "{name}: {}", hex(&signature.sha256()));
    }
    text
}

/// The outcome that stands as one text; publication is not part of it.
#[must_use]
pub fn outcome_statement(outcome: &Outcome) -> String {
    outcome_statements(outcome).pop().unwrap_or_default()
}

/// Every version of it, the one that stands last. Each after the first names the hash of the one before: a seal on the
/// last is on all of them.
#[must_use]
pub fn outcome_statements(outcome: &Outcome) -> Vec<String> {
    let issued = format!("hearing: {}\nissued_at: {}\n", outcome.hearing, outcome.issued_at.0);
    let mut head = format!("lianjie-outcome 1\n{issued}");
    let mut texts = Vec::new();
    for (version, before) in (2..).zip(&outcome.earlier) {
        let text = format!("{head}{}", decided(&before.conclusion, &before.standards, &outcome.items));
        head = format!(
            "lianjie-outcome 2\n{issued}version: {version}\ncorrected_at: {}\nreason: {}\nbefore: {}\n",
            before.corrected_at.0,
            one_line(&before.reason),
            sha256_hex(&text),
        );
        texts.push(text);
    }
    texts.push(format!("{head}{}", decided(&outcome.conclusion, &outcome.standards, &outcome.items)));
    texts
}

fn decided(conclusion: &str, standards: &[OutcomeStandard], items: &[ActionItem]) -> String {
    let indented = |text: &str| text.split('\n').map(|line| format!("  {line}\n")).collect::<String>();
    let standards: Vec<_> = standards.iter().map(ToString::to_string).collect();
    let mut text = format!("standards: {}\nconclusion:\n{}", standards.join(" "), indented(conclusion));
    for item in items {
        let _ = write!(
            text,
            "item: {} {} {} {}\n{}",
            item.id,
            item.agency,
            item.deadline,
            item.entry,
            indented(&item.content)
        );
        if let Some(accepted) = item.accepted {
            let _ = writeln!(text, "accepted: {} {}", accepted.seat, accepted.at.0);
        }
    }
    text
}
