//! Contract for versions, corrections, signatures and seals.

use super::Result;
use crate::domain::{
    hearing::{Correction, FrozenPaper, PaperKind, Seal, Signature, SigningCode, SigningRecord},
    ids::HearingId,
};
use async_trait::async_trait;

/// Frozen minutes, what was asked and signed on them, and the node's seals.
#[async_trait]
pub trait SigningRecords: Send {
    /// Of one paper.
    async fn signing_record(&mut self, id: HearingId, paper: PaperKind) -> Result<SigningRecord>;
    /// The codes that stand, one a seat.
    async fn signing_codes(&mut self, id: HearingId) -> Result<Vec<SigningCode>>;
    /// By number.
    async fn seals(&mut self, id: HearingId) -> Result<Vec<Seal>>;
}

/// They are only ever added, but for codes.
#[async_trait]
pub trait SigningWrites: Send {
    async fn add_version(&mut self, version: &FrozenPaper) -> Result<()>;
    async fn add_correction(&mut self, correction: &Correction) -> Result<()>;
    /// Its answer, once.
    async fn answer_correction(&mut self, correction: &Correction) -> Result<()>;
    /// Its version must be there.
    async fn add_signature(&mut self, signature: &Signature) -> Result<()>;
    /// In the place of the seat's last.
    async fn put_signing_code(&mut self, code: &SigningCode) -> Result<()>;
    async fn add_seal(&mut self, seal: &Seal) -> Result<()>;
}
