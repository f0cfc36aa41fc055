//! SQL of presiding: speaking times, stand-in, measures of order.

use super::Session;
use crate::{
    domain::{
        hearing::{
            Presiding,
            presiding::{Measure, SpeakingTime, StandIn},
        },
        ids::HearingId,
    },
    storage::{
        PresidingRecords, PresidingWrites, StoreError,
        error::or_exists,
        rows::presiding::{MeasureRecord, PresidingRecord, TimeRecord},
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    PRESIDING = "select absence_grace, stand_in, stands_in_since, microphones_locked, layout, spotlight, floor,
            turn_side, turn_phase, turn_since from presiding where hearing = $1";
    TIMES = "select phase, side, allotted, spent from speaking_times where hearing = $1 order by phase, side";
    MEASURES = "select id, hearing, seat, kind, code, taken_by, at from conduct_measures where hearing = $1
        order by at, id";
    PUT_PRESIDING = "insert into presiding (hearing, absence_grace, stand_in, stands_in_since, microphones_locked,
            layout, spotlight, floor, turn_side, turn_phase, turn_since)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (hearing) do update set absence_grace = excluded.absence_grace, stand_in = excluded.stand_in,
            stands_in_since = excluded.stands_in_since, microphones_locked = excluded.microphones_locked,
            layout = excluded.layout, spotlight = excluded.spotlight, floor = excluded.floor,
            turn_side = excluded.turn_side, turn_phase = excluded.turn_phase, turn_since = excluded.turn_since";
    /// Nothing else writes it: whatever becomes of the seat, it stood in.
    STANDS_IN = "update seats set acted = coalesce(acted, $3) where hearing = $1 and id = $2";
    PUT_TIME = "insert into speaking_times (hearing, phase, side, allotted, spent) values ($1, $2, $3, $4, $5)
        on conflict (hearing, phase, side) do update set allotted = excluded.allotted, spent = excluded.spent";
    ADD_MEASURE = "insert into conduct_measures (id, hearing, seat, kind, code, taken_by, at)
        values ($1, $2, $3, $4, $5, $6, $7)";
}

#[async_trait]
impl PresidingRecords for Session {
    async fn presiding(&mut self, id: HearingId) -> Result<Presiding> {
        let row: Option<PresidingRecord> = query_as(PRESIDING).bind(id.0).fetch_optional(self.conn()).await?;
        let Some(row) = row else { return Ok(Presiding::default()) };
        let times: Vec<TimeRecord> = query_as(TIMES).bind(id.0).fetch_all(self.conn()).await?;
        row.with_times(times.into_iter().map(SpeakingTime::try_from).collect::<Result<_>>()?)
    }

    async fn measures(&mut self, id: HearingId) -> Result<Vec<Measure>> {
        let rows: Vec<MeasureRecord> = query_as(MEASURES).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Measure::try_from).collect()
    }
}

#[async_trait]
impl PresidingWrites for Session {
    async fn put_presiding(&mut self, id: HearingId, presiding: &Presiding) -> Result<()> {
        let turn = presiding.clock.turn;
        let running = turn.and_then(|turn| turn.running);
        query(PUT_PRESIDING)
            .bind(id.0)
            .bind(presiding.absence_grace)
            .bind(presiding.stand_in.map(|stand_in| stand_in.seat.0))
            .bind(presiding.stand_in.and_then(|stand_in| stand_in.since).map(|since| since.0))
            .bind(presiding.microphones_locked)
            .bind(presiding.layout.as_str())
            .bind(presiding.spotlight.map(|seat| seat.0))
            .bind(presiding.floor.map(|seat| seat.0))
            .bind(turn.map(|turn| turn.side.as_str()))
            .bind(running.map(|(phase, _)| phase.as_str()))
            .bind(running.map(|(_, since)| since.0))
            .execute(self.conn())
            .await?;
        if let Some(StandIn { seat, since: Some(since) }) = presiding.stand_in {
            query(STANDS_IN).bind(id.0).bind(seat.0).bind(since.0).execute(self.conn()).await?;
        }
        for time in &presiding.clock.times {
            query(PUT_TIME)
                .bind(id.0)
                .bind(time.phase.as_str())
                .bind(time.side.as_str())
                .bind(time.allotted)
                .bind(time.spent)
                .execute(self.conn())
                .await?;
        }
        Ok(())
    }

    async fn add_measure(&mut self, measure: &Measure) -> Result<()> {
        query(ADD_MEASURE)
            .bind(measure.id.0)
            .bind(measure.hearing.0)
            .bind(measure.seat.0)
            .bind(measure.kind.as_str())
            .bind(measure.code.as_str())
            .bind(measure.by.0)
            .bind(measure.at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("measure"))?;
        Ok(())
    }
}
