//! SQL of papers beside the minutes: proposed action items and lines, delivered conclusions, closed files, phrases, templates.

use super::Session;
use crate::{
    domain::{
        hearing::{
            ANNOUNCED_DAYS, Archived, EntryProposal, HandedOver, HearingKind, ItemAnswer, ItemProposal,
            LATER_DAYS, SavedTemplate,
        },
        ids::{AgencyId, HearingId},
    },
    storage::{
        Cursor, Page, PaperRecords, PaperWrites, StoreError,
        error::{or_exists, or_stale},
        rows::{
            hearing,
            papers::{EntryProposalRecord, HandedOverRecord, ItemProposalRecord, TemplateRecord},
        },
        statements::statements,
        values::day_text,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Milliseconds.
const DAY: i64 = 86_400_000;

statements! {
    ITEM_PROPOSALS = "select id, hearing, agency, content, deadline, entry, proposed_by, at, answered_by, answered_at,
            declined
        from item_proposals where hearing = $1 order by at, id";
    ENTRY_PROPOSALS = "select id, hearing, seat, phase, text, at, returned
        from entry_proposals where hearing = $1 order by at, id";
    /// When `DeliveryClock` is over, but for the hour.
    UNDELIVERED = "select u.id, u.until from (
            select h.id, coalesce(o.closed_at, o.issued_at, h.stage_at)
                + case when o.issued_at = coalesce(o.closed_at, o.issued_at) then cast($3 as bigint)
                    else cast($4 as bigint) end as until
            from hearings h left join outcomes o on o.hearing = h.id
            where h.kind = 'formal_hearing' and h.stage in ('closed', 'outcome_issued') and o.published_at is null
                and not exists (select 1 from conclusion_deliveries d where d.hearing = h.id)) u
        where (u.until, u.id) > ($1, $2) order by u.until, u.id limit $5";
    HANDED_OVER = "select hearing, day, way, slip from conclusion_deliveries where hearing = $1";
    HAND_OVER = "insert into conclusion_deliveries (hearing, day, way, slip) values ($1, $2, $3, $4)";
    UNARCHIVED = "select id, ends_at from hearings
        where host = $1 and archived_at is null and (ends_at, id) > ($2, $3)
            and stage in ('closed', 'outcome_issued', 'no_show', 'adjourned', 'in_person')
        order by ends_at, id limit $4";
    ARCHIVED = "select id, archived_at, archived_sha256, archived_bytes from hearings
        where archived_at is not null order by archived_at, id";
    PHRASES = "select phrases from minutes_phrases where agency = $1 and kind = $2";
    TEMPLATES = "select version, saved_at, lines from minutes_templates where agency = $1 and kind = $2
        order by version";
    ADD_TEMPLATE = "insert into minutes_templates (agency, kind, version, saved_at, lines)
        values ($1, $2, $3, $4, $5)";
    /// What was asked stays; an answer is added to it.
    PUT_ITEM_PROPOSAL = "insert into item_proposals
            (id, hearing, agency, content, deadline, entry, proposed_by, at, answered_by, answered_at, declined)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (id) do update set answered_by = excluded.answered_by, answered_at = excluded.answered_at,
            declined = excluded.declined
        where item_proposals.hearing = excluded.hearing";
    PUT_ENTRY_PROPOSAL = "insert into entry_proposals (id, hearing, seat, phase, text, at, returned)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do update set returned = excluded.returned
        where entry_proposals.hearing = excluded.hearing";
    SAVE_PHRASES = "insert into minutes_phrases (agency, kind, phrases) values ($1, $2, $3)
        on conflict (agency, kind) do update set phrases = excluded.phrases";
}

#[async_trait]
impl PaperRecords for Session {
    async fn item_proposals(&mut self, id: HearingId) -> Result<Vec<ItemProposal>> {
        let rows: Vec<ItemProposalRecord> =
            query_as(ITEM_PROPOSALS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(ItemProposal::try_from).collect()
    }

    async fn entry_proposals(&mut self, id: HearingId) -> Result<Vec<EntryProposal>> {
        let rows: Vec<EntryProposalRecord> =
            query_as(ENTRY_PROPOSALS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(EntryProposal::try_from).collect()
    }

    async fn undelivered(&mut self, after: Option<Cursor>, limit: u32) -> Result<Vec<(Cursor, HearingId)>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::LOWEST);
        let list = query_as(UNDELIVERED).bind(at).bind(id);
        let list = list.bind(ANNOUNCED_DAYS * DAY).bind(LATER_DAYS * DAY).bind(i64::from(limit));
        let rows: Vec<(Uuid, i64)> = list.fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(|(id, until)| (Cursor(until, id), HearingId(id))).collect())
    }

    async fn handed_over(&mut self, id: HearingId) -> Result<Option<HandedOver>> {
        let row: Option<HandedOverRecord> =
            query_as(HANDED_OVER).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(HandedOver::try_from).transpose()
    }

    async fn unarchived(
        &mut self,
        host: AgencyId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<HearingId>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::LOWEST);
        let list = query_as(UNARCHIVED).bind(host.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        let rows: Vec<(Uuid, i64)> = list.fetch_all(self.conn()).await?;
        Page::cut(rows, limit, |(id, at)| Cursor(*at, *id)).try_map(|(id, _)| Ok(HearingId(id)))
    }

    async fn archived(&mut self) -> Result<Vec<(HearingId, Archived)>> {
        type Row = (Uuid, Option<i64>, Option<Vec<u8>>, Option<i64>);
        let rows: Vec<Row> = query_as(ARCHIVED).fetch_all(self.conn()).await?;
        let closed = |(id, at, sha256, bytes): Row| {
            Ok(hearing::archived(at, sha256, bytes)?.map(|archived| (HearingId(id), archived)))
        };
        rows.into_iter().filter_map(|row| closed(row).transpose()).collect()
    }

    async fn phrases(&mut self, agency: AgencyId, kind: HearingKind) -> Result<Option<String>> {
        Ok(query_scalar(PHRASES).bind(agency.0).bind(kind.as_str()).fetch_optional(self.conn()).await?)
    }

    async fn minutes_templates(&mut self, agency: AgencyId, kind: HearingKind) -> Result<Vec<SavedTemplate>> {
        let list = query_as(TEMPLATES).bind(agency.0).bind(kind.as_str());
        let rows: Vec<TemplateRecord> = list.fetch_all(self.conn()).await?;
        rows.into_iter().map(SavedTemplate::try_from).collect()
    }
}

#[async_trait]
impl PaperWrites for Session {
    async fn put_item_proposal(&mut self, proposal: &ItemProposal) -> Result<()> {
        let (seat, at, declined) = match &proposal.answer {
            ItemAnswer::Open => (None, None, None),
            ItemAnswer::Accepted(accepted) => (Some(accepted.seat), Some(accepted.at), None),
            ItemAnswer::Declined { seat, at, reason } => (Some(*seat), Some(*at), Some(reason)),
        };
        let done = query(PUT_ITEM_PROPOSAL)
            .bind(proposal.id.0)
            .bind(proposal.hearing.0)
            .bind(proposal.agency.0)
            .bind(&proposal.content)
            .bind(day_text("deadline", proposal.deadline)?)
            .bind(proposal.entry.0)
            .bind(proposal.by.0)
            .bind(proposal.at.0)
            .bind(seat.map(|seat| seat.0))
            .bind(at.map(|at| at.0))
            .bind(declined)
            .execute(self.conn())
            .await?;
        or_stale("proposed item", done.rows_affected())
    }

    async fn put_entry_proposal(&mut self, proposal: &EntryProposal) -> Result<()> {
        let done = query(PUT_ENTRY_PROPOSAL)
            .bind(proposal.id.0)
            .bind(proposal.hearing.0)
            .bind(proposal.seat.0)
            .bind(proposal.phase.as_str())
            .bind(&proposal.text)
            .bind(proposal.at.0)
            .bind(&proposal.returned)
            .execute(self.conn())
            .await?;
        or_stale("proposed entry", done.rows_affected())
    }

    async fn hand_over_conclusion(&mut self, handed: &HandedOver) -> Result<()> {
        query(HAND_OVER)
            .bind(handed.hearing.0)
            .bind(day_text("day of a delivery", handed.day)?)
            .bind(handed.way.as_str())
            .bind(handed.slip.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("delivery of a conclusion"))?;
        Ok(())
    }

    async fn save_phrases(&mut self, agency: AgencyId, kind: HearingKind, phrases: &str) -> Result<()> {
        let done =
            query(SAVE_PHRASES).bind(agency.0).bind(kind.as_str()).bind(phrases).execute(self.conn()).await?;
        or_stale("phrases", done.rows_affected())
    }

    async fn add_minutes_template(
        &mut self,
        agency: AgencyId,
        kind: HearingKind,
        saved: &SavedTemplate,
    ) -> Result<()> {
        query(ADD_TEMPLATE)
            .bind(agency.0)
            .bind(kind.as_str())
            .bind(i64::from(saved.version))
            .bind(saved.saved_at.0)
            .bind(saved.template.text())
            .execute(self.conn())
            .await
            .map_err(or_exists("version of a template of minutes"))?;
        Ok(())
    }
}
