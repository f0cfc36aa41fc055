//! SQL of agencies, reception rooms and staff: searched lists, closing an agency, handing its work to the successor.

use super::{Row, Session};
use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, PetitionId, StaffId},
        jurisdiction::{Agency, Closure, Division, DivisionCode, GridPost, ReceptionRoom},
        people::{Role, Staff},
    },
    storage::{
        Cursor, Page, Sought, StoreError,
        error::{or_exists, or_stale},
        rows::{
            administration::{ClosureRecord, GridPostRecord},
            people::StaffRecord,
            places::{AgencyRecord, DivisionRecord, RoomRecord},
        },
        statements::statements,
        values::{join, split},
    },
};
use sqlx::{FromRow, query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// A list that is looked through, of whatever has an agency `a`. $1: place, $2: after, $3: words, $4: rows, $5: what is
/// ended too, $6: agency, $7: of any, $8: kind or post, $9: of agencies above the place as well.
macro_rules! sought {
    ($columns:literal, from $from:literal, id $id:literal, found by $found:literal, ended $ended:literal, word $word:literal) => {
        concat!(
            "select ",
            $columns,
            " from ",
            $from,
            " where (substr(a.division, 1, length($1)) = $1
                or ($9 = true and substr($1, 1, length(a.division)) = a.division))
            and ",
            $id,
            " < $2 and (",
            $found,
            ") and ($5 = true or not (",
            $ended,
            "))
            and ($7 = true or a.id = $6) and ",
            $word,
            " like $8
            order by ",
            $id,
            " desc limit $4"
        )
    };
}

statements! {
    CLOSURES = "select agency, successor, closed_at, reason from agency_closures order by closed_at, agency";
    CLOSURE = "select agency, successor, closed_at, reason from agency_closures where agency = $1";
    ADD_CLOSURE = "insert into agency_closures (agency, successor, closed_at, reason) values ($1, $2, $3, $4)";
    MOVE_STAFF = "update staff set agency = $2 where agency = $1";
    MOVE_ROOMS = "update reception_rooms set agency = $2 where agency = $1";
    MOVE_SEATS = "update seats set agency = $2 where agency = $1
        and hearing in (select id from hearings where stage in ('requested', 'scheduled', 'postponed'))";
    MOVE_HEARINGS = "update hearings set host = $2
        where host = $1 and stage in ('requested', 'scheduled', 'postponed')";
    /// What its agency only says is done may come back to it.
    MOVE_ITEMS = "update action_items set agency = $2 where agency = $1 and state not in ('closed', 'lifted')";
    MOVE_OWED = "update demands set addressee = $2 where addressee = $1 and lifted_at is null";
    MOVE_MADE = "update demands set demander = $2 where demander = $1 and lifted_at is null";
    MOVE_ACCUSED = "update petitions set accused_agencies = replace(accused_agencies, $1, $2)
        where category = 'report' and accused_agencies like '%' || $1 || '%'";
    MOVE_RECEPTIONS = "update reception_days set agency = $2 where agency = $1 and state in ('planned', 'published')";
    /// A report's are its discipline desk's, and no bureau above learns of them (art. 30).
    RAISE_OWN = "update demands set demander = $2 where demander = $1 and addressee = $1 and lifted_at is null
        and petition in (select id from petitions where category <> 'report')";
    MOVE_REQUESTS = "update hearing_requests set organ = $2, version = version + 1
        where organ = $1 and state in ('requested', 'examining', 'approved')";
    MOVE_APPLICATIONS = "update hearing_requests set agency = $2
        where agency = $1 and state in ('requested', 'examining', 'approved')";
    MOVE_WANTED = "update hearing_request_organs set agency = $2
        where agency = $1 and request in (select id from hearing_requests where state in ('requested', 'examining', 'approved'))
            and request not in (select w.request from hearing_request_organs w where w.agency = $2)";
    /// What was discarded may be taken up again.
    MOVE_WAITING = "update intake_items set bureau = $2 where bureau = $1 and state <> 'registered'";
    /// A program may what its agency may: between equals it goes over, else it stays and only brings (`ApiClient::may`), and
    /// an administrator makes another.
    MOVE_CLIENTS = "update api_clients set agency = $2 where agency = $1 and exists (select 1 from agencies a
        join agencies b on b.id = $2 where a.id = $1 and a.kind = b.kind and a.division = b.division)";
    MOVE_GRID_REPORTS = "update grid_reports set agency = $2, version = version + 1
        where agency = $1 and state in ('claimed', 'handled')";
    PETITIONS = "select id from petitions where ((unit = $1 or registered_by = $1 or desk = $1 or reviewer = $1
            or urgent_to = $1) and state not in ('closed',
            'terminated', 'diverted', 'not_accepted', 'no_longer_accepted', 'merged', 'withdrawn', 'archived'))
            or (organ = $1 and state = 'diverted')
        order by id";
    HAND_OVER = "update petitions set unit = case when unit = $3 then $4 else unit end,
            registered_by = case when registered_by = $3 then $4 else registered_by end,
            desk = case when desk = $3 then $4 else desk end,
            reviewer = case when reviewer = $3 then $4 else reviewer end,
            organ = case when organ = $3 then $4 else organ end,
            urgent_to = case when urgent_to = $3 then $4 else urgent_to end, version = version + 1
        where id = $1 and version = $2";

    GRID_POSTS = "select division, staff, post from grid_posts where substr(division, 1, length($1)) = $1
        order by division, post, staff";
    GRID_POSTS_OF = "select division, staff, post from grid_posts where staff = $1 order by division";
    END_GRID_POSTS = "delete from grid_posts where division = $1";
    ADD_GRID_POST = "insert into grid_posts (division, staff, post) values ($1, $2, $3)";

    AGENCIES = sought!(
        "a.id, a.name, a.kind, a.division, c.successor, c.closed_at, c.reason",
        from "agencies a left join agency_closures c on c.agency = a.id left join divisions d on d.code = a.division",
        id "a.id", found by "lower(a.name) like $3 escape '\\' or lower(d.name) like $3 escape '\\'",
        ended "c.agency is not null", word "a.kind"
    );
    ROOMS = sought!(
        "r.id, r.agency, r.name, r.closed_at, a.name as agency_name",
        from "reception_rooms r join agencies a on a.id = r.agency",
        id "r.id", found by "lower(r.name) like $3 escape '\\' or lower(a.name) like $3 escape '\\'",
        ended "r.closed_at is not null", word "a.kind"
    );
    /// Posts are words with commas between.
    STAFF = sought!(
        "s.id, s.username, s.name, s.agency, s.roles, s.disabled, w.roles as wished",
        from "staff s join agencies a on a.id = s.agency left join wished_roles w on w.staff = s.id",
        id "s.id", found by "s.username like $3 escape '\\' or lower(s.name) like $3 escape '\\'
            or lower(a.name) like $3 escape '\\'",
        ended "s.disabled = true", word "',' || s.roles || ','"
    );
    WISHED = "select roles from wished_roles where staff = $1";
    WISH = "insert into wished_roles (staff, roles) values ($1, $2)
        on conflict (staff) do update set roles = excluded.roles";
    UNWISH = "delete from wished_roles where staff = $1";
    DIVISIONS_BELOW = "select code, name from divisions
        where substr(code, 1, length($1)) = $1 and code <> $1 order by code";
}

pub(super) async fn closures(session: &mut Session) -> Result<Vec<Closure>> {
    let rows: Vec<ClosureRecord> = query_as(CLOSURES).fetch_all(session.conn()).await?;
    Ok(rows.into_iter().map(Closure::from).collect())
}

pub(super) async fn closure(session: &mut Session, agency: AgencyId) -> Result<Option<Closure>> {
    let row: Option<ClosureRecord> = query_as(CLOSURE).bind(agency.0).fetch_optional(session.conn()).await?;
    Ok(row.map(Closure::from))
}

pub(super) async fn close(session: &mut Session, closure: &Closure) -> Result<()> {
    query(ADD_CLOSURE)
        .bind(closure.agency.0)
        .bind(closure.successor.0)
        .bind(closure.at.0)
        .bind(&closure.reason)
        .execute(session.conn())
        .await
        .map_err(or_exists("closure of an agency"))?;
    let moves = [
        MOVE_STAFF,
        MOVE_ROOMS,
        MOVE_SEATS,
        MOVE_HEARINGS,
        MOVE_ITEMS,
        MOVE_RECEPTIONS,
        MOVE_OWED,
        MOVE_MADE,
        MOVE_REQUESTS,
        MOVE_APPLICATIONS,
        MOVE_WANTED,
        MOVE_CLIENTS,
        MOVE_GRID_REPORTS,
    ];
    for statement in moves {
        query(statement).bind(closure.agency.0).bind(closure.successor.0).execute(session.conn()).await?;
    }
    // Whom a report accuses is a list of ids in words.
    let (gone, successor) = (closure.agency.to_string(), closure.successor.to_string());
    query(MOVE_ACCUSED).bind(gone).bind(successor).execute(session.conn()).await?;
    Ok(())
}

/// What came in and waits at a bureau.
pub(super) async fn move_waiting(session: &mut Session, from: AgencyId, to: AgencyId) -> Result<()> {
    query(MOVE_WAITING).bind(from.0).bind(to.0).execute(session.conn()).await?;
    Ok(())
}

/// What it demands of itself since two were merged.
pub(super) async fn raise_own_demands(
    session: &mut Session,
    agency: AgencyId,
    above: AgencyId,
) -> Result<()> {
    query(RAISE_OWN).bind(agency.0).bind(above.0).execute(session.conn()).await?;
    Ok(())
}

pub(super) async fn petitions(session: &mut Session, agency: AgencyId) -> Result<Vec<PetitionId>> {
    let rows: Vec<Uuid> = query_scalar(PETITIONS).bind(agency.0).fetch_all(session.conn()).await?;
    Ok(rows.into_iter().map(PetitionId).collect())
}

pub(super) async fn hand_over(
    session: &mut Session,
    petition: PetitionId,
    version: u32,
    (from, to): (AgencyId, AgencyId),
) -> Result<()> {
    let done = query(HAND_OVER)
        .bind(petition.0)
        .bind(i64::from(version))
        .bind(from.0)
        .bind(to.0)
        .execute(session.conn())
        .await?;
    or_stale("petition", done.rows_affected())
}

pub(super) async fn grid_posts(session: &mut Session, division: &DivisionCode) -> Result<Vec<GridPost>> {
    let rows: Vec<GridPostRecord> =
        query_as(GRID_POSTS).bind(division.as_str()).fetch_all(session.conn()).await?;
    rows.into_iter().map(GridPost::try_from).collect()
}

pub(super) async fn grid_posts_of(session: &mut Session, staff: StaffId) -> Result<Vec<GridPost>> {
    let rows: Vec<GridPostRecord> = query_as(GRID_POSTS_OF).bind(staff.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(GridPost::try_from).collect()
}

pub(super) async fn set_grid_posts(
    session: &mut Session,
    division: &DivisionCode,
    posts: &[GridPost],
) -> Result<()> {
    query(END_GRID_POSTS).bind(division.as_str()).execute(session.conn()).await?;
    for post in posts {
        query(ADD_GRID_POST)
            .bind(division.as_str())
            .bind(post.staff.0)
            .bind(post.duty.as_str())
            .execute(session.conn())
            .await
            .map_err(or_exists("post in a grid"))?;
    }
    Ok(())
}

/// What a name must be like that has `search` in it; a percent sign is one.
fn like(search: Option<&str>) -> String {
    let search = search.unwrap_or_default().to_lowercase();
    format!("%{}%", search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// A page of one of the lists above. Ids grow with time: they are the place by themselves.
async fn sought<R, T>(
    session: &mut Session,
    list: &'static str,
    wanted: &Sought,
    (after, limit): (Option<Cursor>, u32),
    id: impl Fn(&T) -> Uuid,
) -> Result<Page<T>>
where
    R: for<'r> FromRow<'r, Row> + Send + Unpin,
    T: TryFrom<R, Error = StoreError>,
{
    let word = match (wanted.kind, wanted.role) {
        (Some(kind), _) => kind.as_str().to_owned(),
        (None, Some(role)) => format!("%,{role},%"),
        (None, None) => "%".to_owned(),
    };
    let rows: Vec<R> = query_as(list)
        .bind(wanted.place.as_ref().map_or("", DivisionCode::as_str))
        .bind(after.unwrap_or(Cursor::HIGHEST).1)
        .bind(like(wanted.search.as_deref()))
        .bind(i64::from(limit) + 1)
        .bind(wanted.ended)
        .bind(wanted.agency.map_or(Uuid::nil(), |agency| agency.0))
        .bind(wanted.agency.is_none())
        .bind(word)
        .bind(wanted.above)
        .fetch_all(session.conn())
        .await?;
    let found = rows.into_iter().map(T::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(found, limit, |one| Cursor(0, id(one))))
}

type At = (Option<Cursor>, u32);

pub(super) async fn agencies(
    session: &mut Session,
    wanted: &Sought,
    at: At,
) -> Result<Page<(Agency, Option<Closure>)>> {
    sought::<ListedAgency, _>(session, AGENCIES, wanted, at, |(agency, _): &(Agency, _)| agency.id.0).await
}

pub(super) async fn rooms(
    session: &mut Session,
    wanted: &Sought,
    at: At,
) -> Result<Page<(ReceptionRoom, String)>> {
    sought::<ListedRoom, _>(session, ROOMS, wanted, at, |(room, _): &(ReceptionRoom, _)| room.id.0).await
}

pub(super) async fn staff(
    session: &mut Session,
    wanted: &Sought,
    at: At,
) -> Result<Page<(Staff, Vec<Role>)>> {
    sought::<ListedStaff, _>(session, STAFF, wanted, at, |(staff, _): &(Staff, _)| staff.id.0).await
}

#[derive(sqlx::FromRow)]
struct ListedAgency {
    #[sqlx(flatten)]
    agency: AgencyRecord,
    successor: Option<Uuid>,
    closed_at: Option<i64>,
    reason: Option<String>,
}

impl TryFrom<ListedAgency> for (Agency, Option<Closure>) {
    type Error = StoreError;
    fn try_from(row: ListedAgency) -> Result<Self> {
        let agency = Agency::try_from(row.agency)?;
        let closure = match (row.successor, row.closed_at, row.reason) {
            (Some(successor), Some(at), Some(reason)) => {
                Some(Closure { agency: agency.id, successor: AgencyId(successor), at: Timestamp(at), reason })
            }
            _ => None,
        };
        Ok((agency, closure))
    }
}

#[derive(sqlx::FromRow)]
struct ListedRoom {
    #[sqlx(flatten)]
    room: RoomRecord,
    agency_name: String,
}

impl TryFrom<ListedRoom> for (ReceptionRoom, String) {
    type Error = StoreError;
    fn try_from(row: ListedRoom) -> Result<Self> {
        Ok((ReceptionRoom::from(row.room), row.agency_name))
    }
}

#[derive(sqlx::FromRow)]
struct ListedStaff {
    #[sqlx(flatten)]
    staff: StaffRecord,
    wished: Option<String>,
}

impl TryFrom<ListedStaff> for (Staff, Vec<Role>) {
    type Error = StoreError;
    fn try_from(row: ListedStaff) -> Result<Self> {
        let wished = row.wished.as_deref().map(|roles| split("post", roles)).transpose()?;
        Ok((Staff::try_from(row.staff)?, wished.unwrap_or_default()))
    }
}

pub(super) async fn wished_roles(session: &mut Session, staff: StaffId) -> Result<Option<Vec<Role>>> {
    let roles: Option<String> = query_scalar(WISHED).bind(staff.0).fetch_optional(session.conn()).await?;
    roles.as_deref().map(|roles| split("post", roles)).transpose()
}

pub(super) async fn wish_roles(session: &mut Session, staff: StaffId, roles: &[Role]) -> Result<()> {
    if roles.is_empty() {
        query(UNWISH).bind(staff.0).execute(session.conn()).await?;
    } else {
        query(WISH).bind(staff.0).bind(join(roles)).execute(session.conn()).await?;
    }
    Ok(())
}

pub(super) async fn divisions_below(session: &mut Session, division: &DivisionCode) -> Result<Vec<Division>> {
    let rows: Vec<DivisionRecord> =
        query_as(DIVISIONS_BELOW).bind(division.as_str()).fetch_all(session.conn()).await?;
    rows.into_iter().map(Division::try_from).collect()
}
