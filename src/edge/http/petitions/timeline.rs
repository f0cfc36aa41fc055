//! `GET /api/petitions/{id}/timeline`: what happened to it, newest first.

use crate::{
    domain::{
        event::{Actor, Event, EventKind, ON_BEHALF_OF},
        hearing::Hearing,
        ids::{PetitionId, StaffId},
        opening::is_opening,
        petition::Petition,
        rights::{Official, PetitionField, Shown},
    },
    edge::{
        AppState, access,
        extract::{Json, Path, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::{ActorKind, ActorView, TimelineEvent, TimelineList},
    },
    storage::{Records, StoreError},
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuery {
    /// Without those that say only that somebody opened a paper or played a recording, if `false`.
    openings: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What happened to it, newest first. A page may have fewer rows than asked for and yet be followed by another.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/timeline",
    operation_id = "petition_timeline",
    tag = "petitions",
    params(("id" = Uuid, Path), TimelineQuery),
    responses((status = OK, body = TimelineList), Problem),
)]
pub async fn timeline(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<TimelineQuery>,
) -> Result<Json<TimelineList>, Problem> {
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    let fields = seen.fields(&me);
    let kept: Vec<_> = seen.kept_from(&me).map(|hearing| hearing.id).collect();
    let hearings: Vec<_> = seen.hearings.into_iter().map(|hearing| fields.hearing(hearing)).collect();
    let (mut names, mut rows) = (Names::default(), Vec::new());
    // Who looked is the house's own to know, as what it says to itself is.
    let (notes, papers) = (fields.shown(PetitionField::Notes), fields.shown(PetitionField::Papers));
    let told = notes == Shown::Full;
    let openings = told && asked.openings.unwrap_or(true);
    let page = records.timeline_back(seen.petition.id, openings, after, limit).await?;
    let named = page.rows.iter().any(|chained| paper_of(&chained.event).is_some());
    let files = match papers {
        Shown::Full if named => file_names(records.as_mut(), &me, &seen.petition).await?,
        Shown::Full | Shown::Masked | Shown::Hidden => HashMap::new(),
    };
    let unsealed =
        if seen.petition.is_sealed() { None } else { records.last_unsealing(seen.petition.id).await? };
    for chained in page.rows {
        // What is still written in a hearing that stays behind the wall is written there.
        let in_kept = chained.event.hearing.is_some_and(|hearing| kept.contains(&hearing));
        let was_sealed = unsealed.as_ref().is_some_and(|last| !chained.follows(last)) || in_kept;
        if is_opening(chained.event.kind) && was_sealed {
            continue;
        }
        let actor = actor(records.as_mut(), &mut names, &hearings, &chained.event).await?;
        let file_name = file_name(&files, &chained.event);
        let mut event = event(chained.number, chained.event, actor);
        event.file_name = file_name;
        if was_sealed {
            event.details.remove("basis");
        }
        event.reason = fields.text(PetitionField::Notes, event.reason.filter(|_| !was_sealed));
        rows.push(event);
    }
    Ok(Json(TimelineList { rows, openings: told, next: page.next }))
}

fn event(number: u64, event: Event, actor: ActorView) -> TimelineEvent {
    TimelineEvent {
        number,
        at: event.at.0,
        kind: event.kind.as_str().to_owned(),
        actor,
        reason: event.reason,
        due_before: event.due_before.map(|at| at.0),
        due_after: event.due_after.map(|at| at.0),
        hearing: event.hearing.map(|id| id.0),
        details: event.details.into_iter().collect(),
        file_name: None,
    }
}

/// Names and numbers of what the log names by its id only, because the chain is never erased.
async fn file_names(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
) -> Result<HashMap<Uuid, String>, Problem> {
    let files = access::files(records, me, petition).await?;
    let attached = files.into_iter().map(|file| (file.id.0, file.name));
    let issued = records.documents(petition.id).await?.into_iter().map(|paper| (paper.id.0, paper.number));
    Ok(attached.chain(issued).collect())
}

fn file_name(files: &HashMap<Uuid, String>, event: &Event) -> Option<String> {
    files.get(&paper_of(event)?.parse().ok()?).cloned()
}

/// The paper that an event names: that was opened, or shows what the petitioner said.
fn paper_of(event: &Event) -> Option<&str> {
    let under = match event.kind {
        EventKind::PaperOpened => "id",
        EventKind::PetitionClosed => "acceptance",
        EventKind::PetitionWithdrawn | EventKind::PetitionHouseholdLeft => "proof",
        _ => return None,
    };
    event.detail(under)
}

async fn actor(
    records: &mut dyn Records,
    names: &mut Names,
    hearings: &[Hearing],
    event: &Event,
) -> Result<ActorView, StoreError> {
    Ok(match event.actor {
        Actor::Staff { staff, agency } => ActorView {
            is: ActorKind::Staff,
            name: Some(names.staff(records, staff).await?),
            agency_name: Some(names.agency(records, agency).await?),
            on_behalf_of: principal(records, names, event).await?,
        },
        Actor::Seat(id) => {
            let seat = hearings.iter().find_map(|hearing| hearing.seat(id));
            ActorView {
                is: ActorKind::Seat,
                name: seat.map(|seat| seat.name.clone()),
                agency_name: seat.map(|seat| seat.label.clone()),
                on_behalf_of: None,
            }
        }
        Actor::Petitioner => nameless(ActorKind::Petitioner),
        Actor::System => nameless(ActorKind::System),
    })
}

const fn nameless(is: ActorKind) -> ActorView {
    ActorView { is, name: None, agency_name: None, on_behalf_of: None }
}

async fn principal(
    records: &mut dyn Records,
    names: &mut Names,
    event: &Event,
) -> Result<Option<String>, StoreError> {
    match event.detail(ON_BEHALF_OF).and_then(|id| id.parse().ok()) {
        Some(id) => names.staff(records, StaffId(id)).await.map(Some),
        None => Ok(None),
    }
}
