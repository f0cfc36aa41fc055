//! `POST /api/petitions/{id}/transitions`: moves a petition on.

use super::{
    super::hearings::facts::Facts, again, detail, follow_up::FollowUp, households, known_before::KnownBefore,
    resolving::Resolving, succession, transition_body::TransitionBody, urgent,
};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, EventKind},
        ids::{EventId, PetitionId},
        petition::{
            Applied, By, Calendar, Household, Petition, PetitionState, Transition, TransitionKind,
            accused_at_table, apply, joined_stay_sealed,
        },
        rights::{self, PetitionAction},
    },
    edge::{
        AppState,
        access::{self, SeenPetition},
        etag::IfVersion,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::PetitionDetail,
    },
    storage::Tx,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    transition: TransitionBody,
}

/// Moves a petition on. Without content: done, and it is no longer one's to see: a report that accuses one's own organ, or
/// one that is a report no more.
///
/// Codes: unauthenticated, not_found, stale, outdated, precondition_required, refused with article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/transitions",
    operation_id = "petition_transition",
    tag = "petitions",
    params(("id" = Uuid, Path), IfVersion),
    request_body = TransitionRequest,
    responses((status = OK, body = PetitionDetail), (status = NO_CONTENT), Problem),
)]
pub async fn transition(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfVersion,
    Json(asked): Json<TransitionRequest>,
) -> Result<Response, Problem> {
    let id = PetitionId(id);
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    read.check(asked.version, seen.petition.version)?;
    let event = EventId(app.world.new_id());
    let moved = step(&app, tx.as_mut(), &me, &seen, asked.transition, event).await?;
    tx.commit().await?;
    // Who must keep away does so in rooms that are open, too.
    for staff in moved.course.recused.iter().filter(|staff| !seen.petition.course.is_recused(**staff)) {
        for hearing in &seen.hearings {
            app.rooms.recused(hearing.id, *staff).await;
        }
    }
    match detail::tagged(&app, &me, id).await {
        Ok(page) => Ok(page.into_response()),
        Err(Problem::NotFound) => Ok(StatusCode::NO_CONTENT.into_response()), // behind the wall of art. 30
        Err(problem) => Err(problem),
    }
}

/// Takes one step in the caller's transaction, with its event under `event` and what the step sets off; the petition as
/// it is then.
pub(super) async fn step(
    app: &AppState,
    tx: &mut dyn Tx,
    me: &rights::Official,
    seen: &SeenPetition,
    asked: TransitionBody,
    event: EventId,
) -> Result<Petition, Problem> {
    let now = app.world.now();
    let pause = asked.pause_until(now)?;
    let mut given = Resolving { records: tx, me, petition: &seen.petition, house: &app.config };
    let again = again::named(&mut given, &asked).await?;
    let known = KnownBefore::of(&mut given, &asked).await?;
    let transition = asked.resolve(given).await?;
    let kind = transition.kind();
    let action = PetitionAction::from(kind);
    let lead = match &transition {
        Transition::Merge { lead, .. } => Some((lead.id, lead.version)),
        _ => None,
    };
    let calendar = app.calendar(tx).await?;
    let opened = tx.household(seen.petition.clone()).await?;
    let mut applied = judged(tx, seen, &opened, transition, (now, &calendar)).await?;
    applied.change = known.told_in(kind, applied.change)?;
    meets_nobody_accused(app, tx, me, (&seen.petition, &applied.petition), kind).await?;
    let actor = Actor::from(me);
    let follow_up = FollowUp::of(tx, &seen.petition, &applied, &calendar, now).await?;
    match lead {
        // Else two that are merged into each other at once would both commit, and so would one whose lead ends.
        Some(lead) => tx.hold_petitions([(seen.petition.id, seen.petition.version), lead]).await?,
        None if matches!(kind, TransitionKind::Withdraw | TransitionKind::Undo) => {
            households::hold(tx, &opened).await?;
        }
        None => {}
    }
    tx.save_petition(&applied.petition).await?;
    let begun = applied.petition.state.is_open() && !seen.petition.state.is_open();
    let succeeded = if begun { succession::succeed(tx, &applied.petition).await? } else { Vec::new() };
    let left = applied.change.kind == EventKind::PetitionHouseholdLeft;
    let mut change = applied.change.on_behalf_of(seen.principal(me, action));
    if let Some(until) = pause {
        change = change.with("expected_until", until);
    }
    let change = again::tell(app, tx, again, (&applied.petition, change), (now, actor)).await?;
    tx.append(&change.event(event, now, actor, &applied.petition)).await?;
    for change in succeeded {
        let event = EventId(app.world.new_id());
        tx.append(&change.event(event, now, Actor::System, &applied.petition)).await?;
    }
    follow_up.write(app, tx, &applied.petition, now).await?;
    after_step(app, tx, me, (&seen.petition, &applied.petition), left).await?;
    Ok(applied.petition)
}

/// What the step makes of the petition. The law first: its refusal names the article, and is told to whoever may see the
/// petition.
async fn judged(
    tx: &mut dyn Tx,
    seen: &SeenPetition,
    opened: &Household,
    transition: Transition,
    (now, calendar): (Timestamp, &Calendar),
) -> Result<Applied, Problem> {
    let kind = transition.kind();
    if let Transition::Withdraw { reason, proof, .. } = &transition
        && opened.is_merged()
    {
        // Nobody leaves what is over, at the counter as little as by the query code.
        let whole = Transition::Withdraw { reason: reason.clone(), together: false, proof: *proof };
        apply(&opened.matter, whole, By::Staff, now, calendar)?;
    }
    let applied = apply(&seen.petition, transition, By::Staff, now, calendar)?;
    seen.must(PetitionAction::from(kind))?;
    if kind == TransitionKind::Unseal
        && tx.merged_into(seen.petition.id).await?.iter().any(Petition::is_sealed)
    {
        return Err(Problem::from(joined_stay_sealed()));
    }
    Ok(applied)
}

/// Invariant 2: a step that makes it a report, or says whom it accuses, waits until no table is laid at which they meet.
async fn meets_nobody_accused(
    app: &AppState,
    tx: &mut dyn Tx,
    me: &rights::Official,
    (before, after): (&Petition, &Petition),
    kind: TransitionKind,
) -> Result<(), Problem> {
    if !after.is_sealed() || (before.is_sealed() && before.accused == after.accused) {
        return Ok(());
    }
    tx.hold(&format!("table {}", after.id)).await?; // against a hearing that is scheduled meanwhile
    let facts = Facts::read(tx, after).await?;
    let rules = &app.config.local_rules.representatives;
    let book = facts.book(after, &me.agency, (rules, app.world.now()));
    match book.meets_accused() {
        Some(hearing) => Err(Problem::from(accused_at_table(kind, &hearing.number))),
        None => Ok(()),
    }
}

/// What a step sets off that is on record; `left`: a household is none of the matter's any more by it.
async fn after_step(
    app: &AppState,
    tx: &mut dyn Tx,
    me: &rights::Official,
    (before, after): (&Petition, &Petition),
    left: bool,
) -> Result<(), Problem> {
    // A household left, or was taken out of those who stay behind: then perhaps nobody is in the matter any more.
    let fewer_in = match before.state {
        _ if left => Some(before.id),
        PetitionState::Merged { lead, .. } if after.state.is_open() => Some(lead),
        _ => None,
    };
    if let Some(own) = fewer_in
        && let Some(own) = tx.petition(own).await?
    {
        households::end_if_all_left(app, tx, &own, Actor::from(me)).await?;
    }
    if after.is_sealed() && !before.is_sealed() {
        households::stand_alone(app, tx, after.id).await?;
    }
    if before.is_sealed() != after.is_sealed() {
        let desk = tx.agency(after.desk).await?.map(|desk| desk.division);
        let own = desk.unwrap_or_else(|| me.agency.division.clone());
        urgent::readdress(app, tx, after, &own).await?;
    }
    Ok(())
}
