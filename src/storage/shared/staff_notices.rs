//! SQL of staff notifications. A row per person is written where the event is appended, in the same transaction (ADR 52).

use super::{
    Session,
    colleagues::concerned,
    papers_owed,
    petitions::receipt_missing,
    staff_phones,
    staff_warnings::{tell_all, warn},
};
use crate::{
    domain::{
        DAY_MS, Timestamp,
        event::{self, Event, EventKind},
        ids::{ClientId, HearingId, PetitionId, StaffId},
        petition::{Calendar, PAUSE_LASTS, Petition, WarnDays},
        rights::Official,
        staff_notice::{
            About, By, Call, StaffNotice, Topic, calls, heeds, pause_call, receipt_calls, request_warning,
            unseen_call, warnings,
        },
    },
    storage::{
        ClientRecords, Cursor, HearingRecords, Page, PauseOwner, PetitionRecords, RequestRecords,
        StaffNoticeRecords, StaffNoticeWrites, StoreError,
        rows::staff_notice::{PauseRecord, StaffNoticeRecord},
        statements::statements,
        values::{behind, by_time, count, day_text},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use time::Date;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! staff_notices {
    ($rest:literal) => {
        concat!(
            "select staff, source, topic, petition, item, day, grid, hearing, agency, due, at, read_at from staff_notices ",
            $rest
        )
    };
}

pub(super) use staff_notices;

statements! {
    STAFF_NOTICES = staff_notices!("where staff = $1 and (at, source) < ($2, $3)
        order by at desc, source desc limit $4");
    UNREAD_STAFF_NOTICES = staff_notices!("where staff = $1 and read_at is null and (at, source) < ($2, $3)
        order by at desc, source desc limit $4");
    COUNT_UNREAD = "select count(*) from (
        select n.source from staff_notices n where n.staff = $1 and n.read_at is null limit $2) unread";
    ADD_STAFF_NOTICE = "insert into staff_notices (staff, source, topic, petition, item, day, grid, hearing, agency,
            due, at, to_phone)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (staff, source) do nothing";
    READ_STAFF_NOTICE = "update staff_notices set read_at = $3
        where staff = $1 and source = $2 and read_at is null";
    READ_STAFF_NOTICES = "update staff_notices set read_at = $3
        where staff = $1 and at <= $2 and read_at is null";
    DROP_STAFF_NOTICE = "delete from staff_notices where staff = $1 and source = $2";
    SWEEP_STAFF_NOTICES = "delete from staff_notices where at < $1";
    /// Windows are nobody's duty, and no warning.
    UNWARNED = "select distinct c.due, c.petition from clocks c
        where c.kind in ('route', 'accept', 'reply', 'review', 'rereview', 'ordered') and c.stopped_at is null
            and c.due >= $1 and c.due < $2 and c.raw_due < $7 and (c.due, c.petition) > ($3, $4) and c.pauses not like '%..'
            and not exists (select n.source from staff_notices n
                where n.petition = c.petition and n.topic = $5 and n.due = c.due)
        order by c.due, c.petition limit $6";

    UNRECEIVED = concat!(
        "select p.state_at, p.id from petitions p where ",
        receipt_missing!(),
        " and p.state_at < $1 and (p.state_at, p.id) > ($2, $3)
            and not exists (select n.source from staff_notices n
                where n.petition = p.id and n.topic = $4 and n.at >= p.state_at)
        order by p.state_at, p.id limit $5"
    );

    /// To whom it went and who has seen it is as the index `petitions_unconfirmed` has it.
    UNSEEN = "select p.urgent_since, p.id from petitions p
        where p.urgent_since is not null and p.state not in ('closed', 'terminated', 'diverted', 'not_accepted',
                'no_longer_accepted', 'merged', 'withdrawn', 'archived')
            and p.urgent_to is not null and p.urgent_seen_by is null
            and p.urgent_since <= $1 and (p.urgent_since, p.id) > ($2, $3)
            and not exists (select n.source from staff_notices n
                where n.petition = p.id and n.topic = $4 and n.at > $1)
        order by p.urgent_since, p.id limit $5";

    /// The states are those of the index `hearing_requests_undecided`.
    UNDECIDED = "select r.requested_at, r.petition from hearing_requests r
        where r.state in ('requested', 'examining') and r.requested_at < $1 and (r.requested_at, r.petition) > ($2, $3)
            and not exists (select n.source from staff_notices n
                where n.petition = r.petition and n.topic in ($4, 'request_over') and n.at >= r.requested_at)
        order by r.requested_at, r.petition limit $5";

    PAUSE_OWNER = "select since, staff, agency, reason, expected_until from clock_pauses where petition = $1";
    LONG_PAUSES = "select petition from clock_pauses where expected_until < $1 and told_at is null
        order by expected_until, petition limit $2";
    PUT_PAUSE = "insert into clock_pauses (petition, since, staff, agency, reason, expected_until, told_at)
        values ($1, $2, $3, $4, $5, $6, null)
        on conflict (petition) do update set since = excluded.since, staff = excluded.staff,
            agency = excluded.agency, reason = excluded.reason, expected_until = excluded.expected_until,
            told_at = null";
    TOLD_OF_PAUSE = "update clock_pauses set told_at = $2 where petition = $1 and told_at is null";
}

/// No published holiday moves a day further, in milliseconds.
const LONGEST_HOLIDAY: i64 = 15 * DAY_MS;

/// Called where events are appended: tells whom this one calls for.
pub(super) async fn tell(session: &mut Session, event: &Event) -> Result<()> {
    if event.kind == EventKind::PetitionClockPaused {
        put_pause(session, event).await?;
    }
    if !heeds(event) {
        return Ok(());
    }
    let Some(petition) = session.petition(event.petition).await? else { return Ok(()) };
    let hearing = match event.hearing {
        Some(id) => session.hearing(id).await?,
        None => None,
    };
    let by = by(session, event).await?;
    for call in calls(event, by, &petition, hearing.as_ref()) {
        let there = concerned(session, &call, &petition, hearing.as_ref(), event.at).await?;
        for one in there.iter().filter(|one| by != By::Person(one.staff.id)) {
            let notice = notice(one, &call, &petition, event.hearing, (event.id.0, None, event.at));
            add(session, &notice).await?;
        }
    }
    Ok(())
}

/// In the log a program stands as an account of its agency, and is nobody there.
async fn by(session: &mut Session, event: &Event) -> Result<By> {
    match event.actor {
        event::Actor::Staff { staff, .. } if session.api_client(ClientId(staff.0)).await?.is_some() => {
            Ok(By::Program)
        }
        event::Actor::Staff { staff, .. } => Ok(By::Person(staff)),
        event::Actor::Seat(_) | event::Actor::Petitioner => Ok(By::Citizen),
        event::Actor::System => Ok(By::System),
    }
}

pub(super) fn notice(
    to: &Official,
    call: &Call,
    petition: &Petition,
    hearing: Option<HearingId>,
    (source, due, at): (Uuid, Option<Timestamp>, Timestamp),
) -> StaffNotice {
    let (staff, agency, about) = (to.staff.id, to.agency.id, About::Petition(petition.id));
    StaffNotice { staff, source, topic: call.topic, about, hearing, agency, due, at, read_at: None }
}

pub(super) async fn add(session: &mut Session, notice: &StaffNotice) -> Result<()> {
    let to_phone = staff_phones::rings(session, notice).await?;
    let (petition, item, day, grid) = match notice.about {
        About::Petition(petition) => (Some(petition.0), None, None, None),
        About::Item(item) => (None, Some(item.0), None, None),
        About::Day(day) => (None, None, Some(day.0), None),
        About::Grid(report) => (None, None, None, Some(report.0)),
    };
    query(ADD_STAFF_NOTICE)
        .bind(notice.staff.0)
        .bind(notice.source)
        .bind(notice.topic.as_str())
        .bind(petition)
        .bind(item)
        .bind(day)
        .bind(grid)
        .bind(notice.hearing.map(|hearing| hearing.0))
        .bind(notice.agency.0)
        .bind(notice.due.map(|due| due.0))
        .bind(notice.at.0)
        .bind(to_phone.then_some(notice.at.0))
        .execute(session.conn())
        .await?;
    Ok(())
}

/// The pause is theirs who ordered it, until the day they named.
async fn put_pause(session: &mut Session, event: &Event) -> Result<()> {
    let (staff, agency) = match event.actor {
        event::Actor::Staff { staff, agency } => (Some(staff.0), Some(agency.0)),
        event::Actor::Seat(_) | event::Actor::Petitioner | event::Actor::System => (None, None),
    };
    let usual = || day_text("expected end of a pause", event.at.local_date().saturating_add(PAUSE_LASTS));
    let until = match event.detail("expected_until") {
        Some(day) => day.to_owned(),
        None => usual()?,
    };
    query(PUT_PAUSE)
        .bind(event.petition.0)
        .bind(event.at.0)
        .bind(staff)
        .bind(agency)
        .bind(event.reason.as_deref().unwrap_or_default())
        .bind(until)
        .execute(session.conn())
        .await?;
    Ok(())
}

#[async_trait]
impl StaffNoticeRecords for Session {
    async fn staff_notices(
        &mut self,
        staff: StaffId,
        unread_only: bool,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<StaffNotice>> {
        let Cursor(at, source) = after.unwrap_or(Cursor::HIGHEST);
        let statement = if unread_only { UNREAD_STAFF_NOTICES } else { STAFF_NOTICES };
        let list = query_as(statement).bind(staff.0).bind(at).bind(source).bind(i64::from(limit) + 1);
        let rows: Vec<StaffNoticeRecord> = list.fetch_all(self.conn()).await?;
        Page::cut(rows, limit, StaffNoticeRecord::place).try_map(StaffNotice::try_from)
    }

    async fn unread_staff_notices(&mut self, staff: StaffId, most: u32) -> Result<u32> {
        let unread: i64 =
            query_scalar(COUNT_UNREAD).bind(staff.0).bind(i64::from(most)).fetch_one(self.conn()).await?;
        count("number of notices", unread)
    }

    async fn unwarned(
        &mut self,
        topic: Topic,
        (from, until): (Timestamp, Timestamp),
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        let (due, id) = behind(after);
        // Warned early by the day before it moved over a holiday; read by the one after, which is in the index.
        let last = if topic == Topic::ClockSoon { until.plus_millis(LONGEST_HOLIDAY) } else { until };
        let list = query_as(UNWARNED).bind(from.0).bind(last.0).bind(due).bind(id);
        let list = list.bind(topic.as_str()).bind(i64::from(limit)).bind(until.0);
        Ok(by_time(list.fetch_all(self.conn()).await?))
    }

    async fn pause_owner(&mut self, petition: PetitionId) -> Result<Option<PauseOwner>> {
        let row: Option<PauseRecord> =
            query_as(PAUSE_OWNER).bind(petition.0).fetch_optional(self.conn()).await?;
        row.map(PauseOwner::try_from).transpose()
    }

    async fn long_pauses(&mut self, today: Date, limit: u32) -> Result<Vec<PetitionId>> {
        let list = query_scalar(LONG_PAUSES).bind(day_text("day", today)?).bind(i64::from(limit));
        Ok(list.fetch_all(self.conn()).await?.into_iter().map(PetitionId).collect())
    }

    async fn unreceived(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        untold(self, UNRECEIVED, Topic::ReceiptMissing, (before, after, limit)).await
    }

    async fn paperless(
        &mut self,
        topic: Topic,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        papers_owed::untold(self, topic, (before, after, limit)).await
    }

    async fn unseen(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        untold(self, UNSEEN, Topic::Urgent, (before, after, limit)).await
    }

    async fn undecided(
        &mut self,
        topic: Topic,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        untold(self, UNDECIDED, topic, (before, after, limit)).await
    }
}

/// Petitions that have stood so since before a time and of which nobody was told, the longest first: from after a place, as
/// many as asked.
async fn untold(
    session: &mut Session,
    statement: &'static str,
    topic: Topic,
    (before, after, limit): (Timestamp, Option<(Timestamp, PetitionId)>, u32),
) -> Result<Vec<(Timestamp, PetitionId)>> {
    let (since, id) = behind(after);
    let list = query_as(statement).bind(before.0).bind(since).bind(id);
    let list = list.bind(topic.as_str()).bind(i64::from(limit));
    Ok(by_time(list.fetch_all(session.conn()).await?))
}

#[async_trait]
impl StaffNoticeWrites for Session {
    async fn read_staff_notice(&mut self, staff: StaffId, source: Uuid, at: Timestamp) -> Result<()> {
        query(READ_STAFF_NOTICE).bind(staff.0).bind(source).bind(at.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn read_staff_notices(&mut self, staff: StaffId, until: Timestamp, at: Timestamp) -> Result<()> {
        query(READ_STAFF_NOTICES).bind(staff.0).bind(until.0).bind(at.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn drop_staff_notice(&mut self, staff: StaffId, source: Uuid) -> Result<()> {
        query(DROP_STAFF_NOTICE).bind(staff.0).bind(source).execute(self.conn()).await?;
        Ok(())
    }

    async fn sweep_staff_notices(&mut self, before: Timestamp) -> Result<()> {
        query(SWEEP_STAFF_NOTICES).bind(before.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn warn_of_clock(&mut self, petition: &Petition, now: Timestamp, days: WarnDays) -> Result<usize> {
        warn(self, petition, warnings(petition, now, days), now).await
    }

    async fn warn_of_papers(&mut self, petition: &Petition, now: Timestamp) -> Result<usize> {
        papers_owed::warn(self, petition, now).await
    }

    async fn tell_of_pause(&mut self, petition: &Petition, now: Timestamp) -> Result<usize> {
        query(TOLD_OF_PAUSE).bind(petition.id.0).bind(now.0).execute(self.conn()).await?;
        let paused = petition.clocks.iter().find(|clock| clock.stopped_at.is_none() && clock.is_paused());
        let since = paused.and_then(|clock| clock.pauses.last()).map(|pause| pause.from);
        let Some((call, source)) = since.and_then(|from| pause_call(petition, from)) else { return Ok(0) };
        tell_all(self, &call, petition, (source, None, now)).await
    }

    async fn tell_of_receipt(&mut self, petition: &Petition, now: Timestamp) -> Result<usize> {
        let Some((calls, source)) = receipt_calls(petition) else { return Ok(0) };
        let mut told = 0;
        for call in &calls {
            told += tell_all(self, call, petition, (source, None, now)).await?;
        }
        Ok(told)
    }

    async fn tell_of_unseen(&mut self, petition: &Petition, now: Timestamp) -> Result<usize> {
        let Some((call, source)) = unseen_call(petition, now) else { return Ok(0) };
        tell_all(self, &call, petition, (source, None, now)).await
    }

    async fn warn_of_request(
        &mut self,
        petition: &Petition,
        calendar: &Calendar,
        now: Timestamp,
    ) -> Result<usize> {
        let requests = self.hearing_requests_of(petition.id).await?;
        let due = requests.iter().filter_map(|request| request_warning(request, calendar, now));
        warn(self, petition, due.collect(), now).await
    }
}
