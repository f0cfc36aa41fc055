//! SQL of leaders' reception days and of cases in charge.

use super::{Session, staff_notices};
use crate::{
    domain::{
        Timestamp,
        ids::{PetitionId, ReceptionDayId, StaffId},
        jurisdiction::DivisionCode,
        reception::{Contract, Held, HeldCorrection, Leader, ReceptionDay, Served, Swap},
        staff_notice::{About, StaffNotice, Topic},
    },
    storage::{
        Cursor, Page, ReceptionRecords, ReceptionWrites, StoreError,
        error::{or_exists, or_stale},
        rows::reception::{
            ContractRecord, CorrectionRecord, DayRecord, DayStateRecord, LeaderRecord, ServedRecord,
            SwapRecord,
        },
        statements::statements,
        values::day_text,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! day {
    ($rest:literal) => {
        concat!(
            "select d.id, d.agency, d.leader, d.kind, d.starts_at, d.ends_at, d.place, d.field,
                d.published_at, d.state, d.held_cases, d.held_persons, d.reason, d.version
            from reception_days d ",
            $rest
        )
    };
}

statements! {
    LEADER = "select staff, title, rank, field, mailbox, since from leaders where staff = $1";
    LEADERS = "select l.staff, l.title, l.rank, l.field, l.mailbox, l.since from leaders l join staff s on s.id = l.staff
        join agencies a on a.id = s.agency
        where substr(a.division, 1, length($1)) = $1 and not (s.disabled = true)
        order by a.division, s.agency, l.rank, s.name, s.id";
    LEADERS_SERVED = "select l.staff, l.title, l.rank, l.field, l.mailbox, l.since,
            case when s.disabled = true then coalesce((select max(d.at) from administration_log d
                where d.session = false and d.deed = 'staff.disabled' and d.about = s.username), 0) end as left_at
        from leaders l join staff s on s.id = l.staff join agencies a on a.id = s.agency
        where substr(a.division, 1, length($1)) = $1
        order by a.division, s.agency, l.rank, s.name, s.id";
    PUT_LEADER = "insert into leaders (staff, title, rank, field, mailbox, since) values ($1, $2, $3, $4, $5, $6)
        on conflict (staff) do update set title = excluded.title, rank = excluded.rank, field = excluded.field,
            mailbox = excluded.mailbox, since = excluded.since";
    DAY = day!("where d.id = $1");
    DAYS = day!("join agencies a on a.id = d.agency
        where d.starts_at >= $2 and d.starts_at < $3 and substr(a.division, 1, length($1)) = $1
        order by d.starts_at, d.id");
    /// Of a day whose record cannot be read otherwise, too: three numbers are all that is asked for.
    DAYS_HELD = "select count(*), cast(coalesce(sum(d.held_cases), 0) as bigint),
            cast(coalesce(sum(d.held_persons), 0) as bigint)
        from reception_days d join agencies a on a.id = d.agency
        where d.starts_at >= $2 and d.starts_at < $3 and substr(a.division, 1, length($1)) = $1 and d.state = 'held'";
    DAYS_OF_LEADER = day!("where d.leader = $1 and d.starts_at < $3 and d.ends_at > $2 and d.state <> 'cancelled'
        order by d.starts_at, d.id");
    DAYS_UNTOLD = "select d.id from reception_days d where d.starts_at > $1 and d.starts_at <= $2 and d.state in ('planned', 'published')
            and not exists (select n.source from staff_notices n
                where n.day = d.id and n.staff = d.leader and n.at >= d.starts_at - 86400000)
        order by d.starts_at, d.id limit $3";
    ADD_DAY = "insert into reception_days (id, agency, leader, kind, starts_at, ends_at, place, field,
            published_at, state, held_cases, held_persons, reason, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    SAVE_DAY = "update reception_days set leader = $3, published_at = $4, state = $5, held_cases = $6,
            held_persons = $7, reason = $8, version = version + 1
        where id = $1 and version = $2";
    SWAPS = "select day, at, leader_before, leader_after, reason, swapped_by from reception_swaps
        where day = $1 order by at";
    ADD_SWAP = "insert into reception_swaps (day, at, leader_before, leader_after, reason, swapped_by)
        values ($1, $2, $3, $4, $5, $6)";
    CORRECTIONS = "select day, at, cases_before, persons_before, reason, corrected_by from reception_corrections
        where day = $1 order by at";
    ADD_CORRECTION = "insert into reception_corrections (day, at, cases_before, persons_before, reason, corrected_by)
        values ($1, $2, $3, $4, $5, $6)";
    CONTRACTS = "select petition, leader, taken_at, ended_at from case_contracts where petition = $1
        order by taken_at, leader";
    CONTRACTS_OF = "select petition, leader, taken_at, ended_at from case_contracts
        where leader = $1 and ended_at is null and (taken_at, petition) > ($2, $3)
        order by taken_at, petition limit $4";
    LETTERS_TO = "select registered_at, id from petitions
        where written_to = $1 and (registered_at, id) < ($2, $3)
        order by registered_at desc, id desc limit $4";
    ADD_CONTRACT = "insert into case_contracts (petition, leader, taken_at, ended_at) values ($1, $2, $3, $4)";
    END_CONTRACT = "update case_contracts set ended_at = $3
        where petition = $1 and leader = $2 and ended_at is null";
}

#[async_trait]
impl ReceptionRecords for Session {
    async fn leader(&mut self, staff: StaffId) -> Result<Option<Leader>> {
        let row: Option<LeaderRecord> = query_as(LEADER).bind(staff.0).fetch_optional(self.conn()).await?;
        row.map(Leader::try_from).transpose()
    }

    async fn leaders(&mut self, division: &DivisionCode) -> Result<Vec<Leader>> {
        let rows: Vec<LeaderRecord> =
            query_as(LEADERS).bind(division.as_str()).fetch_all(self.conn()).await?;
        rows.into_iter().map(Leader::try_from).collect()
    }

    async fn leaders_served(&mut self, division: &DivisionCode) -> Result<Vec<Served>> {
        let rows: Vec<ServedRecord> =
            query_as(LEADERS_SERVED).bind(division.as_str()).fetch_all(self.conn()).await?;
        rows.into_iter().map(Served::try_from).collect()
    }

    async fn reception_day(&mut self, id: ReceptionDayId) -> Result<Option<ReceptionDay>> {
        let row: Option<DayRecord> = query_as(DAY).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(ReceptionDay::try_from).transpose()
    }

    async fn reception_days(
        &mut self,
        division: &DivisionCode,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ReceptionDay>> {
        let rows: Vec<DayRecord> =
            query_as(DAYS).bind(division.as_str()).bind(from.0).bind(to.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(ReceptionDay::try_from).collect()
    }

    async fn days_held(&mut self, division: &DivisionCode, from: Timestamp, to: Timestamp) -> Result<Held> {
        let list = query_as(DAYS_HELD).bind(division.as_str()).bind(from.0).bind(to.0);
        let sums: (i64, i64, i64) = list.fetch_one(self.conn()).await?;
        let number = |sum: i64| {
            u32::try_from(sum)
                .map_err(|_| StoreError::corrupt("reception days", "no number of people has this many"))
        };
        Ok(Held { days: number(sums.0)?, cases: number(sums.1)?, persons: number(sums.2)? })
    }

    async fn days_of_leader(
        &mut self,
        leader: StaffId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ReceptionDay>> {
        let list = query_as(DAYS_OF_LEADER).bind(leader.0).bind(from.0).bind(to.0);
        let rows: Vec<DayRecord> = list.fetch_all(self.conn()).await?;
        rows.into_iter().map(ReceptionDay::try_from).collect()
    }

    async fn days_untold(
        &mut self,
        from: Timestamp,
        to: Timestamp,
        limit: u32,
    ) -> Result<Vec<ReceptionDayId>> {
        let list = query_scalar(DAYS_UNTOLD).bind(from.0).bind(to.0).bind(i64::from(limit));
        let ids: Vec<Uuid> = list.fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(ReceptionDayId).collect())
    }

    async fn reception_swaps(&mut self, id: ReceptionDayId) -> Result<Vec<Swap>> {
        let rows: Vec<SwapRecord> = query_as(SWAPS).bind(id.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Swap::from).collect())
    }

    async fn held_corrections(&mut self, id: ReceptionDayId) -> Result<Vec<HeldCorrection>> {
        let rows: Vec<CorrectionRecord> = query_as(CORRECTIONS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(HeldCorrection::try_from).collect()
    }

    async fn contracts(&mut self, petition: PetitionId) -> Result<Vec<Contract>> {
        let rows: Vec<ContractRecord> = query_as(CONTRACTS).bind(petition.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Contract::from).collect())
    }

    async fn contracts_of(
        &mut self,
        leader: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Contract>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::LOWEST);
        let list = query_as(CONTRACTS_OF).bind(leader.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        let rows: Vec<ContractRecord> = list.fetch_all(self.conn()).await?;
        let contracts = rows.into_iter().map(Contract::from).collect();
        Ok(Page::cut(contracts, limit, |one: &Contract| Cursor(one.taken_at.0, one.petition.0)))
    }

    async fn letters_to(
        &mut self,
        leader: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<PetitionId>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::HIGHEST);
        let list = query_as(LETTERS_TO).bind(leader.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        let rows: Vec<(i64, Uuid)> = list.fetch_all(self.conn()).await?;
        Page::cut(rows, limit, |(at, id)| Cursor(*at, *id)).try_map(|(_, id)| Ok(PetitionId(id)))
    }
}

#[async_trait]
impl ReceptionWrites for Session {
    async fn put_leader(&mut self, leader: &Leader) -> Result<()> {
        query(PUT_LEADER)
            .bind(leader.staff.0)
            .bind(&leader.title)
            .bind(leader.rank.as_str())
            .bind(&leader.field)
            .bind(leader.mailbox)
            .bind(leader.since.map(|day| day_text("day of an appointment", day)).transpose()?)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn add_reception_day(&mut self, day: &ReceptionDay) -> Result<()> {
        let state = DayStateRecord::from(&day.state);
        query(ADD_DAY)
            .bind(day.id.0)
            .bind(day.agency.0)
            .bind(day.leader.0)
            .bind(day.kind.as_str())
            .bind(day.starts_at.0)
            .bind(day.ends_at.0)
            .bind(&day.place)
            .bind(&day.field)
            .bind(day.published_at.map(|at| at.0))
            .bind(state.state)
            .bind(state.held_cases)
            .bind(state.held_persons)
            .bind(state.reason)
            .bind(i64::from(day.version))
            .execute(self.conn())
            .await
            .map_err(or_exists("reception day"))?;
        Ok(())
    }

    async fn save_reception_day(&mut self, day: &ReceptionDay) -> Result<()> {
        let state = DayStateRecord::from(&day.state);
        let done = query(SAVE_DAY)
            .bind(day.id.0)
            .bind(i64::from(day.version))
            .bind(day.leader.0)
            .bind(day.published_at.map(|at| at.0))
            .bind(state.state)
            .bind(state.held_cases)
            .bind(state.held_persons)
            .bind(state.reason)
            .execute(self.conn())
            .await?;
        or_stale("reception day", done.rows_affected())
    }

    async fn add_reception_swap(&mut self, swap: &Swap) -> Result<()> {
        query(ADD_SWAP)
            .bind(swap.day.0)
            .bind(swap.at.0)
            .bind(swap.before.0)
            .bind(swap.after.0)
            .bind(&swap.reason)
            .bind(swap.by.0)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn add_held_correction(&mut self, correction: &HeldCorrection) -> Result<()> {
        query(ADD_CORRECTION)
            .bind(correction.day.0)
            .bind(correction.at.0)
            .bind(i64::from(correction.cases_before))
            .bind(i64::from(correction.persons_before))
            .bind(&correction.reason)
            .bind(correction.by.0)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn tell_of_day(
        &mut self,
        day: &ReceptionDay,
        to: StaffId,
        topic: Topic,
        (source, at): (Uuid, Timestamp),
    ) -> Result<()> {
        let (agency, about) = (day.agency, About::Day(day.id));
        let notice = StaffNotice {
            staff: to,
            source,
            topic,
            about,
            hearing: None,
            agency,
            due: None,
            at,
            read_at: None,
        };
        staff_notices::add(self, &notice).await
    }

    async fn add_contract(&mut self, contract: &Contract) -> Result<()> {
        query(ADD_CONTRACT)
            .bind(contract.petition.0)
            .bind(contract.leader.0)
            .bind(contract.taken_at.0)
            .bind(contract.ended_at.map(|at| at.0))
            .execute(self.conn())
            .await
            .map_err(or_exists("contract"))?;
        Ok(())
    }

    async fn end_contract(&mut self, petition: PetitionId, leader: StaffId, at: Timestamp) -> Result<bool> {
        let done =
            query(END_CONTRACT).bind(petition.0).bind(leader.0).bind(at.0).execute(self.conn()).await?;
        Ok(done.rows_affected() > 0)
    }
}
