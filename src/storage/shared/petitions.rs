//! SQL that reads petitions: one of them, the work list with its filters, likely duplicates.

use super::{Session, corrections, parties, work_list};
use crate::{
    domain::{
        Timestamp,
        event::ChainedEvent,
        ids::{AttachmentId, EventId, PetitionId},
        people::Party,
        petition::{Attachment, FormerValue, Petition},
        width::widths,
    },
    storage::{
        Cursor, Page, PetitionFilter, PetitionRecords, PetitionRow, StoreError,
        rows::{
            event::EventRecord,
            petition::{AttachmentRecord, PetitionRecord, WithCodeRecord},
        },
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

/// Most petitions of one person that are looked through for duplicates.
const MOST_ALIKE: i64 = 50;

/// The columns of [`PetitionRecord`] from `petitions p`.
macro_rules! petition_columns {
    () => {
        "p.id, p.number, p.title, p.text, p.place, p.category, p.purpose, p.content_class, p.channel,
        p.signed, p.read_back, p.origin_organ, p.origin_number, p.origin_dated, p.origin_answer_by, p.written_to, p.channel_number, p.registered_by, coalesce(p.desk, p.registered_by) as desk, p.registered_at, p.persons_concerned, p.respondent, p.accused_agencies, p.accused_staff, p.state, p.unit,
        p.handler, p.routing, p.state_at, p.opinion_result, p.opinion_text, p.opinion_basis, p.version,
        p.reviewer, p.organ, p.word, p.link, p.hops, p.objections, p.ruled, p.recused, p.extended_by, p.last_handler,
        p.first_approval, p.reworks, p.review_organ, p.review_finding, p.review_text, p.rereview_organ,
        p.rereview_finding, p.rereview_text, p.redone_by, p.ended, p.retention, p.archived_at,
        p.unsealing, p.left_at, p.opened_at, p.urgent_since, p.urgent_by, p.urgent_reason, p.urgent_to, p.urgent_seen_by, p.urgent_seen_at,
        (select string_agg(c.position || ' ' || c.kind || ' ' || c.anchor || ' ' || c.raw_due || ' ' || c.due
            || ' ' || coalesce(cast(c.stopped_at as text), '-') || ' ' || c.extended_by || ' ' || c.pauses, ';')
         from clocks c where c.petition = p.id) as clocks"
    };
}
pub(super) use petition_columns;

/// What went out of `petitions p` and has no receipt on record, as [`Petition::is_receipt_missing`] has it: no window runs, and
/// none was stopped since by a request that went on above the system. The first two are those of the index.
macro_rules! receipt_missing {
    () => {
        "p.state in ('replied', 'reviewed') and p.category = 'appeal' and not exists (
            select c.petition from clocks c where c.petition = p.id
                and c.kind = case p.state when 'replied' then 'review_window' else 'rereview_window' end
                and (c.stopped_at is null or c.stopped_at >= p.state_at))"
    };
}
pub(super) use receipt_missing;

macro_rules! events {
    ($($rest:tt)+) => {
        concat!(
            "select e.chain, e.number, e.id, e.at, e.petition, e.hearing, e.actor, e.actor_id, e.actor_agency, e.kind,
                e.reason, e.due_before, e.due_after, e.details, e.previous, e.hash from events e ",
            $($rest)+
        )
    };
}

/// From the newest back, behind the event of this time and id. Ids have no order: those of one time stand by their numbers.
macro_rules! back {
    ($which:literal) => {
        events!(
            "where e.petition = $1 and e.at <= $2
                and (e.at < $2 or (e.chain, e.number) < (select c.chain, c.number from events c where c.id = $3)) ",
            $which,
            " order by e.at desc, e.chain desc, e.number desc limit $4"
        )
    };
}

statements! {
    PETITION = concat!("select ", petition_columns!(), " from petitions p where p.id = $1");
    PETITION_BY_NUMBER =
        concat!("select ", petition_columns!(), ", p.query_code from petitions p where p.number = $1");
    /// A number that was kept before this release may stand there with wide digits.
    PETITION_OF_ORIGIN = concat!("select ", petition_columns!(), " from petitions p
        where p.origin_organ = $1 and p.origin_number in ($2, $3, $4)");
    ATTACHMENTS = "select id, petition, name, media_type, size, sha256, added_at from attachments
        where petition = $1 order by added_at, id";
    ATTACHMENT = "select id, petition, name, media_type, size, sha256, added_at from attachments where id = $1";
    MERGED_INTO = concat!("with recursive joined (id) as (
            select m.id from petitions m where m.link = $1 and coalesce(m.ended, m.state) = 'merged'
            union select m.id from petitions m join joined j on m.link = j.id where coalesce(m.ended, m.state) = 'merged')
        select ", petition_columns!(), " from petitions p where p.id in (select id from joined)
        order by p.registered_at, p.id");
    JOINED = "select m.id from petitions m where m.link = $1 and coalesce(m.ended, m.state) = 'merged'
        order by m.registered_at, m.id";
    SHUT_IN = "select distinct m.link from petitions m
        where m.link is not null and coalesce(m.ended, m.state) = 'merged' and m.category <> 'report'
            and exists (select l.id from petitions l where l.id = m.link and l.category = 'report')";
    LAPSED = "select p.id from clocks c join petitions p on p.id = c.petition
        where c.kind in ('review_window', 'rereview_window') and c.stopped_at is null and c.due < $1
            and p.state in ('replied', 'reviewed') order by c.due, p.id limit $2";
    SETTLED = "select p.id from petitions p where p.state = 'replied' and p.category <> 'appeal'
            and p.state_at < $1 order by p.state_at, p.id limit $2";
    OF_PHONE = concat!("select ", petition_columns!(), " from petitions p
        where p.id in (select petition from parties where phone_mark = $1 and ended_at is null) order by p.registered_at desc, p.id
        limit $2");
    OF_ID_NUMBER = concat!("select ", petition_columns!(), " from petitions p
        where p.id in (select petition from parties where id_mark = $1 and ended_at is null) order by p.registered_at desc, p.id
        limit $2");
    TIMELINE = events!("where e.petition = $1 order by e.at, e.chain, e.number");
    TIMELINE_BACK = back!("");
    /// The kinds are those of `is_opening`.
    DEEDS_BACK =
        back!("and e.kind not in ('paper.opened', 'hearing.recording_played', 'hearing.recording_taken')");
    LAST_UNSEALING = events!("where e.petition = $1 and e.kind = 'petition.unsealed'
        order by e.at desc, e.chain desc, e.number desc limit 1");
    LAST_EVENT_AT = "select at from events where petition = $1 order by at desc limit 1";
}

#[async_trait]
impl PetitionRecords for Session {
    async fn petition(&mut self, id: PetitionId) -> Result<Option<Petition>> {
        let row: Option<PetitionRecord> = query_as(PETITION).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Petition::try_from).transpose()
    }

    async fn petition_by_number(&mut self, number: &str) -> Result<Option<(Petition, [u8; 32])>> {
        let row: Option<WithCodeRecord> =
            query_as(PETITION_BY_NUMBER).bind(number).fetch_optional(self.conn()).await?;
        row.map(WithCodeRecord::into_parts).transpose()
    }

    async fn petition_of_origin(&mut self, organ: &str, number: &str) -> Result<Option<Petition>> {
        let [narrow, digits, letters] = widths(number);
        let found = query_as(PETITION_OF_ORIGIN).bind(organ).bind(narrow).bind(digits).bind(letters);
        let row: Option<PetitionRecord> = found.fetch_optional(self.conn()).await?;
        row.map(Petition::try_from).transpose()
    }

    async fn petitions(&mut self, filter: &PetitionFilter) -> Result<Page<PetitionRow>> {
        work_list::page(self, filter).await
    }

    async fn count_petitions(&mut self, filter: &PetitionFilter) -> Result<u32> {
        work_list::count(self, filter).await
    }

    async fn parties(&mut self, id: PetitionId) -> Result<Vec<Party>> {
        parties::all(self, id).await
    }

    async fn former_values(&mut self, id: PetitionId) -> Result<Vec<(EventId, FormerValue)>> {
        corrections::former(self, id).await
    }

    async fn attachments(&mut self, id: PetitionId) -> Result<Vec<Attachment>> {
        let rows: Vec<AttachmentRecord> = query_as(ATTACHMENTS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Attachment::try_from).collect()
    }

    async fn attachment(&mut self, id: AttachmentId) -> Result<Option<Attachment>> {
        let row: Option<AttachmentRecord> =
            query_as(ATTACHMENT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Attachment::try_from).transpose()
    }

    async fn merged_into(&mut self, lead: PetitionId) -> Result<Vec<Petition>> {
        let rows: Vec<PetitionRecord> = query_as(MERGED_INTO).bind(lead.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Petition::try_from).collect()
    }

    async fn joined(&mut self, lead: PetitionId) -> Result<Vec<PetitionId>> {
        let ids = query_scalar(JOINED).bind(lead.0).fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(PetitionId).collect())
    }

    async fn shut_in(&mut self) -> Result<Vec<PetitionId>> {
        let ids = query_scalar(SHUT_IN).fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(PetitionId).collect())
    }

    async fn lapsed(&mut self, now: Timestamp, limit: u32) -> Result<Vec<PetitionId>> {
        let ids = query_scalar(LAPSED).bind(now.0).bind(i64::from(limit)).fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(PetitionId).collect())
    }

    async fn settled(&mut self, before: Timestamp, limit: u32) -> Result<Vec<PetitionId>> {
        let ids = query_scalar(SETTLED).bind(before.0).bind(i64::from(limit)).fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(PetitionId).collect())
    }

    async fn of_same_person(
        &mut self,
        phone: Option<&str>,
        id_number: Option<&str>,
    ) -> Result<Vec<Petition>> {
        let marks = [
            (OF_PHONE, phone.and_then(|phone| self.vault().phone_mark(phone))),
            (OF_ID_NUMBER, id_number.and_then(|number| self.vault().id_mark(number))),
        ];
        let mut found: Vec<Petition> = Vec::new();
        for (statement, mark) in marks {
            let Some(mark) = mark else { continue };
            let rows: Vec<PetitionRecord> =
                query_as(statement).bind(mark).bind(MOST_ALIKE).fetch_all(self.conn()).await?;
            for row in rows {
                let petition = Petition::try_from(row)?;
                if !found.iter().any(|other| other.id == petition.id) {
                    found.push(petition);
                }
            }
        }
        Ok(found)
    }

    async fn last_event_at(&mut self, id: PetitionId) -> Result<Option<Timestamp>> {
        let at: Option<i64> = query_scalar(LAST_EVENT_AT).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(at.map(Timestamp))
    }

    async fn timeline(&mut self, id: PetitionId) -> Result<Vec<ChainedEvent>> {
        let rows: Vec<EventRecord> = query_as(TIMELINE).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(ChainedEvent::try_from).collect()
    }

    async fn timeline_back(
        &mut self,
        id: PetitionId,
        openings: bool,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<ChainedEvent>> {
        let Cursor(at, event) = after.unwrap_or(Cursor::HIGHEST);
        let statement = if openings { TIMELINE_BACK } else { DEEDS_BACK };
        let list = query_as(statement).bind(id.0).bind(at).bind(event).bind(i64::from(limit) + 1);
        let rows: Vec<EventRecord> = list.fetch_all(self.conn()).await?;
        let events = rows.into_iter().map(ChainedEvent::try_from).collect::<Result<Vec<_>>>()?;
        Ok(Page::cut(events, limit, |chained: &ChainedEvent| Cursor(chained.event.at.0, chained.event.id.0)))
    }

    async fn last_unsealing(&mut self, id: PetitionId) -> Result<Option<ChainedEvent>> {
        let row: Option<EventRecord> =
            query_as(LAST_UNSEALING).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(ChainedEvent::try_from).transpose()
    }
}
