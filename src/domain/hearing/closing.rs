//! What is unfinished when a hearing closes (H15): missing signatures, an open agreement. Whoever closes it must name it.

use super::{Hearing, Refusal, RefusalCode, Seat, SigningRecord, StageName, frozen::one_line};
use crate::domain::{
    event::{Change, EventKind},
    given_reason,
};
use std::fmt::Write;

/// What whoever closes a hearing knows to be unfinished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unfinished {
    /// Why the minutes were read back and not signed.
    pub unsigned: Option<String>,
    /// The version of an agreement that parties have not signed yet; it never comes into force.
    pub agreement: Option<u32>,
}

impl Unfinished {
    /// What is unfinished of `hearing` as it closes, if all of it was `said`. While it is signed a refusal is a word as
    /// good as a signature; silence is none.
    ///
    /// # Errors
    /// Seats have not signed, or an agreement is open, and it was not said.
    pub fn as_said(
        said: &Self,
        hearing: &Hearing,
        minutes: &SigningRecord,
        agreement: &SigningRecord,
    ) -> Result<Self, Refusal> {
        let stage = hearing.stage.name();
        let unsigned = match stage {
            StageName::MinutesReview => Some(why_unsigned(said, hearing)?),
            StageName::Signing => {
                nobody_is_silent(minutes, hearing)?;
                None
            }
            _ => return Ok(Self::default()),
        };
        let open = agreement.open_version();
        match open {
            Some(version) if said.agreement != open => {
                Err(Refusal::new(RefusalCode::OpenAgreement, version.to_string()))
            }
            _ => Ok(Self { unsigned, agreement: open }),
        }
    }

    /// The log's lines.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let unsigned = self
            .unsigned
            .iter()
            .map(|why| Change { reason: Some(why.clone()), ..Change::new(EventKind::HearingClosedUnsigned) });
        let lapsed = self
            .agreement
            .iter()
            .map(|version| Change::new(EventKind::HearingAgreementLapsed).with("version", version));
        unsigned.chain(lapsed).collect()
    }

    /// As the closing statement has it: no line where nothing is unfinished.
    pub(super) fn write_to(&self, statement: &mut String) {
        if let Some(why) = &self.unsigned {
            let _ = writeln!(statement, "{UNSIGNED}{}", one_line(why));
        }
        if let Some(version) = self.agreement {
            let _ = writeln!(statement, "agreement_open: {version}");
        }
    }
}

/// How the line of a closing statement begins that says why nobody signed.
pub(super) const UNSIGNED: &str = "unsigned: ";

fn why_unsigned(said: &Unfinished, hearing: &Hearing) -> Result<String, Refusal> {
    match &said.unsigned {
        Some(why) => given_reason(why).map_err(|_| {
            let sentence = "Why the minutes are not signed: 5 to 500 characters";
            Refusal::new(RefusalCode::ReasonNeeded, sentence)
        }),
        None => {
            let signers = hearing.seats.iter().filter(|seat| seat.must_sign()).map(Seat::plate);
            Err(Refusal::new(RefusalCode::Unsigned, signers.collect::<Vec<_>>().join("、")))
        }
    }
}

fn nobody_is_silent(minutes: &SigningRecord, hearing: &Hearing) -> Result<(), Refusal> {
    let silent: Vec<_> = minutes.silent(&hearing.seats).map(Seat::plate).collect();
    if silent.is_empty() { Ok(()) } else { Err(Refusal::new(RefusalCode::Unsigned, silent.join("、"))) }
}
