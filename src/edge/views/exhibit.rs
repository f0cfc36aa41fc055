//! JSON of exhibits and chat messages. Times are UTC milliseconds.

use crate::domain::{
    hearing::{self, ChatAuthor, ChatChannel, ChatMessage, Exhibit, ExhibitState, Seat},
    ids::{ExhibitId, SeatId},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct ExhibitRow {
    pub id: Uuid,
    pub title: String,
    pub state: ExhibitStateText,
    /// 证据 `number`, once it was taken.
    pub number: Option<u32>,
    /// Of a refusal.
    pub reason: Option<String>,
    pub on_record: Option<i64>,
    /// Plate of who brought it; none of what the office laid there itself.
    pub brought_by: Option<String>,
    pub added_at: i64,
    pub file_name: String,
    pub media_type: String,
    pub size: u64,
    /// Hexadecimal.
    pub sha256: String,
    /// Plates of who was shown it.
    pub shown_to: Vec<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExhibitStateText {
    Offered,
    Refused,
    Accepted,
}

impl ExhibitRow {
    #[must_use]
    pub fn of(exhibit: Exhibit, viewers: &[(ExhibitId, SeatId)], seats: &[Seat]) -> Self {
        let number = exhibit.number();
        let brought_by = hearing::bringer(&exhibit, seats);
        let shown = |seat: &&Seat| viewers.contains(&(exhibit.id, seat.id));
        let shown_to = seats.iter().filter(shown).map(Seat::plate).collect();
        let (state, reason, on_record) = match exhibit.state {
            ExhibitState::Offered => (ExhibitStateText::Offered, None, None),
            ExhibitState::Refused { reason } => (ExhibitStateText::Refused, Some(reason), None),
            ExhibitState::Accepted { on_record, .. } => {
                (ExhibitStateText::Accepted, None, on_record.map(|at| at.0))
            }
        };
        Self {
            id: exhibit.id.0,
            title: exhibit.title,
            state,
            number,
            reason,
            on_record,
            brought_by,
            added_at: exhibit.added_at.0,
            file_name: exhibit.file.name,
            media_type: exhibit.file.media_type,
            size: exhibit.file.size,
            sha256: hex::encode(exhibit.file.sha256),
            shown_to,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChatRow {
    pub id: Uuid,
    pub channel: ChatChannelText,
    /// Whose thread with the officer it is in, and the plate of that seat.
    pub seat: Option<Uuid>,
    pub thread: Option<String>,
    /// Plate of who wrote it; none of the officer on duty, who answered from the board.
    pub from: Option<String>,
    pub text: String,
    pub at: i64,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChatChannelText {
    Table,
    Staff,
    Desk,
}

impl ChatRow {
    #[must_use]
    pub fn of(message: ChatMessage, seats: &[Seat]) -> Self {
        let plate = |id: SeatId| {
            let seat = seats.iter().find(|seat| seat.id == id);
            seat.map(Seat::plate).unwrap_or_default()
        };
        let (channel, whose) = match message.channel {
            ChatChannel::Table => (ChatChannelText::Table, None),
            ChatChannel::Staff => (ChatChannelText::Staff, None),
            ChatChannel::Desk { seat } => (ChatChannelText::Desk, Some(seat)),
        };
        Self {
            id: message.id.0,
            channel,
            seat: whose.map(|seat| seat.0),
            thread: whose.map(plate),
            from: match message.from {
                ChatAuthor::Seat(seat) => Some(plate(seat)),
                ChatAuthor::Officer(_) => None,
            },
            text: message.text,
            at: message.at.0,
        }
    }
}
