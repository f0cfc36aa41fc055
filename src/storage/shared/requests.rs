//! SQL of requests for hearings.

use super::Session;
use crate::{
    domain::{
        ids::{HearingRequestId, PetitionId},
        request::{Applicant, HearingRequest},
    },
    storage::{
        Cursor, Page, RequestBox, RequestRecords, RequestWrites, StoreError,
        error::{or_exists, or_stale},
        rows::request::{RequestRecord, RequestStateRecord, WantedRecord},
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "select r.id, r.petition, r.applicant, r.household, r.staff, r.agency, r.organ, r.kind, r.purpose, r.attendance,
                r.wish, r.requested_at, r.state, r.state_at, r.decided_by, r.target, r.next, r.reason, r.hearing,
                r.version
            from hearing_requests r ",
            $rest
        )
    };
}

/// The organs wanted by the requests chosen the same way.
macro_rules! wanted {
    ($rest:literal) => {
        concat!(
            "select w.request, w.agency from hearing_request_organs w
            join hearing_requests r on r.id = w.request ",
            $rest,
            " order by w.request, w.agency"
        )
    };
}

statements! {
    REQUEST = requests!("where r.id = $1");
    WANTED = wanted!("where r.id = $1");
    REQUESTS_OF = requests!("where r.petition = $1 order by r.requested_at, r.id");
    WANTED_OF = wanted!("where r.petition = $1");
    OPEN = requests!("where r.organ = $1 and r.state in ('requested', 'examining', 'approved')
            and (r.requested_at, r.id) > ($2, $3)
        order by r.requested_at, r.id limit $4");
    SETTLED = requests!("where r.organ = $1 and r.state not in ('requested', 'examining', 'approved')
            and (r.requested_at, r.id) < ($2, $3)
        order by r.requested_at desc, r.id desc limit $4");
    SENT = requests!("where r.agency = $1 and (r.requested_at, r.id) < ($2, $3)
        order by r.requested_at desc, r.id desc limit $4");
    ADD_REQUEST = "insert into hearing_requests (id, petition, applicant, household, staff, agency, organ, kind, purpose,
            attendance, wish, requested_at, state, state_at, decided_by, target, next, reason, hearing, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    ADD_WANTED = "insert into hearing_request_organs (request, agency) values ($1, $2)";
    SAVE_REQUEST = "update hearing_requests set state = $3, state_at = $4, decided_by = $5, target = $6, next = $7,
            reason = $8, hearing = $9, version = version + 1
        where id = $1 and version = $2";
}

#[async_trait]
impl RequestRecords for Session {
    async fn hearing_request(&mut self, id: HearingRequestId) -> Result<Option<HearingRequest>> {
        let row: Option<RequestRecord> = query_as(REQUEST).bind(id.0).fetch_optional(self.conn()).await?;
        let Some(row) = row else { return Ok(None) };
        let wanted = query_as(WANTED).bind(id.0).fetch_all(self.conn()).await?;
        Ok(joined(vec![row], wanted)?.pop())
    }

    async fn hearing_requests_of(&mut self, petition: PetitionId) -> Result<Vec<HearingRequest>> {
        let rows = query_as(REQUESTS_OF).bind(petition.0).fetch_all(self.conn()).await?;
        let wanted = query_as(WANTED_OF).bind(petition.0).fetch_all(self.conn()).await?;
        joined(rows, wanted)
    }

    async fn hearing_requests(
        &mut self,
        which: RequestBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<HearingRequest>> {
        let (sql, agency, first) = match which {
            RequestBox::Open(agency) => (OPEN, agency, Cursor::LOWEST),
            RequestBox::Settled(agency) => (SETTLED, agency, Cursor::HIGHEST),
            RequestBox::Sent(agency) => (SENT, agency, Cursor::HIGHEST),
        };
        let Cursor(at, id) = after.unwrap_or(first);
        let list = query_as(sql).bind(agency.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        let rows: Vec<RequestRecord> = list.fetch_all(self.conn()).await?;
        let page = Page::cut(rows, limit, |row| Cursor(row.requested_at, row.id));
        let mut wanted = Vec::new();
        for row in &page.rows {
            let of: Vec<WantedRecord> = query_as(WANTED).bind(row.id).fetch_all(self.conn()).await?;
            wanted.extend(of);
        }
        Ok(Page { rows: joined(page.rows, wanted)?, next: page.next })
    }
}

#[async_trait]
impl RequestWrites for Session {
    async fn add_hearing_request(&mut self, request: &HearingRequest) -> Result<()> {
        let (household, staff, agency) = match request.applicant {
            Applicant::Petitioner { household } => (Some(household.0), None, None),
            Applicant::Staff { staff, agency, .. } => (None, Some(staff.0), Some(agency.0)),
        };
        let state = RequestStateRecord::from(&request.state);
        query(ADD_REQUEST)
            .bind(request.id.0)
            .bind(request.petition.0)
            .bind(request.applicant.applying().as_str())
            .bind(household)
            .bind(staff)
            .bind(agency)
            .bind(request.organ.0)
            .bind(request.kind.as_str())
            .bind(&request.purpose)
            .bind(request.attendance.as_str())
            .bind(&request.wish)
            .bind(request.requested_at.0)
            .bind(state.state)
            .bind(state.state_at)
            .bind(state.decided_by)
            .bind(state.target)
            .bind(state.next)
            .bind(state.reason)
            .bind(state.hearing)
            .bind(i64::from(request.version))
            .execute(self.conn())
            .await
            .map_err(or_exists("hearing request"))?;
        for agency in &request.wanted {
            query(ADD_WANTED).bind(request.id.0).bind(agency.0).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn save_hearing_request(&mut self, request: &HearingRequest) -> Result<()> {
        let state = RequestStateRecord::from(&request.state);
        let done = query(SAVE_REQUEST)
            .bind(request.id.0)
            .bind(i64::from(request.version))
            .bind(state.state)
            .bind(state.state_at)
            .bind(state.decided_by)
            .bind(state.target)
            .bind(state.next)
            .bind(state.reason)
            .bind(state.hearing)
            .execute(self.conn())
            .await?;
        or_stale("hearing request", done.rows_affected())
    }
}

fn joined(rows: Vec<RequestRecord>, wanted: Vec<WantedRecord>) -> Result<Vec<HearingRequest>> {
    let mut organs: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for organ in wanted {
        organs.entry(organ.request).or_default().push(organ.agency);
    }
    rows.into_iter()
        .map(|row| {
            let wanted = organs.remove(&row.id).unwrap_or_default();
            row.with_wanted(wanted)
        })
        .collect()
}
