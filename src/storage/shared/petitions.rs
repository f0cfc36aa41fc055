use super::{Asked, Session, corrections, dialect, histories, parties, work_list};
use crate::{
    domain::{
        Timestamp,
        event::ChainedEvent,
        ids::{AttachmentId, EventId, PersonId, PetitionId},
        jurisdiction::Level,
        people::Party,
        petition::{Attachment, Clock, Corrected, Election, FormerValue, Petition, Registration},
    },
    storage::{
        History, Page, PetitionFilter, PetitionRecords, PetitionRow, PetitionWrites, StoreError, bigrams,
        error::{or_exists, or_stale},
        rows::{
            course::CourseRecord,
            event::EventRecord,
            origin::OriginRecord,
            petition::{AttachmentRecord, PetitionRecord, StateRecord, WithCodeRecord, pauses_text},
        },
        statements::statements,
        values::{join, stored},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

/// Stored where no clock runs: such petitions come last in a list.
const NEVER_DUE: i64 = i64::MAX;
/// Most petitions of one person that are looked through for duplicates.
const MOST_ALIKE: i64 = 50;

/// The columns of [`PetitionRecord`] from `petitions p`.
macro_rules! petition_columns {
    () => {
        "p.id, p.number, p.title, p.text, p.place, p.category, p.purpose, p.content_class, p.channel,
        p.signed, p.origin_organ, p.origin_number, p.origin_dated, p.origin_answer_by, p.registered_by, coalesce(p.desk, p.registered_by) as desk, p.registered_at, p.persons_concerned, p.respondent, p.accused_agencies, p.accused_staff, p.state, p.unit,
        p.handler, p.routing, p.state_at, p.opinion_result, p.opinion_text, p.version,
        p.reviewer, p.organ, p.word, p.link, p.hops, p.objections, p.ruled, p.recused, p.extended_by, p.last_handler,
        p.first_approval, p.reworks, p.review_organ, p.review_finding, p.review_text, p.rereview_organ,
        p.rereview_finding, p.rereview_text, p.redone_by, p.ended, p.retention, p.archived_at,
        p.unsealing, p.left_at, p.urgent_since, p.urgent_by, p.urgent_reason, p.urgent_to, p.urgent_seen_by, p.urgent_seen_at,
        (select string_agg(c.position || ' ' || c.kind || ' ' || c.anchor || ' ' || c.raw_due || ' ' || c.due
            || ' ' || coalesce(cast(c.stopped_at as text), '-') || ' ' || c.extended_by || ' ' || c.pauses, ';')
         from clocks c where c.petition = p.id) as clocks"
    };
}
pub(super) use petition_columns;

statements! {
    PETITION = concat!("select ", petition_columns!(), " from petitions p where p.id = $1");
    PETITION_BY_NUMBER =
        concat!("select ", petition_columns!(), ", p.query_code from petitions p where p.number = $1");
    PETITION_OF_ORIGIN = concat!("select ", petition_columns!(), " from petitions p
        where p.origin_organ = $1 and p.origin_number = $2");
    ATTACHMENTS = "select id, petition, name, media_type, size, sha256, added_at from attachments
        where petition = $1 order by added_at, id";
    ATTACHMENT = "select id, petition, name, media_type, size, sha256, added_at from attachments where id = $1";
    MERGED_INTO = concat!("with recursive joined (id) as (
            select m.id from petitions m where m.link = $1 and coalesce(m.ended, m.state) = 'merged'
            union select m.id from petitions m join joined j on m.link = j.id where coalesce(m.ended, m.state) = 'merged')
        select ", petition_columns!(), " from petitions p where p.id in (select id from joined)
        order by p.registered_at, p.id");
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
    TIMELINE = "select chain, number, id, at, petition, hearing, actor, actor_id, actor_agency, kind, reason,
        due_before, due_after, details, previous, hash from events where petition = $1 order by at, chain, number";

    LAST_EVENT_AT = "select at from events where petition = $1 order by at desc limit 1";

    NEXT_IN_SEQUENCE = "insert into sequences (name, last) values ($1, 1)
        on conflict (name) do update set last = sequences.last + 1 returning last";
    ADD_PETITION = "insert into petitions (id, number, title, text, place, l1, l2, l3, l4, l5, category, purpose,
            content_class, channel, registered_by, registered_at, persons_concerned, respondent, accused_agencies,
            accused_staff, state, unit, handler, routing, state_at, opinion_result, opinion_text, due, query_code,
            version, signed, origin_organ, origin_number, origin_dated, origin_answer_by, desk, elsewhere, reviewer,
            organ, word, link, objections, ruled, recused, extended_by, last_handler, first_approval, reworks,
            review_organ, review_finding, review_text, rereview_organ, rereview_finding, rereview_text, redone_by,
            ended, retention, archived_at, hops, unsealing, left_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
            (select a.id from agencies a where a.id = $15 and substr($5, 1, length(a.division)) <> a.division),
            $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57,
            $58, $59, $60)";
    SAVE_PETITION = "update petitions set category = $3, purpose = $4, content_class = $5,
            accused_agencies = $6, accused_staff = $7, state = $8, unit = $9, handler = $10, routing = $11,
            state_at = $12, opinion_result = $13, opinion_text = $14, due = $15, desk = $16, version = version + 1
        where id = $1 and version = $2";
    SAVE_COURSE = "update petitions set reviewer = $2, organ = $3, word = $4, link = $5, objections = $6,
            ruled = $7, recused = $8, extended_by = $9, last_handler = $10, first_approval = $11, reworks = $12,
            review_organ = $13, review_finding = $14, review_text = $15, rereview_organ = $16,
            rereview_finding = $17, rereview_text = $18, redone_by = $19, ended = $20, retention = $21,
            archived_at = $22, hops = $23, unsealing = $24, left_at = $25
        where id = $1";
    SAVE_URGENT = "update petitions set urgent_since = $2, urgent_by = $3, urgent_reason = $4, urgent_to = $5,
            urgent_seen_by = $6, urgent_seen_at = $7
        where id = $1";
    PUT_CLOCK = "insert into clocks (petition, position, kind, anchor, raw_due, due, stopped_at, extended_by,
            pauses)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (petition, position) do update set kind = excluded.kind, anchor = excluded.anchor,
            raw_due = excluded.raw_due, due = excluded.due, stopped_at = excluded.stopped_at,
            extended_by = excluded.extended_by, pauses = excluded.pauses";
    DROP_CLOCKS = "delete from clocks where petition = $1 and position >= $2";
    ADD_SEARCH = dialect::ADD_SEARCH;
    HOLD_PETITION = "update petitions set version = version where id = $1 and version = $2";
    SET_QUERY_CODE = "update petitions set query_code = $2 where id = $1";
    ADD_ATTACHMENT = "insert into attachments (id, petition, name, media_type, size, sha256, added_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
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
        let row: Option<PetitionRecord> =
            query_as(PETITION_OF_ORIGIN).bind(organ).bind(number).fetch_optional(self.conn()).await?;
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
}

#[async_trait]
impl PetitionWrites for Session {
    async fn next_in_sequence(&mut self, name: &str) -> Result<u32> {
        let last: i64 = query_scalar(NEXT_IN_SEQUENCE).bind(name).fetch_one(self.conn()).await?;
        u32::try_from(last).map_err(|why| StoreError::corrupt("sequence", why))
    }

    async fn add_petition(&mut self, registration: &Registration) -> Result<()> {
        let petition = &registration.petition;
        bind_registration(query(ADD_PETITION), registration)?
            .execute(self.conn())
            .await
            .map_err(or_exists("petition"))?;
        put_clocks(self, petition).await?;
        bind_words(query(ADD_SEARCH), petition)?.execute(self.conn()).await?;
        parties::add(self, petition.id, &registration.parties).await
    }

    async fn add_histories(&mut self, histories: &[History]) -> Result<()> {
        histories::add(self, histories).await
    }

    async fn save_petition(&mut self, petition: &Petition) -> Result<()> {
        let state = StateRecord::from(&petition.state);
        let opinion = petition.opinion.as_ref();
        let done = query(SAVE_PETITION)
            .bind(petition.id.0)
            .bind(i64::from(petition.version))
            .bind(petition.category.as_str())
            .bind(petition.purpose.as_str())
            .bind(petition.content_class.as_str())
            .bind(petition.accused.as_ref().map(|accused| join(accused.agencies())))
            .bind(petition.accused.as_ref().map(|accused| join(accused.staff())))
            .bind(state.state)
            .bind(state.unit)
            .bind(state.handler)
            .bind(state.routing)
            .bind(state.state_at)
            .bind(opinion.map(|opinion| opinion.result.as_str()))
            .bind(opinion.map(|opinion| opinion.text.as_str()))
            .bind(next_due(petition))
            .bind(petition.desk.0)
            .execute(self.conn())
            .await?;
        or_stale("petition", done.rows_affected())?;
        save_course(self, petition).await?;
        put_clocks(self, petition).await
    }

    async fn save_urgent(&mut self, petition: &Petition) -> Result<()> {
        let urgent = petition.course.urgent.as_ref();
        let seen = urgent.and_then(|urgent| urgent.seen);
        query(SAVE_URGENT)
            .bind(petition.id.0)
            .bind(urgent.map(|urgent| urgent.since.0))
            .bind(urgent.map(|urgent| urgent.by.0))
            .bind(urgent.map(|urgent| urgent.reason.as_str()))
            .bind(urgent.and_then(|urgent| urgent.reported_to).map(|organ| organ.0))
            .bind(seen.map(|(staff, _)| staff.0))
            .bind(seen.map(|(_, at)| at.0))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn hold_petitions(&mut self, mut petitions: [(PetitionId, u32); 2]) -> Result<()> {
        petitions.sort_unstable(); // in one order, so that no two wait for each other
        for (id, version) in petitions {
            let held = query(HOLD_PETITION).bind(id.0).bind(i64::from(version)).execute(self.conn()).await?;
            or_stale("petition", held.rows_affected())?;
        }
        Ok(())
    }

    async fn set_query_code(&mut self, id: PetitionId, hash: &[u8; 32]) -> Result<()> {
        let done = query(SET_QUERY_CODE).bind(id.0).bind(hash.as_slice()).execute(self.conn()).await?;
        or_stale("petition", done.rows_affected())
    }

    async fn add_attachment(&mut self, attachment: &Attachment) -> Result<()> {
        query(ADD_ATTACHMENT)
            .bind(attachment.id.0)
            .bind(attachment.petition.0)
            .bind(&attachment.name)
            .bind(&attachment.media_type)
            .bind(stored("size of an attachment", attachment.size)?)
            .bind(attachment.sha256.as_slice())
            .bind(attachment.added_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("attachment"))?;
        Ok(())
    }

    async fn elect(&mut self, id: PetitionId, election: &Election) -> Result<()> {
        parties::elect(self, id, election).await
    }

    async fn correct(&mut self, event: EventId, corrected: &Corrected) -> Result<()> {
        corrections::correct(self, event, corrected).await
    }

    async fn join(&mut self, petition: &Petition, party: &Party) -> Result<()> {
        corrections::join(self, petition, party).await
    }

    async fn end_authority(&mut self, id: PetitionId, person: PersonId, at: Timestamp) -> Result<()> {
        parties::end_authority(self, id, person, at).await
    }
}

fn next_due(petition: &Petition) -> i64 {
    petition.next_due().map_or(NEVER_DUE, |clock| clock.due.0)
}

/// For [`ADD_PETITION`].
pub(super) fn bind_registration<'q>(asked: Asked<'q>, registration: &'q Registration) -> Result<Asked<'q>> {
    let Registration { petition, query_code_hash, .. } = registration;
    let state = StateRecord::from(&petition.state);
    let at = |level| petition.place.at(level).map(|code| code.to_string());
    let origin = OriginRecord::try_from(&petition.origin)?;
    let asked = asked
        .bind(petition.id.0)
        .bind(&petition.number)
        .bind(&petition.title)
        .bind(&petition.text)
        .bind(petition.place.as_str())
        .bind(at(Level::Province))
        .bind(at(Level::City))
        .bind(at(Level::County))
        .bind(at(Level::Township))
        .bind(at(Level::Village))
        .bind(petition.category.as_str())
        .bind(petition.purpose.as_str())
        .bind(petition.content_class.as_str())
        .bind(petition.channel.as_str())
        .bind(petition.registered_by.0)
        .bind(petition.registered_at.0)
        .bind(i64::from(petition.persons_concerned))
        .bind(petition.respondent.as_deref())
        .bind(petition.accused.as_ref().map(|accused| join(accused.agencies())))
        .bind(petition.accused.as_ref().map(|accused| join(accused.staff())))
        .bind(state.state.clone())
        .bind(state.unit)
        .bind(state.handler)
        .bind(state.routing.clone())
        .bind(state.state_at)
        .bind(petition.opinion.as_ref().map(|opinion| opinion.result.as_str()))
        .bind(petition.opinion.as_ref().map(|opinion| opinion.text.as_str()))
        .bind(next_due(petition))
        .bind(query_code_hash.as_slice())
        .bind(i64::from(petition.version))
        .bind(origin.signed)
        .bind(origin.origin_organ)
        .bind(origin.origin_number)
        .bind(origin.origin_dated)
        .bind(origin.origin_answer_by)
        .bind(petition.desk.0);
    Ok(bind_course(asked, state, CourseRecord::from(&petition.course)))
}

/// For [`ADD_SEARCH`].
pub(super) fn bind_words<'q>(asked: Asked<'q>, petition: &'q Petition) -> Result<Asked<'q>> {
    let origin = petition.origin.number.as_deref().unwrap_or_default();
    let tokens = bigrams::index(&[&petition.title, &petition.text, &petition.number, origin]);
    Ok(asked.bind(petition.id.0).bind(tokens))
}

/// What belongs to the state besides unit, handler and time, and what the petition gathered on its way.
fn bind_course(asked: Asked<'_>, state: StateRecord, course: CourseRecord) -> Asked<'_> {
    asked
        .bind(state.reviewer)
        .bind(state.organ)
        .bind(state.word)
        .bind(state.link)
        .bind(course.objections)
        .bind(course.ruled)
        .bind(course.recused)
        .bind(course.extended_by)
        .bind(course.last_handler)
        .bind(course.first_approval)
        .bind(course.reworks)
        .bind(course.review_organ)
        .bind(course.review_finding)
        .bind(course.review_text)
        .bind(course.rereview_organ)
        .bind(course.rereview_finding)
        .bind(course.rereview_text)
        .bind(course.redone_by)
        .bind(state.ended)
        .bind(state.retention)
        .bind(state.archived_at)
        .bind(course.hops)
        .bind(course.unsealing)
        .bind(course.left_at)
}

async fn save_course(session: &mut Session, petition: &Petition) -> Result<()> {
    let (state, course) = (StateRecord::from(&petition.state), CourseRecord::from(&petition.course));
    bind_course(query(SAVE_COURSE).bind(petition.id.0), state, course).execute(session.conn()).await?;
    Ok(())
}

/// A clock in its place among its petition's.
pub(super) struct PlacedClock<'a>(pub PetitionId, pub i64, pub &'a Clock);

/// For [`PUT_CLOCK`].
pub(super) fn bind_clock<'q>(asked: Asked<'q>, placed: &'q PlacedClock<'q>) -> Result<Asked<'q>> {
    let PlacedClock(petition, position, clock) = placed;
    let Clock { kind, anchor, extended_by, pauses, raw_due, due, stopped_at } = clock;
    Ok(asked
        .bind(petition.0)
        .bind(*position)
        .bind(kind.as_str())
        .bind(anchor.0)
        .bind(raw_due.0)
        .bind(due.0)
        .bind(stopped_at.map(|at| at.0))
        .bind(i64::from(*extended_by))
        .bind(pauses_text(pauses)))
}

async fn put_clocks(session: &mut Session, petition: &Petition) -> Result<()> {
    let mut kept: i64 = 0;
    for clock in &petition.clocks {
        let placed = PlacedClock(petition.id, kept, clock);
        bind_clock(query(PUT_CLOCK), &placed)?.execute(session.conn()).await?;
        kept += 1;
    }
    query(DROP_CLOCKS).bind(petition.id.0).bind(kept).execute(session.conn()).await?;
    Ok(())
}
