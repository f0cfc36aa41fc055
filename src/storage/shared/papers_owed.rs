//! SQL of papers that a step owes and that were not made yet: kept as the log grows.

use super::Session;
use crate::{
    domain::{
        document::{Owed, owed_after, owes, settles},
        event::{Event, EventKind},
        ids::PetitionId,
    },
    storage::{PetitionRecords, StoreError, rows::document::OwedRecord, statements::statements},
};
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    PAPERS_OWED = "select kind, organ, since, due from papers_owed where petition = $1 order by due, kind";
    PUT_PAPER_OWED = "insert into papers_owed (petition, kind, organ, since, due) values ($1, $2, $3, $4, $5)
        on conflict (petition, kind) do update set organ = excluded.organ, since = excluded.since, due = excluded.due";
    DROP_PAPER_OWED = "delete from papers_owed where petition = $1 and kind = $2";
    DROP_PAPERS_OWED = "delete from papers_owed where petition = $1";
    PAPERS_MISSING = "select distinct o.since, o.petition from papers_owed o
        where o.since < $1 and (o.since, o.petition) > ($2, $3)
            and not exists (select n.source from staff_notices n
                where n.petition = o.petition and n.topic = $4 and n.due = o.due)
        order by o.since, o.petition limit $5";
    PAPERS_LATE = "select distinct o.due, o.petition from papers_owed o
        where o.due < $1 and (o.due, o.petition) > ($2, $3)
            and not exists (select n.source from staff_notices n
                where n.petition = o.petition and n.topic = $4 and n.due = o.due)
        order by o.due, o.petition limit $5";
}

/// Called where events are appended.
pub(super) async fn follow(session: &mut Session, event: &Event) -> Result<()> {
    let petition = event.petition;
    if settles(event.kind) {
        query(DROP_PAPERS_OWED).bind(petition.0).execute(session.conn()).await?;
    }
    if let Some(kind) = event.detail("kind").filter(|_| event.kind == EventKind::DocumentIssued) {
        query(DROP_PAPER_OWED).bind(petition.0).bind(kind).execute(session.conn()).await?;
    }
    if owes(event.kind)
        && let Some(found) = session.petition(petition).await?
    {
        for owed in owed_after(event, &found) {
            put(session, petition, &owed).await?;
        }
    }
    Ok(())
}

async fn put(session: &mut Session, petition: PetitionId, owed: &Owed) -> Result<()> {
    query(PUT_PAPER_OWED)
        .bind(petition.0)
        .bind(owed.kind.as_str())
        .bind(owed.organ.0)
        .bind(owed.since.0)
        .bind(owed.due.0)
        .execute(session.conn())
        .await?;
    Ok(())
}

pub(super) async fn of(session: &mut Session, petition: PetitionId) -> Result<Vec<Owed>> {
    let rows: Vec<OwedRecord> = query_as(PAPERS_OWED).bind(petition.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(Owed::try_from).collect()
}
