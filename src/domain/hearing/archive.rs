//! 归档 (H17): the file of a hearing is packed once and for all. It stands beside the stage: what the law still asks of a
//! hearing (delivering its conclusion, going on with it) does not end when its file is closed. What puts its outcome right
//! opens it, and it is packed anew (ADR 83).

use super::{Hearing, Refusal, RefusalCode, StageName};
use crate::domain::{Timestamp, event::Change, hex, ids::HearingId};

/// A package that is to be the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Package {
    pub sha256: [u8; 32],
    pub bytes: u64,
    /// Seals in it. One that was put meanwhile is missing from it.
    pub seals: u32,
}

/// The file as it was packed; whoever asks for it is given these bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archived {
    pub at: Timestamp,
    pub sha256: [u8; 32],
    pub bytes: u64,
}

/// Under which name a package is kept: two who close a file at once do not write over each other.
#[must_use]
pub fn package_name(hearing: HearingId, sha256: &[u8; 32]) -> String {
    format!("{hearing}-{}.zip", hex(sha256))
}

impl Hearing {
    /// Whether its file may still be added to.
    ///
    /// # Errors
    /// It is closed.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.archived.is_none() {
            return Ok(());
        }
        let sentence = "The file of this hearing is archived: nothing is added to it any more (H17)";
        Err(Refusal::new(RefusalCode::Archived, sentence))
    }

    /// With its file open again for what `change` tells, whose line in the log then names the package that said otherwise;
    /// `None` where the file is open.
    #[must_use]
    pub fn reopened_by(&self, change: Change) -> (Option<Self>, Change) {
        match self.archived {
            Some(Archived { sha256, .. }) => {
                let open = Self { archived: None, ..self.clone() };
                (Some(open), change.with("reopened_sha256", hex(&sha256)))
            }
            None => (None, change),
        }
    }

    /// Closes the file. What has an outcome needs no reason for it, what has none does.
    pub(super) fn archive(
        &self,
        package: Package,
        reason: bool,
        now: Timestamp,
    ) -> Result<Archived, Refusal> {
        if !reason && self.stage.name() != StageName::OutcomeIssued {
            let sentence =
                "A hearing without an outcome is archived with a reason of 5 to 500 characters (H17)";
            return Err(Refusal::new(RefusalCode::ReasonNeeded, sentence));
        }
        Ok(Archived { at: now, sha256: package.sha256, bytes: package.bytes })
    }
}
