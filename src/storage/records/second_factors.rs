//! Contract for second factors.

use super::Result;
use crate::domain::{
    Timestamp,
    ids::StaffId,
    second_factor::{SecondFactor, Secret},
};
use async_trait::async_trait;

/// Whose password was right, and who has yet to show the second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInStep {
    pub staff: StaffId,
    pub expires_at: Timestamp,
}

/// Authenticators, their secrets sealed under the master key, and what leads to a sign-in by them. Tokens and recovery
/// codes come as their SHA-256.
#[async_trait]
pub trait SecondFactorRecords: Send {
    async fn second_factor(&mut self, staff: StaffId) -> Result<Option<SecondFactor>>;
    /// Whether there is one, without opening it.
    async fn has_second_factor(&mut self, staff: StaffId) -> Result<bool>;
    /// Drawn, not over, and not confirmed yet.
    async fn waiting_factor(&mut self, staff: StaffId, now: Timestamp) -> Result<Option<Secret>>;
    async fn recovery_codes_left(&mut self, staff: StaffId) -> Result<u32>;
    async fn sign_in_step(&mut self, token_hash: &[u8; 32]) -> Result<Option<SignInStep>>;
}

/// The same, written.
#[async_trait]
pub trait SecondFactorWrites: Send {
    /// In place of one that waited before.
    async fn set_waiting_factor(&mut self, staff: StaffId, secret: &Secret, until: Timestamp) -> Result<()>;
    /// In place of the one before and its codes; nothing waits any more.
    async fn set_second_factor(
        &mut self,
        staff: StaffId,
        factor: &SecondFactor,
        recovery_codes: &[[u8; 32]],
    ) -> Result<()>;
    /// `false`: a code of this step or of a later one was taken before.
    async fn use_factor_step(&mut self, staff: StaffId, step: i64) -> Result<bool>;
    /// `false`: it is none of theirs, or was used.
    async fn use_recovery_code(&mut self, staff: StaffId, code_hash: &[u8; 32]) -> Result<bool>;
    /// With its codes and what waits; `false`: there was none.
    async fn remove_second_factor(&mut self, staff: StaffId) -> Result<bool>;
    /// Sweeps those that are over `now`.
    async fn add_sign_in_step(
        &mut self,
        token_hash: &[u8; 32],
        step: &SignInStep,
        now: Timestamp,
    ) -> Result<()>;
    /// `false`: it is gone already.
    async fn take_sign_in_step(&mut self, token_hash: &[u8; 32]) -> Result<bool>;
}
