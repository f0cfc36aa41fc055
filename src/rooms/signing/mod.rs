//! Freezing, correcting, signing, sealing: decided by `domain::hearing::signing`, recorded, then announced.
//!
//! What seats ask for is in [`asking`], how it gets on record in [`recording`], what an end freezes and seals in
//! [`ending`], what everybody is told in [`views`].

mod asking;
mod ending;
mod recording;
mod views;

pub use ending::Checked;

use crate::{
    domain::{
        event::Change,
        hearing::{
            Correction, FrozenPaper, PaperKind, Seat, Signature, SigningCode, SigningRecord, StageName,
            confirms_by_code,
        },
        ids,
        people::Party,
    },
    storage::{StoreError, Tx},
};
use signaling::wire::SignatureMark;

/// What is added to the signing record of a hearing.
#[derive(Debug, Clone)]
pub enum Added {
    Version(FrozenPaper),
    Correction(Correction),
    Signature(Signature),
    Code(SigningCode),
}

impl Added {
    pub fn change(&self) -> Change {
        match self {
            Self::Version(version) => version.change(),
            Self::Correction(correction) => correction.change(),
            Self::Signature(signature) => signature.change(),
            Self::Code(code) => code.change(),
        }
    }

    pub async fn write(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match self {
            Self::Version(version) => tx.add_version(version).await,
            Self::Correction(correction) if correction.answered.is_some() => {
                tx.answer_correction(correction).await
            }
            Self::Correction(correction) => tx.add_correction(correction).await,
            Self::Signature(signature) => tx.add_signature(signature).await,
            Self::Code(code) => tx.put_signing_code(code).await,
        }
    }

    /// Enters it into the record of its paper; a code is no part of one.
    fn enter(self, record: &mut SigningRecord) {
        match self {
            Self::Version(version) => record.versions.push(version),
            Self::Correction(correction) => record.enter_correction(correction),
            Self::Signature(signature) => record.signatures.push(signature),
            Self::Code(_) => {}
        }
    }

    const fn paper(&self) -> PaperKind {
        match self {
            Self::Version(version) => version.kind(),
            Self::Signature(signature) => signature.paper,
            Self::Code(code) => code.paper,
            Self::Correction(_) => PaperKind::Minutes,
        }
    }
}

/// A frame `sign`.
#[derive(Debug)]
pub struct Asked {
    pub op: ids::OpId,
    pub paper: PaperKind,
    pub seat: ids::SeatId,
    pub version: u32,
    pub sha256: String,
    pub mark: SignatureMark,
}

/// The signing record of a live hearing.
#[derive(Debug)]
pub struct Signing {
    pub record: SigningRecord,
    /// The node's seals so far.
    pub seals: u32,
    /// One-time codes on their way to seats or in their hands, one a seat.
    codes: Vec<SigningCode>,
    /// The petition's people as the room opened; none where no messages go out.
    texted: Option<Vec<Party>>,
}

impl Signing {
    pub const fn of(
        record: SigningRecord,
        seals: u32,
        codes: Vec<SigningCode>,
        texted: Option<Vec<Party>>,
    ) -> Self {
        Self { record, seals, codes, texted }
    }

    /// Whether who sits there confirms by a code, and not by a press alone.
    pub fn by_code(&self, seat: &Seat) -> bool {
        confirms_by_code(seat, self.texted.as_deref())
    }

    /// Its asker missed the answer.
    fn knows(&self, correction: &Correction) -> bool {
        self.record.corrections.iter().any(|known| known.id == correction.id)
    }

    /// The one on its way to this seat, or in its hands.
    pub fn code_of(&self, seat: ids::SeatId) -> Option<&SigningCode> {
        self.codes.iter().find(|code| code.seat == seat)
    }

    /// In the place of the seat's last.
    pub fn keep_code(&mut self, code: SigningCode) {
        self.codes.retain(|known| known.seat != code.seat);
        self.codes.push(code);
    }

    /// The log's line of a step, with how many corrections nobody had answered when signing began.
    pub fn telling_unanswered(&self, change: Change, next: StageName) -> Change {
        let waiting = self.record.unanswered().count();
        let told = next == StageName::Signing && waiting > 0;
        if told { change.with("unanswered_corrections", waiting) } else { change }
    }
}
