//! Rows of exhibits and chat messages.

use crate::{
    domain::{
        Timestamp,
        hearing::{ChatAuthor, ChatChannel, ChatMessage, Exhibit, ExhibitState},
        ids::{AttachmentId, ExhibitId, HearingId, OpId, PersonId, PetitionId, SeatId, StaffId},
        petition::Attachment,
    },
    storage::{
        StoreError,
        values::{count, hash, needed},
        vault::PetitionKey,
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const EXHIBIT: &str = "exhibit";

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ExhibitRecord {
    id: Uuid,
    hearing: Uuid,
    title: String,
    brought_by: Option<Uuid>,
    added_at: i64,
    state: String,
    number: Option<i64>,
    reason: Option<String>,
    on_record: Option<i64>,
    attachment: Uuid,
    petition: Uuid,
    name: String,
    media_type: String,
    size: i64,
    sha256: Vec<u8>,
    filed_at: i64,
}

impl TryFrom<ExhibitRecord> for Exhibit {
    type Error = StoreError;
    fn try_from(row: ExhibitRecord) -> Result<Self> {
        let state = match row.state.as_str() {
            "offered" => ExhibitState::Offered,
            "refused" => ExhibitState::Refused { reason: needed(EXHIBIT, row.reason)? },
            "accepted" => ExhibitState::Accepted {
                number: count(EXHIBIT, needed(EXHIBIT, row.number)?)?,
                on_record: row.on_record.map(Timestamp),
            },
            other => return Err(StoreError::corrupt(EXHIBIT, format_args!("state `{other}`"))),
        };
        Ok(Self {
            id: ExhibitId(row.id),
            hearing: HearingId(row.hearing),
            title: row.title,
            brought_by: row.brought_by.map(SeatId),
            file: Attachment {
                id: AttachmentId(row.attachment),
                petition: PetitionId(row.petition),
                name: row.name,
                media_type: row.media_type,
                size: count("size of an attachment", row.size)?,
                sha256: hash("hash of an attachment", &row.sha256)?,
                added_at: Timestamp(row.filed_at),
            },
            added_at: Timestamp(row.added_at),
            state,
        })
    }
}

/// A state as its columns: name, number, reason, when it was put on record.
pub(in crate::storage) const fn state_columns(
    state: &ExhibitState,
) -> (&'static str, Option<u32>, Option<&String>, Option<i64>) {
    match state {
        ExhibitState::Offered => ("offered", None, None, None),
        ExhibitState::Refused { reason } => ("refused", None, Some(reason), None),
        ExhibitState::Accepted { number, on_record: None } => ("accepted", Some(*number), None, None),
        ExhibitState::Accepted { number, on_record: Some(at) } => {
            ("accepted", Some(*number), None, Some(at.0))
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ChatRecord {
    id: Uuid,
    hearing: Uuid,
    channel: String,
    thread: Option<Uuid>,
    author: Uuid,
    officer: Option<Uuid>,
    text: Vec<u8>,
    at: i64,
}

impl ChatRecord {
    /// With its audience picked from that of all messages of the hearing.
    pub(in crate::storage) fn open(
        self,
        key: &PetitionKey,
        audience: &[(Uuid, Uuid)],
    ) -> Result<ChatMessage> {
        const WHAT: &str = "chat message";
        let mine = audience.iter().filter(|(message, _)| *message == self.id);
        Ok(ChatMessage {
            id: OpId(self.id),
            hearing: HearingId(self.hearing),
            channel: match self.channel.as_str() {
                "table" => ChatChannel::Table,
                "staff" => ChatChannel::Staff,
                "desk" => ChatChannel::Desk { seat: SeatId(needed(WHAT, self.thread)?) },
                other => return Err(StoreError::corrupt(WHAT, format_args!("channel `{other}`"))),
            },
            from: self
                .officer
                .map_or(ChatAuthor::Seat(SeatId(self.author)), |id| ChatAuthor::Officer(StaffId(id))),
            text: key.open(PersonId(self.id), "chat", &self.text)?,
            at: Timestamp(self.at),
            audience: mine.map(|(_, seat)| SeatId(*seat)).collect(),
        })
    }
}
