//! Rows of reports on a seat's connection.

use crate::{
    domain::{
        Timestamp,
        ids::SeatId,
        quality::{Rate, SeatReport, Stretch},
    },
    storage::{
        StoreError,
        values::{count, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ReportRecord {
    seat: Uuid,
    began_at: i64,
    until_at: i64,
    words: String,
    pictures: String,
    carriers: String,
    layers: String,
    round_trips: String,
    drops: String,
    away: String,
    media_drops: String,
    lost_up_sum: i64,
    lost_up_looks: i64,
    lost_up_most: i64,
    lost_down_sum: i64,
    lost_down_looks: i64,
    lost_down_most: i64,
    concealed_sum: i64,
    concealed_looks: i64,
    concealed_most: i64,
    freezes: i64,
    worst_at: Option<i64>,
    worst_millis: Option<i64>,
}

impl TryFrom<ReportRecord> for SeatReport {
    type Error = StoreError;
    fn try_from(row: ReportRecord) -> Result<Self> {
        const WHAT: &str = "report of a line";
        let stretch = |(at, millis)| -> Result<Stretch> {
            Ok(Stretch { from: Timestamp(at), millis: count(WHAT, millis)? })
        };
        Ok(Self {
            seat: SeatId(row.seat),
            began_at: Timestamp(row.began_at),
            until: Timestamp(row.until_at),
            words: parse(WHAT, &row.words)?,
            pictures: parse(WHAT, &row.pictures)?,
            carriers: parse(WHAT, &row.carriers)?,
            layers: parse(WHAT, &row.layers)?,
            round_trips: parse(WHAT, &row.round_trips)?,
            drops: parse(WHAT, &row.drops)?,
            away: parse(WHAT, &row.away)?,
            media_drops: parse(WHAT, &row.media_drops)?,
            lost_up: rate(row.lost_up_sum, row.lost_up_looks, row.lost_up_most)?,
            lost_down: rate(row.lost_down_sum, row.lost_down_looks, row.lost_down_most)?,
            concealed: rate(row.concealed_sum, row.concealed_looks, row.concealed_most)?,
            freezes: count(WHAT, row.freezes)?,
            worst: row.worst_at.zip(row.worst_millis).map(stretch).transpose()?,
        })
    }
}

fn rate(sum: i64, looks: i64, most: i64) -> Result<Rate> {
    const WHAT: &str = "rate of a line";
    Ok(Rate { sum: count(WHAT, sum)?, looks: count(WHAT, looks)?, most: count(WHAT, most)? })
}
