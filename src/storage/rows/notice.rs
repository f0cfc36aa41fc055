//! Rows of notices to the seats of a hearing.

use crate::{
    domain::{
        Timestamp,
        hearing::{HearingNotice, Needs, NoticeAnswer, Receipt, Said},
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
    cannot_at: Option<i64>,
    cannot_because: Option<String>,
    wish: Option<String>,
    language: Option<String>,
    interpreter: bool,
}

const WHAT: &str = "receipt of a notice";

impl NoticeRecord {
    fn said(&self) -> Result<Option<Said>, StoreError> {
        let (at, answer) = match (self.confirmed_at, self.cannot_at) {
            (Some(at), None) => (at, NoticeAnswer::Comes),
            (None, Some(at)) => {
                let reason = needed(WHAT, self.cannot_because.clone())?;
                let wish = parse(WHAT, &needed(WHAT, self.wish.clone())?)?;
                (at, NoticeAnswer::Cannot { reason, wish })
            }
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => return Err(StoreError::corrupt(WHAT, "it says both")),
        };
        let language = self.language.as_deref().map(|language| parse(WHAT, language)).transpose()?;
        let needs = Needs { language, interpreter: self.interpreter };
        Ok(Some(Said { at: Timestamp(at), answer, needs }))
    }
}

impl TryFrom<NoticeRecord> for HearingNotice {
    type Error = StoreError;
    fn try_from(row: NoticeRecord) -> Result<Self, StoreError> {
        let receipt = match row.read_at {
            None => None,
            Some(read_at) => Some(Receipt {
                read_at: Timestamp(read_at),
                said: row.said()?,
                way: parse(WHAT, &needed(WHAT, row.way.clone())?)?,
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
