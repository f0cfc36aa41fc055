//! JSON of queues on reception days.

use super::{ComingText, PriorityText, TicketStateText};
use crate::domain::reception::queue::{Ticket, TicketState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The queue of a day, for those who work it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    pub day: Uuid,
    pub starts_at: i64,
    pub ends_at: i64,
    pub place: String,
    pub leader_name: String,
    /// Whether numbers are given out and called now.
    pub open: bool,
    /// By number.
    pub tickets: Vec<TicketView>,
    /// Who would be called next.
    pub next: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TicketView {
    pub id: Uuid,
    pub number: u32,
    pub priority: PriorityText,
    pub coming: ComingText,
    pub persons: u32,
    pub petition: Option<Uuid>,
    pub petition_number: Option<String>,
    pub taken_at: i64,
    pub state: TicketStateText,
    pub state_at: Option<i64>,
    pub window: Option<String>,
    /// How often it was called.
    pub times: Option<u32>,
    pub version: u32,
}

/// What the screen in the waiting room shows: numbers, nothing else.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueScreen {
    pub agency_name: String,
    pub place: String,
    pub starts_at: i64,
    pub ends_at: i64,
    /// The last called first.
    pub called: Vec<CalledNumber>,
    /// In the order of the numbers.
    pub waiting: Vec<u32>,
    pub as_of: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CalledNumber {
    pub number: u32,
    pub window: String,
    pub at: i64,
    /// Being received; else awaited at the window.
    pub serving: bool,
}

impl TicketView {
    pub fn of(ticket: Ticket, petition_number: Option<String>) -> Self {
        let (state_at, window, times) = match &ticket.state {
            TicketState::Waiting => (None, None, None),
            TicketState::Called { at, window, times } => (Some(at.0), Some(window.clone()), Some(*times)),
            TicketState::Serving { since, window } => (Some(since.0), Some(window.clone()), None),
            TicketState::Served { at } | TicketState::NoShow { at } | TicketState::Left { at } => {
                (Some(at.0), None, None)
            }
        };
        Self {
            id: ticket.id.0,
            number: ticket.number,
            priority: ticket.priority.into(),
            coming: ticket.coming.into(),
            persons: ticket.persons,
            petition: ticket.petition.map(|petition| petition.0),
            petition_number,
            taken_at: ticket.taken_at.0,
            state: ticket.state.name().into(),
            state_at,
            window,
            times,
            version: ticket.version,
        }
    }
}
