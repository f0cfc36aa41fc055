//! Rows of notices to the seats of a hearing.

use crate::{
    domain::{
        Timestamp,
        hearing::{HearingNotice, Receipt},
        ids::{EventId, HearingId, HearingNoticeId, PetitionId, SeatId},
    },
    storage::{
        StoreError,
        values::{needed, parse},
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct NoticeRecord {
    id: Uuid,
    petition: Uuid,
    hearing: Uuid,
    seat: Uuid,
    kind: String,
    event: Uuid,
    at: i64,
    starts_at: i64,
    ends_at: i64,
    read_at: Option<i64>,
    confirmed_at: Option<i64>,
    way: Option<String>,
}

impl TryFrom<NoticeRecord> for HearingNotice {
    type Error = StoreError;
    fn try_from(row: NoticeRecord) -> Result<Self, StoreError> {
        const WHAT: &str = "receipt of a notice";
        let receipt = match row.read_at {
            None => None,
            Some(read_at) => Some(Receipt {
                read_at: Timestamp(read_at),
                confirmed_at: row.confirmed_at.map(Timestamp),
                way: parse(WHAT, &needed(WHAT, row.way)?)?,
            }),
        };
        Ok(Self {
            id: HearingNoticeId(row.id),
            petition: PetitionId(row.petition),
            hearing: HearingId(row.hearing),
            seat: SeatId(row.seat),
            kind: parse("kind of a notice", &row.kind)?,
            event: EventId(row.event),
            at: Timestamp(row.at),
            starts_at: Timestamp(row.starts_at),
            ends_at: Timestamp(row.ends_at),
            receipt,
        })
    }
}
