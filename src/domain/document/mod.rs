//! 文书: the notices the Regulation owes to people and organs. What each must say is decided here, from the
//! petition and its log; how it looks on paper is `crate::documents`' business.

mod content;
mod diversion;
mod facts;
mod hearing;
mod kind;
mod owed;
mod paper;
mod review;
mod template;
mod travel;
mod wording;

pub use content::content;
pub use facts::{Case, Missing, MissingCode, Wish, tellable};
pub use hearing::Heard;
pub use kind::DocumentKind;
pub use owed::{Owed, may_settle, owed_after, owes, settles};
pub use paper::{Block, Content, Paper, tidy_code};
pub use template::{BadTemplate, DEFAULT_PATTERN, Template, Templates};

use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::{AgencyId, DocumentId, HearingId, PetitionId, StaffId},
};

/// An issued document. Its bytes are in the file store under `id`; neither they nor this ever change: a mistake
/// is corrected by another document that names this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: DocumentId,
    pub petition: PetitionId,
    pub kind: DocumentKind,
    /// 文号, e.g. 兰信访受字〔2026〕第12号.
    pub number: String,
    /// Whose document it is.
    pub agency: AgencyId,
    pub maker: StaffId,
    pub issued_at: Timestamp,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
    /// Printed at the foot of each page: tells a copy on paper from an invention.
    pub code: String,
    /// The document this one stands in for.
    pub corrects: Option<DocumentId>,
    /// The hearing it is a paper of.
    pub hearing: Option<HearingId>,
}

impl Document {
    /// What goes into the log: which paper, and by which bytes it is known again.
    #[must_use]
    pub fn issued(&self) -> Change {
        let change = Change::new(EventKind::DocumentIssued)
            .with("document", self.id)
            .with("kind", self.kind)
            .with("number", &self.number)
            .with("sha256", hex(&self.sha256));
        match self.corrects {
            Some(corrected) => change.with("corrects", corrected),
            None => change,
        }
    }
}
