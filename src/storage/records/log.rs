//! Contract for the event log.

use super::Result;
use crate::domain::{
    event::{ChainedEvent, Event},
    ids::EventId,
    jurisdiction::DivisionCode,
};
use async_trait::async_trait;

/// The event log, chain by chain.
#[async_trait]
pub trait LogRecords: Send {
    /// Every chain, also one whose head or whose events are gone: it goes through the whole log's index.
    async fn chains(&mut self) -> Result<Vec<DivisionCode>>;
    /// The chains as kept beside the log, each with its last number.
    async fn chain_heads(&mut self) -> Result<Vec<(DivisionCode, u64)>>;
    /// Up to `limit` events of a chain from `number` on.
    async fn chain_slice(&mut self, chain: &DivisionCode, from: u64, limit: u32)
    -> Result<Vec<ChainedEvent>>;
    async fn event(&mut self, id: EventId) -> Result<Option<Event>>;
    /// The head as kept beside the log: last number and its hash.
    async fn chain_head(&mut self, chain: &DivisionCode) -> Result<Option<(u64, [u8; 32])>>;
}

/// The log only grows.
#[async_trait]
pub trait LogWrites: Send {
    /// Appends to the event's chain: takes the head's lock, numbers, hashes, stores. Write the
    /// rows first and append last: if all take the chain's lock after the rows', none waits in a circle.
    async fn append(&mut self, event: &Event) -> Result<ChainedEvent>;
}
