//! SQL of reports on a seat's connection.

use super::Session;
use crate::{
    domain::{ids::HearingId, quality::SeatReport},
    storage::{StoreError, rows::quality::ReportRecord, statements::statements, values::stored},
};
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    REPORTS = "select r.seat, r.began_at, r.until_at, r.words, r.pictures, r.carriers, r.layers, r.round_trips,
            r.drops, r.away, r.media_drops, r.lost_up_sum, r.lost_up_looks, r.lost_up_most, r.lost_down_sum,
            r.lost_down_looks, r.lost_down_most, r.concealed_sum, r.concealed_looks, r.concealed_most, r.freezes,
            r.worst_at, r.worst_millis
        from line_reports r join seats s on s.id = r.seat where r.hearing = $1 order by s.position";
    /// Whole, so that writing it twice changes nothing; an older one never takes a newer one's place.
    PUT_REPORT = "insert into line_reports (hearing, seat, began_at, until_at, words, pictures, carriers, layers,
            round_trips, drops, away, media_drops, lost_up_sum, lost_up_looks, lost_up_most, lost_down_sum,
            lost_down_looks, lost_down_most, concealed_sum, concealed_looks, concealed_most, freezes, worst_at,
            worst_millis)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24)
        on conflict (hearing, seat) do update set until_at = excluded.until_at, words = excluded.words,
            pictures = excluded.pictures, carriers = excluded.carriers, layers = excluded.layers,
            round_trips = excluded.round_trips, drops = excluded.drops, away = excluded.away,
            media_drops = excluded.media_drops, lost_up_sum = excluded.lost_up_sum,
            lost_up_looks = excluded.lost_up_looks, lost_up_most = excluded.lost_up_most,
            lost_down_sum = excluded.lost_down_sum, lost_down_looks = excluded.lost_down_looks,
            lost_down_most = excluded.lost_down_most, concealed_sum = excluded.concealed_sum,
            concealed_looks = excluded.concealed_looks, concealed_most = excluded.concealed_most,
            freezes = excluded.freezes, worst_at = excluded.worst_at, worst_millis = excluded.worst_millis
        where line_reports.until_at <= excluded.until_at";
}

pub(super) async fn reports(session: &mut Session, id: HearingId) -> Result<Vec<SeatReport>> {
    let rows: Vec<ReportRecord> = query_as(REPORTS).bind(id.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(SeatReport::try_from).collect()
}

pub(super) async fn put(session: &mut Session, hearing: HearingId, report: &SeatReport) -> Result<()> {
    const WHAT: &str = "report of a line";
    let mut put = query(PUT_REPORT)
        .bind(hearing.0)
        .bind(report.seat.0)
        .bind(report.began_at.0)
        .bind(report.until.0)
        .bind(report.words.to_string())
        .bind(report.pictures.to_string())
        .bind(report.carriers.to_string())
        .bind(report.layers.to_string())
        .bind(report.round_trips.to_string())
        .bind(report.drops.to_string())
        .bind(report.away.to_string())
        .bind(report.media_drops.to_string());
    for rate in [report.lost_up, report.lost_down, report.concealed] {
        put = put.bind(stored(WHAT, rate.sum)?).bind(stored(WHAT, rate.looks)?).bind(i64::from(rate.most));
    }
    put.bind(stored(WHAT, report.freezes)?)
        .bind(report.worst.map(|worst| worst.from.0))
        .bind(report.worst.map(|worst| stored(WHAT, worst.millis)).transpose()?)
        .execute(session.conn())
        .await?;
    Ok(())
}
