//! `GET /api/staff-notices`: what waits for me, newest first.

use crate::{
    domain::{
        channels::IntakeState,
        grid::GridStateName,
        ids::{GridReportId, IntakeId},
        jurisdiction::Agency,
        rights::{Official, demands_for, may_see_report},
        staff_notice::{About, Sight, StaffNotice, Topic},
    },
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{NoticedDay, NoticedGrid, NoticedHearing, NoticedPetition, StaffNoticeList, StaffNoticeView},
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Nobody counts on.
pub const MOST_UNREAD: u32 = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NoticeQuery {
    /// Only what I have not read.
    #[serde(default)]
    unread: bool,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// My notices, newest first. What I may see no more is none of mine any more: it is left out, and forgotten.
///
/// Codes: unauthenticated, bad_request.
#[utoipa::path(
    get,
    path = "/staff-notices",
    operation_id = "staff_notice_list",
    tag = "notices",
    params(NoticeQuery),
    responses((status = OK, body = StaffNoticeList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<NoticeQuery>,
) -> Result<Json<StaffNoticeList>, Problem> {
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let mut records = app.store.read().await?;
    let page = records.staff_notices(me.staff.id, asked.unread, after, limit).await?;
    let (mut rows, mut gone) = (Vec::new(), Vec::new());
    for notice in page.rows {
        let source = notice.source;
        match shown(records.as_mut(), &me, notice).await? {
            Some(view) => rows.push(view),
            None => gone.push(source),
        }
    }
    drop(records);
    forget(&app, &me, gone).await?;
    let unread = app.store.read().await?.unread_staff_notices(me.staff.id, MOST_UNREAD).await?;
    Ok(Json(StaffNoticeList { rows, next: page.next, unread }))
}

/// Else the bell would count what no page shows.
async fn forget(app: &AppState, me: &Official, gone: Vec<Uuid>) -> Result<(), Problem> {
    if gone.is_empty() {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    for source in gone {
        tx.drop_staff_notice(me.staff.id, source).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// By the rights of now: a wall, a recusal or a sealing may have come since. `None`: nothing of it.
async fn shown(
    records: &mut dyn Records,
    me: &Official,
    notice: StaffNotice,
) -> Result<Option<StaffNoticeView>, Problem> {
    let id = match notice.about {
        About::Petition(id) => id,
        About::Item(id) => return of_item(records, me, (&notice, id)).await,
        About::Grid(id) => return of_grid(records, me, (&notice, id)).await,
        About::Day(id) => {
            let day = records.reception_day(id).await?;
            return Ok(day.map(|day| StaffNoticeView { day: Some(NoticedDay::of(day)), ..bare(&notice) }));
        }
    };
    let Some(matter) = records.petition(id).await? else { return Ok(None) };
    let petition = access::known(records, me, id).await?;
    let hearing = match notice.hearing {
        Some(id) => access::known_hearing(records, me, id).await?,
        None => None,
    };
    let sight = notice.sight(me, &matter, petition.is_some(), hearing.is_some());
    if sight == Sight::Nothing {
        return Ok(None);
    }
    let whole = petition.filter(|_| sight == Sight::Petition);
    let named = sight == Sight::Petition || (sight == Sight::Number && notice.hearing.is_none());
    Ok(Some(StaffNoticeView {
        number: named.then(|| matter.number.clone()),
        petition: whole.map(|seen| NoticedPetition::of(seen.petition)),
        hearing: hearing.map(|seen| NoticedHearing::of(&seen.hearing)),
        ..bare(&notice)
    }))
}

/// Without what it is about.
fn bare(notice: &StaffNotice) -> StaffNoticeView {
    StaffNoticeView {
        id: notice.source,
        topic: notice.topic.into(),
        at: notice.at.0,
        unread: notice.read_at.is_none(),
        due: notice.due.map(|due| due.0),
        number: None,
        agency_name: None,
        petition: None,
        hearing: None,
        day: None,
        grid: None,
    }
}

/// Who waits to be taken up waits no more once somebody did.
async fn of_grid(
    records: &mut dyn Records,
    me: &Official,
    (notice, report): (&StaffNotice, GridReportId),
) -> Result<Option<StaffNoticeView>, Problem> {
    let Some(report) = records.grid_report(report).await? else { return Ok(None) };
    let posts = records.grid_posts_of(me.staff.id).await?;
    let asks = matches!(notice.topic, Topic::GridReported | Topic::GridUnclaimed);
    let waits = !asks || report.state.name() == GridStateName::Reported;
    if !waits || !may_see_report(me, &report, &posts) {
        return Ok(None);
    }
    let place_name = Names::default().place(records, &report.place).await?;
    let grid = NoticedGrid { id: report.id.0, place_name, spot: report.spot };
    Ok(Some(StaffNoticeView { grid: Some(grid), ..bare(notice) }))
}

/// What came in at a bureau below is its own to read; above it is known where it waits, and since when too long. Nothing once
/// it waits no more.
async fn of_item(
    records: &mut dyn Records,
    me: &Official,
    (notice, item): (&StaffNotice, IntakeId),
) -> Result<Option<StaffNoticeView>, Problem> {
    let item = records.intake_item(item).await?;
    if item.is_none_or(|item| item.state != IntakeState::Waiting) {
        return Ok(None);
    }
    let watches =
        |below: &Agency| demands_for(me, me.agency.id) && me.agency.division.contains(&below.division);
    let below = records.agency(notice.agency).await?.filter(watches);
    Ok(below.map(|below| StaffNoticeView { agency_name: Some(below.name), ..bare(notice) }))
}
