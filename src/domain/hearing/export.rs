//! 导出: one film of a hearing, mixed from the recordings of its seats for whoever is entitled to take it along.

use crate::domain::{
    DAY_MS, Timestamp,
    event::{Change, EventKind},
    ids::{AgencyId, ExportId, HearingId, StaffId},
    named,
};

named!(
    /// Why no film was made.
    pub enum ExportFailure {
        /// Nothing that is whole was recorded, or it is gone.
        Nothing = "nothing",
        /// The program that mixes is not installed.
        NoProgram = "no_program",
        /// The program gave up; its last words are in the server's log.
        Program = "program",
        Disk = "disk",
    }
);

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportState {
    Waiting,
    /// Of a hundred.
    Mixing {
        percent: u8,
    },
    Done {
        at: Timestamp,
        bytes: u64,
        sha256: [u8; 32],
    },
    Failed {
        at: Timestamp,
        why: ExportFailure,
    },
}

/// A film somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub id: ExportId,
    pub hearing: HearingId,
    pub asked_by: StaffId,
    pub agency: AgencyId,
    pub asked_at: Timestamp,
    /// For what it is taken along.
    pub reason: String,
    pub state: ExportState,
}

/// A film is made to be handed over, not to be a second archive: it goes after this many days.
pub const KEPT_DAYS: i64 = 7;

impl Export {
    /// What the log says of the asking.
    #[must_use]
    pub fn asked(&self) -> Change {
        Change::new(EventKind::HearingRecordingExported).because(&self.reason).with("export", self.id)
    }

    /// What the log says of taking the film along.
    #[must_use]
    pub fn taken(&self, sha256: &str) -> Change {
        Change::new(EventKind::HearingRecordingTaken).with("export", self.id).with("sha256", sha256)
    }

    /// What the log says of taking the recordings themselves along, so many of them.
    #[must_use]
    pub fn files_taken(reason: &str, files: usize) -> Change {
        Change::new(EventKind::HearingRecordingTaken).because(reason).with("files", files)
    }

    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, ExportState::Waiting | ExportState::Mixing { .. })
    }

    /// Until when it is there once it is over.
    #[must_use]
    pub const fn goes_at(&self) -> Option<Timestamp> {
        match self.state {
            ExportState::Done { at, .. } | ExportState::Failed { at, .. } => {
                Some(at.plus_millis(KEPT_DAYS * DAY_MS))
            }
            ExportState::Waiting | ExportState::Mixing { .. } => None,
        }
    }
}
