//! An issued outcome is put right (更正): the next version stands in the place of the one before, which is kept (ADR 89).

use super::{
    Outcome, OutcomeFault, OutcomeFaultCode, OutcomeStandard,
    outcome::{fault, worded},
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::StaffId,
    sha256_hex,
};

/// What an outcome said until it was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeBefore {
    pub conclusion: String,
    pub standards: Vec<OutcomeStandard>,
    /// Readable by query code from then until it was put right.
    pub published_at: Option<Timestamp>,
    pub corrected_at: Timestamp,
    pub corrected_by: StaffId,
    pub reason: String,
}

/// A correction as asked for. What was ordered is no part of it: that is lifted item by item, with each organ told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeCorrection {
    pub conclusion: String,
    pub standards: Vec<OutcomeStandard>,
    pub reason: String,
}

impl OutcomeCorrection {
    /// `outcome` as it reads from `now` on: nobody reads it by query code before it is published anew.
    ///
    /// # Errors
    /// The new wording cannot stand, or is the old one.
    pub fn of(self, outcome: Outcome, by: StaffId, now: Timestamp) -> Result<Outcome, OutcomeFault> {
        let (conclusion, standards) = worded(&self.conclusion, &self.standards)?;
        if (&conclusion, &standards) == (&outcome.conclusion, &outcome.standards) {
            return Err(fault("conclusion", OutcomeFaultCode::SameWording, "It reads as it did"));
        }
        let before = OutcomeBefore {
            conclusion: outcome.conclusion,
            standards: outcome.standards,
            published_at: outcome.published_at,
            corrected_at: now,
            corrected_by: by,
            reason: self.reason,
        };
        let earlier = outcome.earlier.into_iter().chain([before]).collect();
        let withdrawn_at = outcome.published_at.map(|_| now).or(outcome.withdrawn_at);
        Ok(Outcome { conclusion, standards, earlier, withdrawn_at, published_at: None, ..outcome })
    }
}

impl Outcome {
    /// From 1: one more with each correction.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.earlier.len()).map_or(u32::MAX, |before| before.saturating_add(1))
    }

    /// Since when it reads as it does.
    #[must_use]
    pub fn worded_at(&self) -> Timestamp {
        self.earlier.last().map_or(self.issued_at, |before| before.corrected_at)
    }

    /// The log's line for the version that stands now.
    #[must_use]
    pub fn corrected(&self) -> Change {
        let reason = self.earlier.last().map(|before| before.reason.clone()).unwrap_or_default();
        Change::new(EventKind::HearingOutcomeCorrected)
            .because(reason)
            .with("version", self.version())
            .with("outcome_sha256", sha256_hex(&super::outcome_statement(self)))
    }

    /// The log's line for taking it back from who reads by query code.
    #[must_use]
    pub fn withdrawn(reason: String) -> Change {
        Change::new(EventKind::HearingOutcomeWithdrawn).because(reason)
    }
}

#[cfg(test)]
#[path = "outcome_correction_tests.rs"]
mod tests;
