use super::Session;
use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, PetitionId, StaffId},
        jurisdiction::{Agency, Closure, Division, DivisionCode, GridPost, ReceptionRoom},
        people::{Role, Staff},
    },
    storage::{
        Page, Place, StoreError,
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
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

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
    MOVE_ITEMS = "update action_items set agency = $2 where agency = $1 and state <> 'done'";
    MOVE_OWED = "update demands set addressee = $2 where addressee = $1 and lifted_at is null";
    MOVE_MADE = "update demands set demander = $2 where demander = $1 and lifted_at is null";
    MOVE_ACCUSED = "update petitions set accused_agencies = replace(accused_agencies, $1, $2)
        where category = 'report' and accused_agencies like '%' || $1 || '%'";
    MOVE_RECEPTIONS = "update reception_days set agency = $2 where agency = $1 and state in ('planned', 'published')";
    MOVE_REQUESTS = "update hearing_requests set organ = $2, version = version + 1
        where organ = $1 and state in ('requested', 'examining', 'approved')";
    MOVE_APPLICATIONS = "update hearing_requests set agency = $2
        where agency = $1 and state in ('requested', 'examining', 'approved')";
    MOVE_WANTED = "update hearing_request_organs set agency = $2
        where agency = $1 and request in (select id from hearing_requests where state in ('requested', 'examining', 'approved'))
            and request not in (select w.request from hearing_request_organs w where w.agency = $2)";
    MOVE_WAITING = "update intake_items set bureau = $2 where bureau = $1 and state = 'waiting'";
    MOVE_CLIENTS = "update api_clients set agency = $2 where agency = $1";
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

    STAFF = "select s.id, s.username, s.name, s.agency, s.roles, s.disabled, w.roles as wished from staff s
        join agencies a on a.id = s.agency left join wished_roles w on w.staff = s.id
        where substr(a.division, 1, length($1)) = $1 and s.id < $2
            and (s.username like $3 escape '\\' or lower(s.name) like $3 escape '\\'
                or lower(a.name) like $3 escape '\\')
        order by s.id desc limit $4";
    AGENCIES = "select a.id, a.name, a.kind, a.division, c.successor, c.closed_at, c.reason from agencies a
        left join agency_closures c on c.agency = a.id left join divisions d on d.code = a.division
        where substr(a.division, 1, length($1)) = $1 and a.id < $2
            and (lower(a.name) like $3 escape '\\' or lower(d.name) like $3 escape '\\')
            and (c.agency is null or $4 = false)
        order by a.id desc limit $5";
    ROOMS = "select r.id, r.agency, r.name, r.closed_at, a.name as agency_name from reception_rooms r
        join agencies a on a.id = r.agency
        where r.closed_at is null and substr(a.division, 1, length($1)) = $1 and r.id < $2
            and (lower(r.name) like $3 escape '\\' or lower(a.name) like $3 escape '\\')
        order by r.id desc limit $4";
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
        MOVE_WAITING,
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
pub(super) fn like(search: Option<&str>) -> String {
    let search = search.unwrap_or_default().to_lowercase();
    format!("%{}%", search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
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

pub(super) async fn agencies(
    session: &mut Session,
    (division, open): (&DivisionCode, bool),
    search: Option<&str>,
    (after, limit): (Option<Place>, u32),
) -> Result<Page<(Agency, Option<Closure>)>> {
    let rows: Vec<ListedAgency> = query_as(AGENCIES)
        .bind(division.as_str())
        .bind(after.unwrap_or(Place::HIGHEST).1)
        .bind(like(search))
        .bind(open)
        .bind(i64::from(limit) + 1)
        .fetch_all(session.conn())
        .await?;
    let agencies = rows.into_iter().map(TryFrom::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(agencies, limit, |(agency, _): &(Agency, _)| Place(0, agency.id.0)))
}

#[derive(sqlx::FromRow)]
struct ListedRoom {
    #[sqlx(flatten)]
    room: RoomRecord,
    agency_name: String,
}

pub(super) async fn rooms(
    session: &mut Session,
    division: &DivisionCode,
    search: Option<&str>,
    (after, limit): (Option<Place>, u32),
) -> Result<Page<(ReceptionRoom, String)>> {
    let rows: Vec<ListedRoom> = query_as(ROOMS)
        .bind(division.as_str())
        .bind(after.unwrap_or(Place::HIGHEST).1)
        .bind(like(search))
        .bind(i64::from(limit) + 1)
        .fetch_all(session.conn())
        .await?;
    let rooms: Vec<_> =
        rows.into_iter().map(|row| (ReceptionRoom::from(row.room), row.agency_name)).collect();
    Ok(Page::cut(rooms, limit, |(room, _)| Place(0, room.id.0)))
}

#[derive(sqlx::FromRow)]
struct ListedStaff {
    #[sqlx(flatten)]
    staff: StaffRecord,
    wished: Option<String>,
}

pub(super) async fn staff(
    session: &mut Session,
    division: &DivisionCode,
    search: Option<&str>,
    (after, limit): (Option<Place>, u32),
) -> Result<Page<(Staff, Vec<Role>)>> {
    let rows: Vec<ListedStaff> = query_as(STAFF)
        .bind(division.as_str())
        .bind(after.unwrap_or(Place::HIGHEST).1)
        .bind(like(search))
        .bind(i64::from(limit) + 1)
        .fetch_all(session.conn())
        .await?;
    let read = |row: ListedStaff| {
        let wished = row.wished.as_deref().map(|roles| split("post", roles)).transpose()?;
        Ok::<_, StoreError>((Staff::try_from(row.staff)?, wished.unwrap_or_default()))
    };
    let people = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    // Ids grow with time: they are the place by themselves.
    Ok(Page::cut(people, limit, |(staff, _)| Place(0, staff.id.0)))
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
