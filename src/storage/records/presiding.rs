//! Contract for presiding.

use super::Result;
use crate::domain::{
    hearing::{Presiding, presiding::Measure},
    ids::HearingId,
};
use async_trait::async_trait;

/// What presiding keeps beside the stage.
#[async_trait]
pub trait PresidingRecords: Send {
    /// What custom says where nothing was ordered.
    async fn presiding(&mut self, id: HearingId) -> Result<Presiding>;
    /// In the order they were taken.
    async fn measures(&mut self, id: HearingId) -> Result<Vec<Measure>>;
}

/// The plan is replaced as a whole; measures of order stay.
#[async_trait]
pub trait PresidingWrites: Send {
    /// Takes the place of what was kept.
    async fn put_presiding(&mut self, id: HearingId, presiding: &Presiding) -> Result<()>;
    /// Only ever added.
    async fn add_measure(&mut self, measure: &Measure) -> Result<()>;
}
