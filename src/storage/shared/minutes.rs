//! SQL of minutes: each operation is applied once, and numbers have no gaps.

use super::{Session, dialect};
use crate::{
    domain::{
        hearing::{Entry, EntryWrite},
        ids::HearingId,
    },
    storage::{
        EntryReceipt, StoreError, error::or_stale, rows::minutes::EntryRecord, statements::statements,
    },
};
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    MINUTES = "select id, hearing, number, revision, phase, speaker, text, struck, at, author from entries
        where hearing = $1 order by number";
    /// Of lines that were changed, with the standing wording.
    WORDINGS = "select e.id, e.hearing, e.number, r.revision, r.phase, r.speaker, r.text, r.struck, r.written_at as at,
            r.author
        from entry_revisions r join entries e on e.id = r.entry
        where e.hearing = $1 and e.revision > 1 order by e.number, r.revision";
    ENTRY = "select id, hearing, number, revision, phase, speaker, text, struck, at, author from entries where id = $1";
    /// The entry as the operation left it.
    ENTRY_AFTER = "select e.id, e.hearing, e.number, r.revision, r.phase, r.speaker, r.text, r.struck, e.at, r.author
        from entry_revisions r join entries e on e.id = r.entry where r.op = $1";
    LOCK_HEARING = dialect::LOCK_HEARING;
    NEXT_NUMBER = "update hearings set entries = entries + 1 where id = $1 returning entries";
    ADD_ENTRY = "insert into entries (id, hearing, number, revision, phase, speaker, text, at, author)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CHANGE_ENTRY = "update entries set revision = $2, phase = $3, speaker = $4, text = $5, author = $6, struck = $7
        where id = $1 and revision = $2 - 1";
    ADD_REVISION = "insert into entry_revisions (op, entry, revision, phase, speaker, text, written_at, author, struck)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

pub(super) async fn read(session: &mut Session, id: HearingId) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRecord> = query_as(MINUTES).bind(id.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

pub(super) async fn wordings(session: &mut Session, id: HearingId) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRecord> = query_as(WORDINGS).bind(id.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The hearing's row is locked first: two nodes that are sent the same write, or two clerks who change the
/// same line, come one after the other, and numbers have no gaps.
pub(super) async fn write(session: &mut Session, write: &EntryWrite) -> Result<EntryReceipt> {
    let hearing: Option<i64> =
        query_scalar(LOCK_HEARING).bind(write.hearing.0).fetch_optional(session.conn()).await?;
    if hearing.is_none() {
        return Err(StoreError::Stale { what: "hearing" });
    }
    let before: Option<EntryRecord> =
        query_as(ENTRY_AFTER).bind(write.op.0).fetch_optional(session.conn()).await?;
    if let Some(before) = before {
        return Ok(EntryReceipt::Repeated(of_hearing(before, write)?));
    }
    let standing: Option<EntryRecord> =
        query_as(ENTRY).bind(write.entry.0).fetch_optional(session.conn()).await?;
    let entry = match standing {
        None if write.revision == 1 && write.struck.is_none() => add(session, write).await?,
        None => return Err(StoreError::Stale { what: "entry" }),
        Some(standing) => {
            let standing = of_hearing(standing, write)?;
            if standing.revision.checked_add(1) != Some(write.revision) {
                return Ok(EntryReceipt::Stale(standing));
            }
            change(session, standing, write).await?
        }
    };
    query(ADD_REVISION)
        .bind(write.op.0)
        .bind(write.entry.0)
        .bind(i64::from(write.revision))
        .bind(write.phase.as_str())
        .bind(write.speaker.map(|seat| seat.0))
        .bind(&write.text)
        .bind(write.at.0)
        .bind(write.author.0)
        .bind(write.struck.as_deref())
        .execute(session.conn())
        .await?;
    Ok(EntryReceipt::Written(entry))
}

/// An entry or operation of another hearing is none that this one may speak of.
fn of_hearing(row: EntryRecord, write: &EntryWrite) -> Result<Entry> {
    let entry = Entry::try_from(row)?;
    if entry.hearing == write.hearing { Ok(entry) } else { Err(StoreError::Exists { what: "entry" }) }
}

async fn add(session: &mut Session, write: &EntryWrite) -> Result<Entry> {
    let number: i64 = query_scalar(NEXT_NUMBER).bind(write.hearing.0).fetch_one(session.conn()).await?;
    let entry = Entry {
        id: write.entry,
        hearing: write.hearing,
        number: u32::try_from(number).map_err(|why| StoreError::corrupt("number of an entry", why))?,
        revision: write.revision,
        phase: write.phase,
        speaker: write.speaker,
        text: write.text.clone(),
        struck: None,
        at: write.at,
        author: write.author,
    };
    query(ADD_ENTRY)
        .bind(entry.id.0)
        .bind(entry.hearing.0)
        .bind(number)
        .bind(i64::from(entry.revision))
        .bind(entry.phase.as_str())
        .bind(entry.speaker.map(|seat| seat.0))
        .bind(&entry.text)
        .bind(entry.at.0)
        .bind(entry.author.0)
        .execute(session.conn())
        .await?;
    Ok(entry)
}

async fn change(session: &mut Session, standing: Entry, write: &EntryWrite) -> Result<Entry> {
    let done = query(CHANGE_ENTRY)
        .bind(write.entry.0)
        .bind(i64::from(write.revision))
        .bind(write.phase.as_str())
        .bind(write.speaker.map(|seat| seat.0))
        .bind(&write.text)
        .bind(write.author.0)
        .bind(write.struck.as_deref())
        .execute(session.conn())
        .await?;
    or_stale("entry", done.rows_affected())?;
    Ok(Entry {
        revision: write.revision,
        phase: write.phase,
        speaker: write.speaker,
        text: write.text.clone(),
        struck: write.struck.clone(),
        author: write.author,
        ..standing
    })
}
