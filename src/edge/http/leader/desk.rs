//! `GET /api/leader/desk`: my sessions with a brief of each matter.

use crate::{
    domain::{
        Timestamp,
        hearing::{ActionItemState, Hearing, StageName},
        rights::SeatRelation,
    },
    edge::{
        AppState, access,
        access::SeenHearing,
        extract::Json,
        http::{hearings, petitions::row},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Brief, LeaderDesk, LeaderSession},
    },
    storage::Records,
};
use axum::extract::State;
use time::Duration;

/// So far ahead it looks, beyond today.
const AHEAD: Duration = Duration::days(14);

/// My sessions of today and the fourteen days ahead with a brief of each matter.
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
            sessions.push(LeaderSession { row, brief });
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

async fn brief(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    seen: &SeenHearing,
) -> Result<Brief, Problem> {
    let petition = &seen.petition;
    let earlier = records.hearings_of(petition.id).await?;
    let before = |one: &&Hearing| one.starts_at < seen.hearing.starts_at && !called_off(one);
    let earlier = earlier.iter().filter(before).count();
    let items = records.action_items(petition.id).await?;
    let open = items.iter().filter(|(_, item)| item.state != ActionItemState::Closed).count();
    let row = row::of(app, records, names, petition).await?;
    Ok(Brief::of(petition, row, earlier, open))
}
