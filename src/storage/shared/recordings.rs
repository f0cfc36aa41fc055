//! SQL of recordings and their speaker index.

use super::Session;
use crate::{
    domain::{
        hearing::{Indexed, Recording, Stretch},
        ids::{HearingId, RecordingId},
    },
    storage::{
        StoreError,
        rows::recording::{RecordingRecord, StretchRecord},
        statements::statements,
        values::stored,
    },
};
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! recording {
    ($rest:literal) => {
        concat!(
            "select id, hearing, seat, source, began_at, ended_at, bytes, sha256, gaps, interrupted
            from recordings ",
            $rest
        )
    };
}

statements! {
    RECORDINGS = "select r.id, r.hearing, r.seat, r.source, r.began_at, r.ended_at, r.bytes, r.sha256, r.gaps,
            r.interrupted
        from recordings r join seats s on s.id = r.seat where r.hearing = $1
        order by s.position, r.source, r.began_at, r.id";
    RECORDING = recording!("where id = $1");
    OPEN_RECORDINGS = recording!("where ended_at is null order by began_at, id");
    /// What is whole stays as it is.
    PUT_RECORDING = "insert into recordings (id, hearing, seat, source, began_at, ended_at, bytes, sha256, gaps,
            interrupted)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (id) do update set ended_at = excluded.ended_at, bytes = excluded.bytes,
            sha256 = excluded.sha256, gaps = excluded.gaps, interrupted = excluded.interrupted
        where recordings.ended_at is null";
    STRETCHES = "select kind, subject, began_at, ended_at from recording_stretches where hearing = $1
        order by began_at, kind, subject";
    /// It only grows: a write that comes late takes nothing back.
    PUT_STRETCH = "insert into recording_stretches (hearing, kind, subject, began_at, ended_at)
        values ($1, $2, $3, $4, $5)
        on conflict (hearing, began_at, kind, subject) do update set ended_at = excluded.ended_at
        where recording_stretches.ended_at < excluded.ended_at";
}

pub(super) async fn of(session: &mut Session, hearing: HearingId) -> Result<Vec<Recording>> {
    let rows: Vec<RecordingRecord> = query_as(RECORDINGS).bind(hearing.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(Recording::try_from).collect()
}

pub(super) async fn one(session: &mut Session, id: RecordingId) -> Result<Option<Recording>> {
    let row: Option<RecordingRecord> = query_as(RECORDING).bind(id.0).fetch_optional(session.conn()).await?;
    row.map(Recording::try_from).transpose()
}

pub(super) async fn open(session: &mut Session) -> Result<Vec<Recording>> {
    let rows: Vec<RecordingRecord> = query_as(OPEN_RECORDINGS).fetch_all(session.conn()).await?;
    rows.into_iter().map(Recording::try_from).collect()
}

pub(super) async fn put(session: &mut Session, recording: &Recording) -> Result<bool> {
    const WHAT: &str = "recording";
    let whole = recording.whole.as_ref();
    let done = query(PUT_RECORDING)
        .bind(recording.id.0)
        .bind(recording.hearing.0)
        .bind(recording.seat.0)
        .bind(recording.source.as_str())
        .bind(recording.began_at.0)
        .bind(whole.map(|whole| whole.ended_at.0))
        .bind(whole.map(|whole| stored(WHAT, whole.bytes)).transpose()?)
        .bind(whole.map(|whole| whole.sha256.to_vec()))
        .bind(whole.map(|whole| i64::from(whole.gaps)))
        .bind(whole.map(|whole| whole.interrupted))
        .execute(session.conn())
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn index_of(session: &mut Session, hearing: HearingId) -> Result<Vec<Stretch>> {
    let rows: Vec<StretchRecord> = query_as(STRETCHES).bind(hearing.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(Stretch::try_from).collect()
}

pub(super) async fn put_stretches(
    session: &mut Session,
    hearing: HearingId,
    stretches: &[Stretch],
) -> Result<()> {
    for Stretch { from, what, to } in stretches {
        let subject = match what {
            Indexed::Phase(phase) => phase.to_string(),
            Indexed::Floor(seat) | Indexed::Voice(seat) | Indexed::Unkept(seat) => seat.to_string(),
        };
        let put = query(PUT_STRETCH).bind(hearing.0).bind(what.kind()).bind(subject);
        put.bind(from.0).bind(to.0).execute(session.conn()).await?;
    }
    Ok(())
}
