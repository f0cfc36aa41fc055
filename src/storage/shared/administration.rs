use super::{Session, dialect, organs, restoring};
use crate::{
    domain::{
        Timestamp,
        administration::Deed,
        ids::{AgencyId, DeedId, PetitionId, StaffId},
        jurisdiction::{Agency, Closure, Division, DivisionCode, GridPost, ReceptionRoom},
        people::{Role, Staff},
        petition::Clock,
    },
    storage::{
        AdministrationRecords, AdministrationWrites, CalendarVersion, Cursor, Page, Raised, ResetCode,
        Sought, StoreError,
        error::{or_exists, or_stale},
        rows::administration::{CalendarRecord, DeedRecord, ResetRecord, RunningRecord},
        statements::statements,
        values::count,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! calendar {
    ($rest:literal) => {
        concat!("select number, loaded_at, loaded_by, source, text, recomputed_at from calendars ", $rest)
    };
}

statements! {
    NEWEST_CALENDAR = "select number from calendars order by number desc limit 1";
    HOLD_CALENDAR = dialect::HOLD_CALENDAR;
    LOCK_CALENDARS = dialect::LOCK_CALENDARS;
    HOLD = dialect::HOLD;
    CALENDARS = calendar!("order by number desc");
    CALENDAR = calendar!("where number = $1");
    ADD_CALENDAR = "insert into calendars (number, loaded_at, loaded_by, source, text, recomputed_at)
        values ($1, $2, $3, $4, $5, $6)";
    CALENDAR_RECOMPUTED = "update calendars set recomputed_at = $2 where number = $1";
    RUNNING = "select petition, kind, anchor, extended_by, pauses, raw_due, due from clocks
        where stopped_at is null and raw_due between $1 and $2 order by petition, position";

    DEEDS = "select id, at, staff, division, deed, about from administration_log
        where session = $4 and id < $2 and (substr(division, 1, length($1)) = $1 or division = '')
        order by id desc limit $3";
    ADD_DEED = "insert into administration_log (id, at, staff, division, deed, about, session)
        values ($1, $2, $3, $4, $5, $6, $7)";

    RESET_CODE = "select code_hash, expires_at from reset_codes where staff = $1";
    SET_RESET_CODE = "insert into reset_codes (staff, code_hash, expires_at) values ($1, $2, $3)
        on conflict (staff) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at";
    END_RESET_CODE = "delete from reset_codes where staff = $1";
}

#[async_trait]
impl AdministrationRecords for Session {
    async fn calendar_number(&mut self) -> Result<u32> {
        let statement = if self.is_writing() { HOLD_CALENDAR } else { NEWEST_CALENDAR };
        let number: Option<i64> = query_scalar(statement).fetch_optional(self.conn()).await?;
        count("number of a calendar", number.unwrap_or(0))
    }

    async fn calendars(&mut self) -> Result<Vec<CalendarVersion>> {
        let rows: Vec<CalendarRecord> = query_as(CALENDARS).fetch_all(self.conn()).await?;
        rows.into_iter().map(CalendarVersion::try_from).collect()
    }

    async fn calendar_version(&mut self, number: u32) -> Result<Option<CalendarVersion>> {
        let row: Option<CalendarRecord> =
            query_as(CALENDAR).bind(i64::from(number)).fetch_optional(self.conn()).await?;
        row.map(CalendarVersion::try_from).transpose()
    }

    async fn running_clocks(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(PetitionId, Result<Clock>)>> {
        let rows: Vec<RunningRecord> =
            query_as(RUNNING).bind(from.0).bind(to.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(|row| (row.petition(), row.try_into())).collect())
    }

    async fn deeds(
        &mut self,
        division: &str,
        sessions: bool,
        before: Option<DeedId>,
        limit: u32,
    ) -> Result<Vec<Deed>> {
        let before = before.map_or(Uuid::max(), |id| id.0);
        let asked = query_as(DEEDS).bind(division).bind(before).bind(i64::from(limit)).bind(sessions);
        let rows: Vec<DeedRecord> = asked.fetch_all(self.conn()).await?;
        rows.into_iter().map(Deed::try_from).collect()
    }

    async fn closures(&mut self) -> Result<Vec<Closure>> {
        organs::closures(self).await
    }

    async fn closure(&mut self, agency: AgencyId) -> Result<Option<Closure>> {
        organs::closure(self, agency).await
    }

    async fn petitions_of_agency(&mut self, agency: AgencyId) -> Result<Vec<PetitionId>> {
        organs::petitions(self, agency).await
    }

    async fn reset_code(&mut self, staff: StaffId) -> Result<Option<ResetCode>> {
        let row: Option<ResetRecord> = query_as(RESET_CODE).bind(staff.0).fetch_optional(self.conn()).await?;
        row.map(ResetCode::try_from).transpose()
    }

    async fn grid_posts(&mut self, division: &DivisionCode) -> Result<Vec<GridPost>> {
        organs::grid_posts(self, division).await
    }

    async fn grid_posts_of(&mut self, staff: StaffId) -> Result<Vec<GridPost>> {
        organs::grid_posts_of(self, staff).await
    }

    async fn staff_sought(
        &mut self,
        wanted: &Sought,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(Staff, Vec<Role>)>> {
        organs::staff(self, wanted, (after, limit)).await
    }

    async fn agencies_sought(
        &mut self,
        wanted: &Sought,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(Agency, Option<Closure>)>> {
        organs::agencies(self, wanted, (after, limit)).await
    }

    async fn rooms_sought(
        &mut self,
        wanted: &Sought,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(ReceptionRoom, String)>> {
        organs::rooms(self, wanted, (after, limit)).await
    }

    async fn wished_roles(&mut self, staff: StaffId) -> Result<Option<Vec<Role>>> {
        organs::wished_roles(self, staff).await
    }

    async fn divisions_below(&mut self, division: &DivisionCode) -> Result<Vec<Division>> {
        organs::divisions_below(self, division).await
    }
}

#[async_trait]
impl AdministrationWrites for Session {
    async fn hold(&mut self, what: &str) -> Result<()> {
        query(HOLD).bind(what).execute(self.conn()).await?;
        Ok(())
    }

    async fn add_calendar(&mut self, version: &CalendarVersion) -> Result<()> {
        query(LOCK_CALENDARS).execute(self.conn()).await?;
        query(ADD_CALENDAR)
            .bind(i64::from(version.calendar.number()))
            .bind(version.loaded_at.0)
            .bind(version.loaded_by.map(|staff| staff.0))
            .bind(&version.source)
            .bind(version.calendar.text())
            .bind(version.recomputed_at.map(|at| at.0))
            .execute(self.conn())
            .await
            .map_err(or_exists("calendar"))?;
        Ok(())
    }

    async fn calendar_recomputed(&mut self, number: u32, at: Timestamp) -> Result<()> {
        let done = query(CALENDAR_RECOMPUTED).bind(i64::from(number)).bind(at.0).execute(self.conn()).await?;
        or_stale("calendar", done.rows_affected())
    }

    async fn add_deed(&mut self, deed: &Deed) -> Result<()> {
        query(ADD_DEED)
            .bind(deed.id.0)
            .bind(deed.at.0)
            .bind(deed.by.map(|staff| staff.0))
            .bind(&deed.division)
            .bind(deed.kind.as_str())
            .bind(&deed.about)
            .bind(deed.kind.is_session())
            .execute(self.conn())
            .await
            .map_err(or_exists("deed"))?;
        Ok(())
    }

    async fn move_waiting(&mut self, from: AgencyId, to: AgencyId) -> Result<()> {
        organs::move_waiting(self, from, to).await
    }

    async fn raise_own_demands(&mut self, agency: AgencyId, above: AgencyId) -> Result<()> {
        organs::raise_own_demands(self, agency, above).await
    }

    async fn close_agency(&mut self, closure: &Closure) -> Result<()> {
        organs::close(self, closure).await
    }

    async fn hand_over(
        &mut self,
        petition: PetitionId,
        version: u32,
        from: AgencyId,
        to: AgencyId,
    ) -> Result<()> {
        organs::hand_over(self, petition, version, (from, to)).await
    }

    async fn wish_roles(&mut self, staff: StaffId, roles: &[Role]) -> Result<()> {
        organs::wish_roles(self, staff, roles).await
    }

    async fn set_reset_code(&mut self, staff: StaffId, code: &ResetCode) -> Result<()> {
        query(SET_RESET_CODE)
            .bind(staff.0)
            .bind(code.code_hash.as_slice())
            .bind(code.expires_at.0)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn end_reset_code(&mut self, staff: StaffId) -> Result<()> {
        query(END_RESET_CODE).bind(staff.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn set_grid_posts(&mut self, division: &DivisionCode, posts: &[GridPost]) -> Result<()> {
        organs::set_grid_posts(self, division, posts).await
    }

    async fn raise_after_restore(&mut self, sequences: &[String]) -> Result<Raised> {
        restoring::raise(self, sequences).await
    }
}
