//! SQL of outcomes, their publication and correction.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        hearing::{ActionItem, Outcome, OutcomeBefore},
        ids::{HearingId, PetitionId},
    },
    storage::{
        StoreError,
        error::{or_exists, or_stale},
        rows::minutes::{ItemRecord, OutcomeBeforeRecord, OutcomeRecord},
        statements::statements,
        values::{day_text, join},
    },
};
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    OUTCOME = "select hearing, petition, conclusion, standards, issued_at, published_at, withdrawn_at, closed_at,
            next_hearing
        from outcomes where hearing = $1";
    EARLIER = "select conclusion, standards, published_at, corrected_at, corrected_by, reason
        from outcome_versions where hearing = $1 order by version";
    ITEMS = "select hearing, id, agency, content, deadline, entry, state, accepted_by, accepted_at
        from action_items
        where hearing = $1 order by position";
    ITEMS_OF = "select i.hearing, i.id, i.agency, i.content, i.deadline, i.entry, i.state,
            i.accepted_by, i.accepted_at
        from action_items i join outcomes o on o.hearing = i.hearing
        where i.petition = $1 order by o.issued_at, i.hearing, i.position";
    ADD_OUTCOME = "insert into outcomes (hearing, petition, conclusion, standards, issued_at, published_at, closed_at,
            next_hearing)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_ITEM = "insert into action_items
            (hearing, petition, position, id, agency, content, deadline, entry, state, accepted_by,
            accepted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    PUBLISH = "update outcomes set published_at = $2, withdrawn_at = null
        where hearing = $1 and published_at is null";
    WITHDRAW = "update outcomes set published_at = null, withdrawn_at = $2
        where hearing = $1 and published_at is not null";
    /// What stands now, whoever published it a moment ago.
    KEEP = "insert into outcome_versions
            (hearing, version, conclusion, standards, published_at, corrected_at, corrected_by, reason)
        values ($1, $2, (select conclusion from outcomes where hearing = $1),
            (select standards from outcomes where hearing = $1),
            (select published_at from outcomes where hearing = $1), $3, $4, $5)";
    REWORD = "update outcomes set conclusion = $2, standards = $3, published_at = null,
            withdrawn_at = case when published_at is null then withdrawn_at else $4 end
        where hearing = $1";
}

pub(super) async fn read(session: &mut Session, id: HearingId) -> Result<Option<Outcome>> {
    let row: Option<OutcomeRecord> = query_as(OUTCOME).bind(id.0).fetch_optional(session.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let items: Vec<ItemRecord> = query_as(ITEMS).bind(id.0).fetch_all(session.conn()).await?;
    let items = items.into_iter().map(|item| Ok(item.into_parts()?.1)).collect::<Result<_>>()?;
    let earlier: Vec<OutcomeBeforeRecord> = query_as(EARLIER).bind(id.0).fetch_all(session.conn()).await?;
    let earlier = earlier.into_iter().map(OutcomeBefore::try_from).collect::<Result<_>>()?;
    row.with(items, earlier).map(Some)
}

pub(super) async fn items_of(session: &mut Session, id: PetitionId) -> Result<Vec<(HearingId, ActionItem)>> {
    let rows: Vec<ItemRecord> = query_as(ITEMS_OF).bind(id.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(ItemRecord::into_parts).collect()
}

pub(super) async fn add(session: &mut Session, outcome: &Outcome) -> Result<()> {
    query(ADD_OUTCOME)
        .bind(outcome.hearing.0)
        .bind(outcome.petition.0)
        .bind(&outcome.conclusion)
        .bind(join(&outcome.standards))
        .bind(outcome.issued_at.0)
        .bind(outcome.published_at.map(|at| at.0))
        .bind(outcome.closed_at.0)
        .bind(outcome.next.map(|next| next.0))
        .execute(session.conn())
        .await
        .map_err(or_exists("outcome"))?;
    for (position, item) in (0_i64..).zip(&outcome.items) {
        query(ADD_ITEM)
            .bind(outcome.hearing.0)
            .bind(outcome.petition.0)
            .bind(position)
            .bind(item.id.0)
            .bind(item.agency.0)
            .bind(&item.content)
            .bind(day_text("deadline", item.deadline)?)
            .bind(item.entry.0)
            .bind(item.state.as_str())
            .bind(item.accepted.map(|accepted| accepted.seat.0))
            .bind(item.accepted.map(|accepted| accepted.at.0))
            .execute(session.conn())
            .await
            .map_err(or_exists("action item"))?;
    }
    Ok(())
}

/// Publishing twice is refused: what people may already have read keeps its date.
pub(super) async fn publish(session: &mut Session, id: HearingId, at: Timestamp) -> Result<()> {
    let done = query(PUBLISH).bind(id.0).bind(at.0).execute(session.conn()).await?;
    or_stale("outcome", done.rows_affected())
}

pub(super) async fn withdraw(session: &mut Session, id: HearingId, at: Timestamp) -> Result<()> {
    let done = query(WITHDRAW).bind(id.0).bind(at.0).execute(session.conn()).await?;
    or_stale("outcome", done.rows_affected())
}

/// The version before goes where the others are; of two corrections of one version the second finds its place taken.
pub(super) async fn correct(session: &mut Session, outcome: &Outcome) -> Result<()> {
    let Some(before) = outcome.earlier.last() else { return Ok(()) };
    query(KEEP)
        .bind(outcome.hearing.0)
        .bind(i64::from(outcome.version()) - 1)
        .bind(before.corrected_at.0)
        .bind(before.corrected_by.0)
        .bind(&before.reason)
        .execute(session.conn())
        .await
        .map_err(or_exists("version of an outcome"))?;
    let reworded = query(REWORD)
        .bind(outcome.hearing.0)
        .bind(&outcome.conclusion)
        .bind(join(&outcome.standards))
        .bind(before.corrected_at.0)
        .execute(session.conn())
        .await?;
    or_stale("outcome", reworded.rows_affected())
}
