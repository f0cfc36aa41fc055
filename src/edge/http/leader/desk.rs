//! `GET /api/leader/desk`: my sessions with a brief of each matter.

use crate::{
    domain::{
        Timestamp,
        hearing::{Hearing, ItemAnswer, StageName},
        rights::{HearingAction, SeatRelation},
    },
    edge::{
        AppState, access,
        access::SeenHearing,
        extract::Json,
        http::{hearings, petitions::row},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Brief, Day, LeaderDesk, LeaderSession, PromiseMade, SessionNow},
    },
    rooms,
    storage::{Records, passed_over},
};
use axum::extract::State;
use time::Duration;

/// So far ahead it looks, beyond today.
const AHEAD: Duration = Duration::days(14);

/// My sessions of today and the fourteen days ahead with a brief of each matter; of one that is on, its time and what was
/// promised in it so far.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/leader/desk",
    operation_id = "leader_desk",
    tag = "leader",
    responses((status = OK, body = LeaderDesk), Problem),
)]
pub async fn desk(State(app): State<AppState>, SignedIn(me): SignedIn) -> Result<Json<LeaderDesk>, Problem> {
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let today = app.world.now().local_date();
    let (from, to) = Timestamp::span(today, today + AHEAD);
    let mut sessions = Vec::new();
    for hearing in records.hearings_between(from, to).await? {
        if SeatRelation::of(&me, &hearing.seats) != SeatRelation::Own || called_off(&hearing) {
            continue;
        }
        if let Some(seen) = access::seen(records.as_mut(), &me, hearing).await? {
            let row = hearings::row::of(records.as_mut(), &mut names, &me, &seen).await?;
            let brief = brief(&app, records.as_mut(), &mut names, &seen).await?;
            let now = session_now(&app, records.as_mut(), &mut names, &seen).await?;
            sessions.push(LeaderSession { row, brief, now });
        }
    }
    Ok(Json(LeaderDesk { sessions }))
}

fn called_off(hearing: &Hearing) -> bool {
    matches!(
        hearing.stage.name(),
        StageName::Requested | StageName::Cancelled | StageName::Postponed | StageName::NoShow
    )
}

/// Nothing of one that is not on, or whose minutes are not for me.
async fn session_now(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    seen: &SeenHearing,
) -> Result<Option<SessionNow>, Problem> {
    let hearing = &seen.hearing;
    let on = matches!(
        hearing.stage.name(),
        StageName::InSession
            | StageName::Paused
            | StageName::Suspended
            | StageName::MinutesReview
            | StageName::Signing
    );
    if !on || !seen.rights.may(HearingAction::ReadMinutes) {
        return Ok(None);
    }
    let mut items = rooms::carried_items(records, hearing).await?;
    items.extend(records.item_proposals(hearing.id).await?);
    let mut promised = Vec::new();
    for item in items.into_iter().filter(|item| matches!(item.answer, ItemAnswer::Accepted(_))) {
        promised.push(PromiseMade {
            id: item.id.0,
            agency_name: names.agency(records, item.agency).await?,
            content: item.content,
            deadline: Day(item.deadline),
        });
    }
    let presiding = records.presiding(hearing.id).await?;
    Ok(Some(SessionNow::of(hearing, &presiding, promised, app.world.now())))
}

async fn brief(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    seen: &SeenHearing,
) -> Result<Brief, Problem> {
    let petition = &seen.petition;
    // One of them that cannot be read costs their number, not the desk.
    let earlier = passed_over(petition.id, records.hearings_of(petition.id).await)?.unwrap_or_default();
    let before = |one: &&Hearing| one.starts_at < seen.hearing.starts_at && !called_off(one);
    let earlier = earlier.iter().filter(before).count();
    let items = records.action_items(petition.id).await?;
    let open = items.iter().filter(|(_, item)| !item.state.is_over()).count();
    let row = row::of(app, records, names, petition).await?;
    Ok(Brief::of(petition, row, earlier, open))
}
