//! Contract for queue tickets.

use super::Result;
use crate::domain::{
    ids::{QueueTicketId, ReceptionDayId},
    reception::queue::Ticket,
};
use async_trait::async_trait;

/// The queues of reception days.
#[async_trait]
pub trait QueueRecords: Send {
    async fn queue_ticket(&mut self, id: QueueTicketId) -> Result<Option<Ticket>>;
    /// By number.
    async fn queue(&mut self, day: ReceptionDayId) -> Result<Vec<Ticket>>;
}

/// Numbers go up without gaps within a day.
#[async_trait]
pub trait QueueWrites: Send {
    /// Takes the next number of the day; the one given is not looked at.
    async fn add_queue_ticket(&mut self, ticket: &Ticket) -> Result<u32>;
    /// State and petition; `ticket.version` is the one read.
    async fn save_queue_ticket(&mut self, ticket: &Ticket) -> Result<()>;
}
