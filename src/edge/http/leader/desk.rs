//! `GET /api/leader/desk`: my sessions with a brief of each matter, and what was promised in those before.

use crate::{
    domain::{
        Timestamp,
        hearing::{ActionItemState, Hearing, StageName},
        rights::{Actor, SeatRelation},
    },
    edge::{
        AppState, access,
        access::SeenHearing,
        extract::Json,
        http::{hearings::row, supervision::show::item_view},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Brief, LeaderDesk, LeaderSession, OrderedItemView, PetitionRow},
    },
    storage::Records,
};
use axum::extract::State;
use time::Duration;

/// So far ahead it looks, beyond today.
const AHEAD: Duration = Duration::days(14);
/// More than a person can look through.
const MOST_PROMISES: u32 = 200;

/// My sessions of today and the fourteen days ahead with a brief of each matter, and what was promised in my
/// sessions before.
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
            let row = row::of(records.as_mut(), &mut names, &me, &seen).await?;
            let brief = brief(&app, records.as_mut(), &mut names, &seen).await?;
            sessions.push(LeaderSession { row, brief });
        }
    }
    let promises = promises(&app, records.as_mut(), &mut names, &me).await?;
    Ok(Json(LeaderDesk { sessions, promises }))
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
    let place = names.place(records, &petition.place).await?;
    let unit = match petition.state.unit() {
        Some(unit) => Some(names.agency(records, unit).await?),
        None => None,
    };
    let earlier = records.hearings_of(petition.id).await?;
    let earlier = earlier.iter().filter(|one| one.starts_at < seen.hearing.starts_at).count();
    let items = records.action_items(petition.id).await?;
    let open = items.iter().filter(|(_, item)| item.state != ActionItemState::Closed).count();
    let row = PetitionRow::of(petition, place, unit, app.world.now(), &app.config.tier_shares);
    Ok(Brief::of(petition, row, earlier, open))
}

async fn promises(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    me: &Actor,
) -> Result<Vec<OrderedItemView>, Problem> {
    let mut rows = Vec::new();
    for ordered in records.items_promised_by(me.staff.id, MOST_PROMISES).await? {
        let Some(petition) = records.petition(ordered.petition).await? else { continue };
        let opens = access::petition(records, me, ordered.petition).await.is_ok();
        rows.push(item_view(app, records, names, me, ordered, &petition, opens).await?);
    }
    Ok(rows)
}
