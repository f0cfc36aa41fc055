//! SQL of queue tickets.

use super::Session;
use crate::{
    domain::{
        ids::{QueueTicketId, ReceptionDayId},
        reception::queue::Ticket,
    },
    storage::{
        QueueRecords, QueueWrites, StoreError,
        error::{or_exists, or_stale},
        rows::queue::{TicketRecord, TicketStateRecord},
        statements::statements,
        values::count,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! tickets {
    ($rest:literal) => {
        concat!(
            "select q.id, q.day, q.number, q.priority, q.coming, q.persons, q.petition, q.taken_at, q.called_at,
                q.state, q.state_at, q.place, q.times, q.version
            from queue_tickets q ",
            $rest
        )
    };
}

statements! {
    TICKET = tickets!("where q.id = $1");
    QUEUE = tickets!("where q.day = $1 order by q.number");
    /// Two counters at once: one of them breaks the uniqueness of day and number, and asks again.
    ADD_TICKET = "insert into queue_tickets (id, day, number, priority, coming, persons, petition, taken_at, state,
            version)
        values ($1, $2, (select coalesce(max(number), 0) + 1 from queue_tickets where day = $2), $3, $4, $5, $6, $7,
            $8, $9)
        returning number";
    SAVE_TICKET = "update queue_tickets set petition = $3, called_at = $4, state = $5, state_at = $6, place = $7,
            times = $8, version = version + 1
        where id = $1 and version = $2";
}

#[async_trait]
impl QueueRecords for Session {
    async fn queue_ticket(&mut self, id: QueueTicketId) -> Result<Option<Ticket>> {
        let row: Option<TicketRecord> = query_as(TICKET).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Ticket::try_from).transpose()
    }

    async fn queue(&mut self, day: ReceptionDayId) -> Result<Vec<Ticket>> {
        let rows: Vec<TicketRecord> = query_as(QUEUE).bind(day.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Ticket::try_from).collect()
    }
}

#[async_trait]
impl QueueWrites for Session {
    async fn add_queue_ticket(&mut self, ticket: &Ticket) -> Result<u32> {
        let number: i64 = query_scalar(ADD_TICKET)
            .bind(ticket.id.0)
            .bind(ticket.day.0)
            .bind(ticket.priority.as_str())
            .bind(ticket.coming.as_str())
            .bind(i64::from(ticket.persons))
            .bind(ticket.petition.map(|petition| petition.0))
            .bind(ticket.taken_at.0)
            .bind(ticket.state.name().as_str())
            .bind(i64::from(ticket.version))
            .fetch_one(self.conn())
            .await
            .map_err(or_exists("queue ticket"))?;
        count("number of a queue ticket", number)
    }

    async fn save_queue_ticket(&mut self, ticket: &Ticket) -> Result<()> {
        let state = TicketStateRecord::from(&ticket.state);
        let done = query(SAVE_TICKET)
            .bind(ticket.id.0)
            .bind(i64::from(ticket.version))
            .bind(ticket.petition.map(|petition| petition.0))
            .bind(ticket.called_at.map(|at| at.0))
            .bind(state.state)
            .bind(state.state_at)
            .bind(state.place)
            .bind(state.times)
            .execute(self.conn())
            .await?;
        or_stale("queue ticket", done.rows_affected())
    }
}
