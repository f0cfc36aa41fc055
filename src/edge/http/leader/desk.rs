//! `GET /api/leader/desk`: my sessions with a brief of each matter, and my reception days.

use crate::{
    domain::{
        Timestamp,
        event::EventKind,
        hearing::{Hearing, ItemAnswer, StageName},
        ids::SeatId,
        petition::Petition,
        rights::{HearingAction, Official, SeatRelation},
    },
    edge::{
        AppState, access,
        access::SeenHearing,
        extract::Json,
        http::{hearings, petitions::row, reception},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Before, Brief, BriefOpinion, Day, LeaderDesk, LeaderSession, PromiseMade, SessionNow},
    },
    rooms,
    storage::{Records, passed_over},
};
use axum::extract::State;
use time::Duration;

/// So far ahead it looks, beyond today.
const AHEAD: Duration = Duration::days(14);

/// My sessions and reception days of today and the fourteen days ahead, with a brief of each matter; of a session that is
/// on, its time and what was promised in it so far.
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
            let now = session_now(&app, records.as_mut(), &mut names, &me, &seen).await?;
            sessions.push(LeaderSession { row, brief, now });
        }
    }
    let mut days = Vec::new();
    for day in records.days_of_leader(me.staff.id, from, to).await?.into_iter().filter(|day| day.is_ahead()) {
        days.push(reception::show::day(records.as_mut(), &mut names, &me, day).await?);
    }
    Ok(Json(LeaderDesk { sessions, days }))
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
    me: &Official,
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
    let hands = hands(app, hearing).await;
    Ok(Some(SessionNow::of(&seen.shown(me), &presiding, &hands, promised, app.world.now())))
}

/// Raised in the room, the first first; none where nobody is there.
async fn hands(app: &AppState, hearing: &Hearing) -> Vec<SeatId> {
    let room = app.rooms.overview(hearing.id).await;
    let seats = room.map(|room| room.seats).unwrap_or_default();
    let mut up: Vec<_> = seats.iter().filter_map(|seat| Some((seat.hand?, seat.id.into()))).collect();
    up.sort_by_key(|(since, _)| *since);
    up.into_iter().map(|(_, seat)| seat).collect()
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
    let hearings = earlier.iter().filter(before).count();
    let items = records.action_items(petition.id).await?;
    let promises_open = items.iter().filter(|(_, item)| !item.state.is_over()).count();
    let orders = records.demands_of(petition.id).await?;
    let orders = orders.iter().filter(|one| one.kind.is_order() && !one.state.is_lifted());
    let supervised = orders.map(|one| one.kind).max();
    let opinions = opinions(records, names, petition).await?;
    let row = row::of(app, records, names, petition).await?;
    Ok(Brief::of(petition, row, Before { hearings, promises_open, opinions, supervised }))
}

/// What was found on the matter so far, by whom and when.
async fn opinions(
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
) -> Result<Vec<BriefOpinion>, Problem> {
    let events = passed_over(petition.id, records.timeline(petition.id).await)?.unwrap_or_default();
    let last = |kind: EventKind| events.iter().rfind(|one| one.event.kind == kind).map(|one| one.event.at);
    let mut found = Vec::new();
    if let Some(opinion) = petition.delivered_opinion() {
        let unit = names.agency_if(records, petition.state.unit()).await?;
        found.push(BriefOpinion::of(opinion, unit, last(EventKind::PetitionReplied)));
    }
    let reviews = [
        (petition.course.review.as_ref(), EventKind::PetitionReviewed),
        (petition.delivered_rereview(), EventKind::PetitionRereviewed),
    ];
    for (review, kind) in reviews {
        let Some(review) = review else { continue };
        let organ = names.agency_if(records, Some(review.organ)).await?;
        found.push(BriefOpinion::of_review(review, organ, last(kind)));
    }
    Ok(found)
}
