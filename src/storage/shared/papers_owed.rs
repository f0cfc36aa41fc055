//! SQL of papers that a step owes and that were not made yet: kept as the log grows.

use super::{Session, organs::closures, staff_warnings::give};
use crate::{
    domain::{
        Timestamp,
        document::{Owed, may_settle, owed_after, owes, settles},
        event::{Actor, Event, EventKind},
        ids::PetitionId,
        jurisdiction::merged_into,
        petition::Petition,
        staff_notice::{Topic, paper_warnings},
    },
    storage::{
        PetitionRecords, StoreError,
        rows::document::OwedRecord,
        statements::statements,
        values::{behind, by_time},
    },
};
use sqlx::{query, query_as};
use std::collections::BTreeSet;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    PAPERS_OWED = "select kind, organ, since, due, asked_at, late_at from papers_owed where petition = $1
        order by due, kind, organ";
    PUT_PAPER_OWED = "insert into papers_owed (petition, kind, organ, since, due) values ($1, $2, $3, $4, $5)
        on conflict (petition, kind, organ) do update set since = excluded.since, due = excluded.due, asked_at = null,
            late_at = null";
    DROP_PAPER_OWED = "delete from papers_owed where petition = $1 and kind = $2 and organ = $3";
    SETTLE_PAPERS = "delete from papers_owed where since < $1";
    PAPERS_MISSING = "select distinct o.since, o.petition from papers_owed o
        where o.asked_at is null and o.since < $1 and (o.since, o.petition) > ($2, $3)
        order by o.since, o.petition limit $4";
    PAPERS_LATE = "select distinct o.due, o.petition from papers_owed o
        where o.late_at is null and o.due < $1 and (o.due, o.petition) > ($2, $3)
        order by o.due, o.petition limit $4";
    ASKED_FOR_PAPER = "update papers_owed set asked_at = $4
        where petition = $1 and kind = $2 and organ = $3 and asked_at is null";
    TOLD_OF_LATE_PAPER = "update papers_owed set late_at = $4
        where petition = $1 and kind = $2 and organ = $3 and late_at is null";
}

/// Called where events are appended.
pub(super) async fn follow(session: &mut Session, event: &Event) -> Result<()> {
    let petition = event.petition;
    if event.kind == EventKind::DocumentIssued || may_settle(event.kind) {
        drop_settled(session, event).await?;
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

/// A paper settles what its own organ owes, and what those owed that were merged into it.
async fn drop_settled(session: &mut Session, event: &Event) -> Result<()> {
    let mut makers = BTreeSet::new();
    if let (EventKind::DocumentIssued, Actor::Staff { agency, .. }) = (event.kind, &event.actor) {
        makers = merged_into(&closures(session).await?, *agency);
        makers.insert(*agency);
    }
    let mut gone = of(session, event.petition).await?;
    if gone.is_empty() {
        return Ok(());
    }
    let Some(petition) = session.petition(event.petition).await? else { return Ok(()) };
    gone.retain(|owed| {
        let issued = event.detail("kind") == Some(owed.kind.as_str()) && makers.contains(&owed.organ);
        issued || settles(event, owed, &petition)
    });
    for owed in gone {
        let row = query(DROP_PAPER_OWED).bind(event.petition.0).bind(owed.kind.as_str()).bind(owed.organ.0);
        row.execute(session.conn()).await?;
    }
    Ok(())
}

pub(super) async fn settle(session: &mut Session, before: Timestamp) -> Result<()> {
    query(SETTLE_PAPERS).bind(before.0).execute(session.conn()).await?;
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

/// Petitions with some of which nobody was told in this way.
pub(super) async fn untold(
    session: &mut Session,
    topic: Topic,
    (before, after, limit): (Timestamp, Option<(Timestamp, PetitionId)>, u32),
) -> Result<Vec<(Timestamp, PetitionId)>> {
    let statement = if topic == Topic::PaperLate { PAPERS_LATE } else { PAPERS_MISSING };
    let (since, id) = behind(after);
    let list = query_as(statement).bind(before.0).bind(since).bind(id).bind(i64::from(limit));
    Ok(by_time(list.fetch_all(session.conn()).await?))
}

/// Tells of what nobody was told of yet; how many. Where nobody is there to be told, it is tried again.
pub(super) async fn warn(session: &mut Session, petition: &Petition, now: Timestamp) -> Result<usize> {
    let (owed, mut told) = (of(session, petition.id).await?, 0);
    for (one, warning) in paper_warnings(petition, &owed, now) {
        let there = give(session, petition, &warning, now).await?;
        if there > 0 {
            let late = warning.call.topic == Topic::PaperLate;
            let statement = if late { TOLD_OF_LATE_PAPER } else { ASKED_FOR_PAPER };
            let mark = query(statement).bind(petition.id.0).bind(one.kind.as_str()).bind(one.organ.0);
            mark.bind(now.0).execute(session.conn()).await?;
        }
        told += there;
    }
    Ok(told)
}

pub(super) async fn of(session: &mut Session, petition: PetitionId) -> Result<Vec<Owed>> {
    let rows: Vec<OwedRecord> = query_as(PAPERS_OWED).bind(petition.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(Owed::try_from).collect()
}
