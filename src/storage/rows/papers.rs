//! Rows of proposed action items and lines, delivered conclusions, and templates of minutes.

use crate::{
    domain::{
        Timestamp,
        hearing::{
            Acceptance, EntryProposal, HandedOver, ItemAnswer, ItemProposal, MinutesTemplate, SavedTemplate,
        },
        ids::{ActionItemId, AgencyId, AttachmentId, EntryId, HearingId, SeatId},
    },
    storage::{
        StoreError,
        values::{count, day, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ItemProposalRecord {
    id: Uuid,
    hearing: Uuid,
    agency: Uuid,
    content: String,
    deadline: String,
    entry: Uuid,
    proposed_by: Uuid,
    at: i64,
    answered_by: Option<Uuid>,
    answered_at: Option<i64>,
    declined: Option<String>,
}

impl TryFrom<ItemProposalRecord> for ItemProposal {
    type Error = StoreError;
    fn try_from(row: ItemProposalRecord) -> Result<Self> {
        let answer = match (row.answered_by.map(SeatId), row.answered_at.map(Timestamp), row.declined) {
            (Some(seat), Some(at), Some(reason)) => ItemAnswer::Declined { seat, at, reason },
            (Some(seat), Some(at), None) => ItemAnswer::Accepted(Acceptance { seat, at }),
            _ => ItemAnswer::Open,
        };
        Ok(Self {
            id: ActionItemId(row.id),
            hearing: HearingId(row.hearing),
            agency: AgencyId(row.agency),
            content: row.content,
            deadline: day("deadline", &row.deadline)?,
            entry: EntryId(row.entry),
            by: SeatId(row.proposed_by),
            at: Timestamp(row.at),
            answer,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct EntryProposalRecord {
    id: Uuid,
    hearing: Uuid,
    seat: Uuid,
    phase: String,
    text: String,
    at: i64,
    returned: Option<String>,
}

impl TryFrom<EntryProposalRecord> for EntryProposal {
    type Error = StoreError;
    fn try_from(row: EntryProposalRecord) -> Result<Self> {
        Ok(Self {
            id: EntryId(row.id),
            hearing: HearingId(row.hearing),
            seat: SeatId(row.seat),
            phase: parse("phase of an entry", &row.phase)?,
            text: row.text,
            at: Timestamp(row.at),
            returned: row.returned,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct HandedOverRecord {
    hearing: Uuid,
    day: String,
    way: String,
    slip: Uuid,
}

impl TryFrom<HandedOverRecord> for HandedOver {
    type Error = StoreError;
    fn try_from(row: HandedOverRecord) -> Result<Self> {
        Ok(Self {
            hearing: HearingId(row.hearing),
            day: day("day of a delivery", &row.day)?,
            way: parse("way of a delivery", &row.way)?,
            slip: AttachmentId(row.slip),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct TemplateRecord {
    version: i64,
    saved_at: i64,
    lines: String,
}

impl TryFrom<TemplateRecord> for SavedTemplate {
    type Error = StoreError;
    fn try_from(row: TemplateRecord) -> Result<Self> {
        const WHAT: &str = "template of minutes";
        let unknown = || StoreError::corrupt(WHAT, "a line without a phase");
        Ok(Self {
            version: count(WHAT, row.version)?,
            saved_at: Timestamp(row.saved_at),
            template: MinutesTemplate::parse(&row.lines).ok_or_else(unknown)?,
        })
    }
}
