//! Rows of a petition's origin.

use crate::{
    domain::{ids::StaffId, petition::Origin},
    storage::{
        StoreError,
        values::{day, day_text},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// How a petition came.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct OriginRecord {
    pub(in crate::storage) signed: bool,
    pub(in crate::storage) read_back: Option<bool>,
    pub(in crate::storage) origin_organ: Option<String>,
    pub(in crate::storage) origin_number: Option<String>,
    pub(in crate::storage) origin_dated: Option<String>,
    pub(in crate::storage) origin_answer_by: Option<String>,
    pub(in crate::storage) written_to: Option<Uuid>,
    pub(in crate::storage) channel_number: Option<String>,
}

const DATED: &str = "day of a letter";
const ANSWER_BY: &str = "day an answer is wanted by";

impl TryFrom<&Origin> for OriginRecord {
    type Error = StoreError;
    fn try_from(origin: &Origin) -> Result<Self> {
        Ok(Self {
            signed: origin.signed,
            read_back: origin.read_back,
            origin_organ: origin.organ.clone(),
            origin_number: origin.number.clone(),
            origin_dated: origin.dated.map(|day| day_text(DATED, day)).transpose()?,
            origin_answer_by: origin.answer_by.map(|day| day_text(ANSWER_BY, day)).transpose()?,
            written_to: origin.leader.map(|leader| leader.0),
            channel_number: origin.channel_number.clone(),
        })
    }
}

impl TryFrom<OriginRecord> for Origin {
    type Error = StoreError;
    fn try_from(row: OriginRecord) -> Result<Self> {
        Ok(Self {
            signed: row.signed,
            read_back: row.read_back,
            organ: row.origin_organ,
            number: row.origin_number,
            dated: row.origin_dated.map(|text| day(DATED, &text)).transpose()?,
            answer_by: row.origin_answer_by.map(|text| day(ANSWER_BY, &text)).transpose()?,
            leader: row.written_to.map(StaffId),
            channel_number: row.channel_number,
        })
    }
}
