//! Rows of presiding.

use crate::{
    domain::{
        Timestamp,
        hearing::{
            Presiding,
            presiding::{Measure, SpeakingClock, SpeakingTime, StandIn, Turn},
        },
        ids::{HearingId, OpId, SeatId},
    },
    storage::{
        StoreError,
        values::{needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct PresidingRecord {
    absence_grace: i64,
    stand_in: Option<Uuid>,
    stands_in_since: Option<i64>,
    microphones_locked: bool,
    layout: String,
    spotlight: Option<Uuid>,
    floor: Option<Uuid>,
    turn_side: Option<String>,
    turn_phase: Option<String>,
    turn_since: Option<i64>,
}

impl PresidingRecord {
    pub(in crate::storage) fn with_times(self, times: Vec<SpeakingTime>) -> Result<Presiding> {
        const PHASE: &str = "phase of a speaking time";
        let running = match self.turn_since {
            Some(since) => {
                Some((parse(PHASE, needed(PHASE, self.turn_phase.as_deref())?)?, Timestamp(since)))
            }
            None => None,
        };
        let side = self.turn_side.as_deref().map(|side| parse("side of a turn", side)).transpose()?;
        let since = self.stands_in_since.map(Timestamp);
        Ok(Presiding {
            absence_grace: self.absence_grace,
            stand_in: self.stand_in.map(|seat| StandIn { seat: SeatId(seat), since }),
            microphones_locked: self.microphones_locked,
            layout: parse("layout", &self.layout)?,
            spotlight: self.spotlight.map(SeatId),
            floor: self.floor.map(SeatId),
            clock: SpeakingClock { times, turn: side.map(|side| Turn { side, running }) },
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct TimeRecord {
    phase: String,
    side: String,
    allotted: Option<i64>,
    spent: i64,
}

impl TryFrom<TimeRecord> for SpeakingTime {
    type Error = StoreError;
    fn try_from(row: TimeRecord) -> Result<Self> {
        Ok(Self {
            phase: parse("phase of a speaking time", &row.phase)?,
            side: parse("side of a speaking time", &row.side)?,
            allotted: row.allotted,
            spent: row.spent,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct MeasureRecord {
    id: Uuid,
    hearing: Uuid,
    seat: Uuid,
    kind: String,
    code: String,
    taken_by: Uuid,
    at: i64,
}

impl TryFrom<MeasureRecord> for Measure {
    type Error = StoreError;
    fn try_from(row: MeasureRecord) -> Result<Self> {
        Ok(Self {
            id: OpId(row.id),
            hearing: HearingId(row.hearing),
            seat: SeatId(row.seat),
            kind: parse("kind of a measure", &row.kind)?,
            code: parse("code of a measure", &row.code)?,
            by: SeatId(row.taken_by),
            at: Timestamp(row.at),
        })
    }
}
