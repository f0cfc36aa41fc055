//! SQL of grid reports (民情流水线), their photos and history.

use super::{Session, grid_notices};
use crate::{
    domain::{
        Timestamp,
        grid::{GridLine, GridPhoto, GridReport, GridStateName, Resident},
        ids::{AttachmentId, GridReportId, StaffId},
    },
    storage::{
        Cursor, GridBox, GridRecords, GridWrites, Page, StoreError,
        error::{or_exists, or_stale},
        rows::grid::{GridLineRecord, GridPhotoRecord, GridReportRecord},
        statements::statements,
        values::{count, parse, stored},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// What a resident's name and phone are sealed as.
const RESIDENT: &str = "resident of a grid report";

macro_rules! report {
    ($rest:literal) => {
        concat!(
            "select id, place, spot, class, text, reporter, reported_at, resident, state, agency, petition, state_at,
                version
            from grid_reports ",
            $rest
        )
    };
}

statements! {
    GRID_REPORT = report!("where id = $1");
    GRID_REPORTS_MINE = report!("where (reported_at, id) < ($1, $2) and reporter = $4
        order by reported_at desc, id desc limit $3");
    GRID_REPORTS_TO_LOOK_AT = report!("where (reported_at, id) > ($1, $2) and state = $4
            and place in (select division from grid_posts where staff = $5)
        order by reported_at, id limit $3");
    GRID_REPORTS_OPEN = report!("where (reported_at, id) > ($1, $2) and state = $4
            and substr(place, 1, length($5)) = $5
        order by reported_at, id limit $3");
    GRID_REPORTS_TAKEN = report!("where (reported_at, id) < ($1, $2) and agency = $4
        order by reported_at desc, id desc limit $3");
    COUNT_GRID_TO_LOOK_AT = "select count(*), coalesce(sum(case when state_at < $1 then 1 else 0 end), 0)
        from grid_reports where state = $2 and place in (select division from grid_posts where staff = $3)";
    COUNT_GRID_OPEN = "select count(*), coalesce(sum(case when state_at < $1 then 1 else 0 end), 0)
        from grid_reports where state = $2 and substr(place, 1, length($3)) = $3";
    GRID_UNCLAIMED = "select state_at, id from grid_reports
        where state = 'reported' and state_at < $1 and (state_at, id) > ($2, $3)
            and not exists (select n.source from staff_notices n
                where n.grid = grid_reports.id and n.topic = 'grid_unclaimed' and n.at >= grid_reports.state_at)
        order by state_at, id limit $4";
    GRID_LINES = "select report, number, step, text, staff, agency, at from grid_lines where report = $1
        order by number";
    GRID_PHOTOS = "select id, report, name, media_type, size, sha256, added_at from grid_photos where report = $1
        order by added_at, id";
    GRID_PHOTO = "select id, report, name, media_type, size, sha256, added_at from grid_photos where id = $1";
    ADD_GRID_REPORT = "insert into grid_reports (id, place, spot, class, text, reporter, reported_at, resident, state,
            agency, petition, version, state_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    MOVE_GRID_REPORT = "update grid_reports set state = $3, agency = $4, petition = $5, state_at = $6, version = version + 1
        where id = $1 and version = $2";
    ADD_GRID_LINE = "insert into grid_lines (report, number, step, text, staff, agency, at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    ADD_GRID_PHOTO = "insert into grid_photos (id, report, name, media_type, size, sha256, added_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
}

#[async_trait]
impl GridRecords for Session {
    async fn grid_report(&mut self, id: GridReportId) -> Result<Option<GridReport>> {
        let row: Option<GridReportRecord> =
            query_as(GRID_REPORT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(|row| open(self, row)).transpose()
    }

    async fn grid_reports(
        &mut self,
        of: &GridBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<GridReport>> {
        let (sql, first) = match of {
            GridBox::Mine(_) => (GRID_REPORTS_MINE, Cursor::HIGHEST),
            GridBox::ToLookAt(_) => (GRID_REPORTS_TO_LOOK_AT, Cursor::LOWEST),
            GridBox::Open(_) => (GRID_REPORTS_OPEN, Cursor::LOWEST),
            GridBox::Taken(_) => (GRID_REPORTS_TAKEN, Cursor::HIGHEST),
        };
        let Cursor(at, id) = after.unwrap_or(first);
        let list = query_as(sql).bind(at).bind(id).bind(i64::from(limit) + 1);
        let list = match of {
            GridBox::Mine(staff) => list.bind(staff.0),
            GridBox::ToLookAt(staff) => list.bind(GridStateName::Handled.as_str()).bind(staff.0),
            GridBox::Open(division) => list.bind(GridStateName::Reported.as_str()).bind(division.as_str()),
            GridBox::Taken(agency) => list.bind(agency.0),
        };
        let rows: Vec<GridReportRecord> = list.fetch_all(self.conn()).await?;
        Page::cut(rows, limit, |row| Cursor(row.reported_at, row.id)).try_map(|row| open(self, row))
    }

    async fn count_grid_reports(&mut self, of: &GridBox, before: Timestamp) -> Result<(u32, u32)> {
        let (all, overdue): (i64, i64) = match of {
            GridBox::ToLookAt(staff) => {
                let handled = GridStateName::Handled.as_str();
                let list = query_as(COUNT_GRID_TO_LOOK_AT).bind(before.0).bind(handled).bind(staff.0);
                list.fetch_one(self.conn()).await?
            }
            GridBox::Open(division) => {
                let reported = GridStateName::Reported.as_str();
                let list = query_as(COUNT_GRID_OPEN).bind(before.0).bind(reported).bind(division.as_str());
                list.fetch_one(self.conn()).await?
            }
            // Nothing waits in these: they are read when they are wanted.
            GridBox::Mine(_) | GridBox::Taken(_) => (0, 0),
        };
        Ok((count("number of reports", all)?, count("number of reports", overdue)?))
    }

    async fn grid_unclaimed(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, GridReportId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, GridReportId)>> {
        let (since, id) = after.map_or((i64::MIN, Uuid::nil()), |(since, id)| (since.0, id.0));
        let list = query_as(GRID_UNCLAIMED).bind(before.0).bind(since).bind(id).bind(i64::from(limit));
        let rows: Vec<(i64, Uuid)> = list.fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(|(since, id)| (Timestamp(since), GridReportId(id))).collect())
    }

    async fn grid_lines(&mut self, id: GridReportId) -> Result<Vec<GridLine>> {
        let rows: Vec<GridLineRecord> = query_as(GRID_LINES).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(TryFrom::try_from).collect()
    }

    async fn grid_photos(&mut self, id: GridReportId) -> Result<Vec<GridPhoto>> {
        let rows: Vec<GridPhotoRecord> = query_as(GRID_PHOTOS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(TryFrom::try_from).collect()
    }

    async fn grid_photo(&mut self, id: AttachmentId) -> Result<Option<GridPhoto>> {
        let row: Option<GridPhotoRecord> =
            query_as(GRID_PHOTO).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(TryFrom::try_from).transpose()
    }
}

#[async_trait]
impl GridWrites for Session {
    async fn add_grid_report(&mut self, report: &GridReport, line: &GridLine) -> Result<()> {
        let resident =
            report.resident.as_ref().map(|resident| format!("{}\n{}", resident.name, resident.phone));
        let sealed = resident.map(|text| self.vault().seal_text(RESIDENT, report.id.0, &text)).transpose()?;
        query(ADD_GRID_REPORT)
            .bind(report.id.0)
            .bind(report.place.as_str())
            .bind(&report.spot)
            .bind(report.class.as_str())
            .bind(&report.text)
            .bind(report.reporter.0)
            .bind(report.reported_at.0)
            .bind(sealed)
            .bind(report.state.name().as_str())
            .bind(report.state.agency().map(|agency| agency.0))
            .bind(report.state.petition().map(|petition| petition.0))
            .bind(i64::from(report.version))
            .bind(report.state_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("grid report"))?;
        add_line(self, line).await?;
        grid_notices::tell_of_step(self, report, line).await
    }

    async fn move_grid_report(&mut self, report: &GridReport, line: &GridLine) -> Result<()> {
        let done = query(MOVE_GRID_REPORT)
            .bind(report.id.0)
            .bind(i64::from(report.version))
            .bind(report.state.name().as_str())
            .bind(report.state.agency().map(|agency| agency.0))
            .bind(report.state.petition().map(|petition| petition.0))
            .bind(report.state_at.0)
            .execute(self.conn())
            .await?;
        or_stale("grid report", done.rows_affected())?;
        add_line(self, line).await?;
        grid_notices::tell_of_step(self, report, line).await
    }

    async fn tell_of_unclaimed(
        &mut self,
        report: &GridReport,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<usize> {
        grid_notices::tell_of_unclaimed(self, report, due, now).await
    }

    async fn add_grid_photo(&mut self, photo: &GridPhoto) -> Result<()> {
        query(ADD_GRID_PHOTO)
            .bind(photo.id.0)
            .bind(photo.report.0)
            .bind(&photo.name)
            .bind(&photo.media_type)
            .bind(stored("size of a photo", photo.size)?)
            .bind(photo.sha256.as_slice())
            .bind(photo.added_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("photo"))?;
        Ok(())
    }
}

async fn add_line(session: &mut Session, line: &GridLine) -> Result<()> {
    query(ADD_GRID_LINE)
        .bind(line.report.0)
        .bind(i64::from(line.number))
        .bind(line.step.as_str())
        .bind(&line.text)
        .bind(line.by.0)
        .bind(line.agency.0)
        .bind(line.at.0)
        .execute(session.conn())
        .await
        .map_err(or_exists("line of a grid report"))?;
    Ok(())
}

fn open(session: &Session, row: GridReportRecord) -> Result<GridReport> {
    let resident = row.resident.as_ref().map(|sealed| {
        let text = session.vault().open_text(RESIDENT, row.id, sealed)?;
        let (name, phone) =
            text.split_once('\n').ok_or_else(|| StoreError::corrupt(RESIDENT, "it is not two lines"))?;
        Ok::<_, StoreError>(Resident { name: name.to_owned(), phone: phone.to_owned() })
    });
    Ok(GridReport {
        id: GridReportId(row.id),
        place: parse("place of a grid report", &row.place)?,
        class: parse("class of a grid report", &row.class)?,
        state: row.state()?,
        resident: resident.transpose()?,
        spot: row.spot,
        text: row.text,
        reporter: StaffId(row.reporter),
        reported_at: Timestamp(row.reported_at),
        // Of a release before: its terms begin when it was reported.
        state_at: Timestamp(row.state_at.unwrap_or(row.reported_at)),
        version: count("version", row.version)?,
    })
}
