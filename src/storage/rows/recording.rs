//! Rows of recordings and their speaker index.

use crate::{
    domain::{
        Timestamp,
        hearing::{Indexed, Recording, Stretch, WholeRecording},
        ids::{HearingId, RecordingId, SeatId},
    },
    storage::{
        StoreError,
        values::{count, hash, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct RecordingRecord {
    id: Uuid,
    hearing: Uuid,
    seat: Uuid,
    source: String,
    began_at: i64,
    ended_at: Option<i64>,
    bytes: Option<i64>,
    sha256: Option<Vec<u8>>,
    gaps: Option<i64>,
    interrupted: Option<bool>,
}

impl TryFrom<RecordingRecord> for Recording {
    type Error = StoreError;
    fn try_from(row: RecordingRecord) -> Result<Self> {
        const WHAT: &str = "recording";
        let whole = |ended_at| -> Result<WholeRecording> {
            Ok(WholeRecording {
                ended_at: Timestamp(ended_at),
                bytes: count(WHAT, needed(WHAT, row.bytes)?)?,
                sha256: hash(WHAT, &needed(WHAT, row.sha256.clone())?)?,
                gaps: count(WHAT, needed(WHAT, row.gaps)?)?,
                interrupted: needed(WHAT, row.interrupted)?,
            })
        };
        Ok(Self {
            id: RecordingId(row.id),
            hearing: HearingId(row.hearing),
            seat: SeatId(row.seat),
            source: parse(WHAT, &row.source)?,
            began_at: Timestamp(row.began_at),
            whole: row.ended_at.map(whole).transpose()?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct StretchRecord {
    kind: String,
    subject: String,
    began_at: i64,
    ended_at: i64,
}

impl TryFrom<StretchRecord> for Stretch {
    type Error = StoreError;
    fn try_from(row: StretchRecord) -> Result<Self> {
        const WHAT: &str = "index of a recording";
        let seat = || parse(WHAT, &row.subject).map(SeatId);
        let what = match row.kind.as_str() {
            "phase" => Indexed::Phase(parse(WHAT, &row.subject)?),
            "floor" => Indexed::Floor(seat()?),
            "voice" => Indexed::Voice(seat()?),
            "unkept" => Indexed::Unkept(seat()?),
            other => return Err(StoreError::corrupt(WHAT, format_args!("kind `{other}`"))),
        };
        Ok(Self { from: Timestamp(row.began_at), what, to: Timestamp(row.ended_at) })
    }
}
