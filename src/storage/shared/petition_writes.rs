//! SQL that writes petitions: registering, saving a step with its clocks, corrections, attachments.

use super::{
    Session, corrections, dialect, histories, parties,
    petition_binds::{PlacedClock, bind_clock, bind_course, bind_registration, bind_words, next_due},
};
use crate::{
    domain::{
        Timestamp,
        ids::{EventId, PersonId, PetitionId},
        people::Party,
        petition::{Attachment, Corrected, Election, Petition, Registration},
    },
    storage::{
        History, PetitionWrites, StoreError,
        error::{or_exists, or_stale},
        rows::{course::CourseRecord, petition::StateRecord},
        statements::statements,
        values::{join, stored},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    NEXT_IN_SEQUENCE = "insert into sequences (name, last)
        values ($1, 1 + coalesce((select max(last) from sequence_floors where $1 like pattern), 0))
        on conflict (name) do update set last = sequences.last + 1 returning last";
    ADD_PETITION = "insert into petitions (id, number, title, text, place, l1, l2, l3, l4, l5, category, purpose,
            content_class, channel, registered_by, registered_at, persons_concerned, respondent, accused_agencies,
            accused_staff, state, unit, handler, routing, state_at, opinion_result, opinion_text, due, query_code,
            version, signed, origin_organ, origin_number, origin_dated, origin_answer_by, desk, elsewhere, reviewer,
            organ, word, link, objections, ruled, recused, extended_by, last_handler, first_approval, reworks,
            review_organ, review_finding, review_text, rereview_organ, rereview_finding, rereview_text, redone_by,
            ended, retention, archived_at, hops, unsealing, left_at, opened_at, opinion_basis, read_back, written_to,
            channel_number)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
            (select a.id from agencies a where a.id = $15 and substr($5, 1, length(a.division)) <> a.division),
            $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57,
            $58, $59, $60, $61, $62, $63, $64, $65)";
    SAVE_PETITION = "update petitions set category = $3, purpose = $4, content_class = $5,
            accused_agencies = $6, accused_staff = $7, state = $8, unit = $9, handler = $10, routing = $11,
            state_at = $12, opinion_result = $13, opinion_text = $14, due = $15, desk = $16, opinion_basis = $17,
            version = version + 1
        where id = $1 and version = $2";
    SAVE_COURSE = "update petitions set reviewer = $2, organ = $3, word = $4, link = $5, objections = $6,
            ruled = $7, recused = $8, extended_by = $9, last_handler = $10, first_approval = $11, reworks = $12,
            review_organ = $13, review_finding = $14, review_text = $15, rereview_organ = $16,
            rereview_finding = $17, rereview_text = $18, redone_by = $19, ended = $20, retention = $21,
            archived_at = $22, hops = $23, unsealing = $24, left_at = $25, opened_at = $26
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
            .bind(opinion.map(|opinion| opinion.basis.as_str()))
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

async fn save_course(session: &mut Session, petition: &Petition) -> Result<()> {
    let (state, course) = (StateRecord::from(&petition.state), CourseRecord::from(&petition.course));
    bind_course(query(SAVE_COURSE).bind(petition.id.0), state, course).execute(session.conn()).await?;
    Ok(())
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
