//! 调解协议 (art. 33): agreed in a hearing, signed like minutes, in force once every party has signed.

use super::{
    FrozenPaper, Hearing, Refusal, RefusalCode, Seat, Signature, Signers, SigningRecord, StageName,
    frozen::{moment, one_line},
    listing::{self, ROWS, Row},
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::SeatId,
};
use std::{collections::BTreeSet, fmt::Write};

/// Longest terms, in characters.
const MAX_TERMS: usize = 5000;
const MIN_TERMS: usize = 10;

/// An agreement as its clerk writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementDraft {
    pub terms: String,
    pub parties: Vec<SeatId>,
}

/// From the beginning of the session until it is closed: people are there to sign.
#[must_use]
pub const fn may_be_made(stage: StageName) -> bool {
    matches!(stage, StageName::InSession | StageName::Paused | StageName::MinutesReview | StageName::Signing)
}

impl AgreementDraft {
    /// Version n+1, or `None` where the latest one says just that.
    ///
    /// # Errors
    /// Not at this stage, not by this seat, no terms, or not two parties that sit there; or it is in force.
    pub fn freeze(
        self,
        hearing: &Hearing,
        petition_number: &str,
        record: &SigningRecord,
        by: SeatId,
        now: Timestamp,
    ) -> Result<Option<FrozenPaper>, Refusal> {
        let stage = hearing.stage.name();
        if !may_be_made(stage) {
            let sentence = format!("no agreement is made: the hearing is {stage}");
            return Err(Refusal::new(RefusalCode::WrongStage, sentence));
        }
        if !hearing.seat(by).is_some_and(Seat::keeps_minutes) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "presider or clerk writes the agreement"));
        }
        if record.is_agreed() {
            let sentence = "the agreement is in force; what changes it is another agreement";
            return Err(Refusal::new(RefusalCode::SignedAlready, sentence));
        }
        let terms = self.terms.trim();
        if !(MIN_TERMS..=MAX_TERMS).contains(&terms.chars().count()) {
            return Err(Refusal::new(RefusalCode::BadText, "The terms have 10 to 5,000 characters"));
        }
        let asked: BTreeSet<_> = self.parties.iter().collect();
        let sits = |seat: &&Seat| asked.contains(&seat.id) && seat.stands() && !seat.is_witness();
        let parties: Vec<&Seat> = hearing.seats.iter().filter(sits).collect();
        let sides: BTreeSet<_> = parties.iter().map(|seat| seat.role.side()).collect();
        if parties.len() < asked.len() || sides.len() < 2 {
            let sentence = "An agreement has parties on two sides, each with a seat";
            return Err(Refusal::new(RefusalCode::BadText, sentence));
        }
        let text = |version, at, row| text(hearing, petition_number, terms, &parties, (version, at), row);
        let stands = |latest: &FrozenPaper| {
            ROWS.into_iter().any(|row| text(latest.version, latest.frozen_at, row) == latest.text)
        };
        if record.latest().is_some_and(stands) {
            return Ok(None);
        }
        let version = record.latest().map_or(1, |latest| latest.version + 1);
        let signers = Signers::Parties(parties.iter().map(|seat| seat.id).collect());
        let text = text(version, now, listing::row);
        Ok(Some(FrozenPaper::new(hearing.id, signers, (version, text), now, Some(by))))
    }
}

impl SigningRecord {
    /// Whether every party of the latest version has signed it: only then an agreement is one.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        let signed = |party: &SeatId| self.word_of(*party).is_some_and(|word| !word.is_refusal());
        match self.latest().map(|latest| &latest.signers) {
            Some(Signers::Parties(parties)) => parties.iter().all(signed),
            _ => false,
        }
    }

    /// The version of an agreement that waits for a party's word: not in force, and refused by nobody.
    #[must_use]
    pub fn open_version(&self) -> Option<u32> {
        let latest = self.latest()?;
        let Signers::Parties(parties) = &latest.signers else { return None };
        let refused = parties.iter().any(|party| self.word_of(*party).is_some_and(Signature::is_refusal));
        (!refused && !self.is_agreed()).then_some(latest.version)
    }

    /// The log's line for the moment an agreement comes into force: with this signature, if with it.
    #[must_use]
    pub fn agreed_by(&self, last: &Signature) -> Option<Change> {
        let mut after = self.clone();
        after.signatures.push(last.clone());
        let latest = after.latest().filter(|_| after.is_agreed() && !self.is_agreed())?;
        let sha256 = crate::domain::hex(&latest.sha256);
        let change = Change::new(EventKind::HearingAgreementEffective);
        Some(change.with("version", latest.version).with("sha256", sha256))
    }
}

/// As minutes are written: what people wrote is indented, so that no text can pass for a heading.
fn text(
    hearing: &Hearing,
    petition_number: &str,
    terms: &str,
    parties: &[&Seat],
    (version, at): (u32, Timestamp),
    row: Row,
) -> String {
    let mut text = String::new();
    for (name, value) in [
        ("调解协议", &*hearing.title),
        ("接访编号", &hearing.number),
        ("信访件编号", petition_number),
        ("版本", &version.to_string()),
        ("定稿时间", &moment(at)),
    ] {
        let _ = writeln!(text, "{name}：{}", one_line(value));
    }
    text.push_str("当事人：\n");
    for seat in parties {
        let _ = writeln!(text, "{}", row(seat, ""));
    }
    text.push_str("协议内容：\n");
    for line in terms.split('\n') {
        let _ = writeln!(text, "  {}", one_line(line));
    }
    text.push_str("本协议自各方当事人签字之日起生效。\n（完）\n");
    text
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
