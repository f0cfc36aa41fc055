//! SQL of exhibits and chat messages.

use super::{Session, signing};
use crate::{
    domain::{
        Timestamp,
        hearing::{ChatAuthor, ChatChannel, ChatMessage, Exhibit},
        ids::{ExhibitId, HearingId, PersonId, SeatId},
    },
    storage::{
        ExhibitRecords, ExhibitWrites, StoreError,
        error::{or_exists, or_stale},
        rows::exhibit::{ChatRecord, ExhibitRecord, state_columns},
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    EXHIBITS = "select e.id, e.hearing, e.title, e.brought_by, e.added_at, e.state, e.number, e.reason, e.on_record,
            e.attachment, a.petition, a.name, a.media_type, a.size, a.sha256, a.added_at as filed_at
        from exhibits e join attachments a on a.id = e.attachment where e.hearing = $1 order by e.added_at, e.id";
    EXHIBIT = "select e.id, e.hearing, e.title, e.brought_by, e.added_at, e.state, e.number, e.reason, e.on_record,
            e.attachment, a.petition, a.name, a.media_type, a.size, a.sha256, a.added_at as filed_at
        from exhibits e join attachments a on a.id = e.attachment where e.id = $1";
    VIEWERS = "select v.exhibit, v.seat from exhibit_viewers v join exhibits e on e.id = v.exhibit
        where e.hearing = $1 order by v.since, v.exhibit, v.seat";
    MESSAGES = "select id, hearing, channel, thread, author, officer, text, at from chat_messages
        where hearing = $1 order by at, id";
    AUDIENCE = "select c.message, c.seat from chat_audience c join chat_messages m on m.id = c.message
        where m.hearing = $1 order by c.message, c.seat";
    CLOSED = "select 1 from chat_closed where hearing = $1";
    ADD_EXHIBIT = "insert into exhibits (id, hearing, attachment, title, brought_by, added_at, state, number, reason,
            on_record)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SAVE_EXHIBIT = "update exhibits set state = $2, number = $3, reason = $4, on_record = $5 where id = $1";
    ADD_VIEWER = "insert into exhibit_viewers (exhibit, seat, since) values ($1, $2, $3)
        on conflict (exhibit, seat) do nothing";
    ADD_MESSAGE = "insert into chat_messages (id, hearing, channel, thread, author, officer, text, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing";
    ADD_AUDIENCE = "insert into chat_audience (message, seat) values ($1, $2)";
    CLOSE = "insert into chat_closed (hearing) values ($1) on conflict (hearing) do nothing";
    REOPEN = "delete from chat_closed where hearing = $1";
}

#[async_trait]
impl ExhibitRecords for Session {
    async fn hearing_exhibits(&mut self, id: HearingId) -> Result<Vec<Exhibit>> {
        let rows: Vec<ExhibitRecord> = query_as(EXHIBITS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Exhibit::try_from).collect()
    }

    async fn exhibit(&mut self, id: ExhibitId) -> Result<Option<Exhibit>> {
        let row: Option<ExhibitRecord> = query_as(EXHIBIT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Exhibit::try_from).transpose()
    }

    async fn exhibit_viewers(&mut self, id: HearingId) -> Result<Vec<(ExhibitId, SeatId)>> {
        let rows: Vec<(Uuid, Uuid)> = query_as(VIEWERS).bind(id.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(|(exhibit, seat)| (ExhibitId(exhibit), SeatId(seat))).collect())
    }

    async fn chat_messages(&mut self, id: HearingId) -> Result<Vec<ChatMessage>> {
        let rows: Vec<ChatRecord> = query_as(MESSAGES).bind(id.0).fetch_all(self.conn()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let audience: Vec<(Uuid, Uuid)> = query_as(AUDIENCE).bind(id.0).fetch_all(self.conn()).await?;
        let key = signing::key(self, id).await?;
        rows.into_iter().map(|row| row.open(&key, &audience)).collect()
    }

    async fn is_chat_closed(&mut self, id: HearingId) -> Result<bool> {
        let row: Option<i32> = query_scalar(CLOSED).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(row.is_some())
    }
}

#[async_trait]
impl ExhibitWrites for Session {
    async fn add_exhibit(&mut self, exhibit: &Exhibit) -> Result<()> {
        let (state, number, reason, on_record) = state_columns(&exhibit.state);
        query(ADD_EXHIBIT)
            .bind(exhibit.id.0)
            .bind(exhibit.hearing.0)
            .bind(exhibit.file.id.0)
            .bind(&exhibit.title)
            .bind(exhibit.brought_by.map(|seat| seat.0))
            .bind(exhibit.added_at.0)
            .bind(state)
            .bind(number.map(i64::from))
            .bind(reason)
            .bind(on_record)
            .execute(self.conn())
            .await
            .map_err(or_exists("exhibit"))?;
        Ok(())
    }

    async fn save_exhibit(&mut self, exhibit: &Exhibit) -> Result<()> {
        let (state, number, reason, on_record) = state_columns(&exhibit.state);
        let done = query(SAVE_EXHIBIT)
            .bind(exhibit.id.0)
            .bind(state)
            .bind(number.map(i64::from))
            .bind(reason)
            .bind(on_record)
            .execute(self.conn())
            .await
            .map_err(or_exists("exhibit"))?;
        or_stale("exhibit", done.rows_affected())
    }

    async fn add_exhibit_viewer(&mut self, exhibit: ExhibitId, seat: SeatId, since: Timestamp) -> Result<()> {
        query(ADD_VIEWER).bind(exhibit.0).bind(seat.0).bind(since.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn add_chat_message(&mut self, message: &ChatMessage) -> Result<bool> {
        let key = signing::key(self, message.hearing).await?;
        let text = key.seal(PersonId(message.id.0), "chat", &message.text)?;
        let thread = match message.channel {
            ChatChannel::Desk { seat } => Some(seat.0),
            ChatChannel::Table | ChatChannel::Staff => None,
        };
        let (author, officer) = match message.from {
            ChatAuthor::Seat(seat) => (Some(seat.0), None),
            ChatAuthor::Officer(staff) => (thread, Some(staff.0)),
        };
        let done = query(ADD_MESSAGE)
            .bind(message.id.0)
            .bind(message.hearing.0)
            .bind(message.channel.as_str())
            .bind(thread)
            .bind(author)
            .bind(officer)
            .bind(text)
            .bind(message.at.0)
            .execute(self.conn())
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        for seat in &message.audience {
            query(ADD_AUDIENCE).bind(message.id.0).bind(seat.0).execute(self.conn()).await?;
        }
        Ok(true)
    }

    async fn close_chat(&mut self, id: HearingId, closed: bool) -> Result<()> {
        query(if closed { CLOSE } else { REOPEN }).bind(id.0).execute(self.conn()).await?;
        Ok(())
    }
}
