//! Retention class of recordings, sealing and destruction.

use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{Export, Keeping},
        ids::HearingId,
        rights::{self, HearingAction},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        etag::IfMatch,
        extract::{Json, Path},
        hearing_log,
        problem::Problem,
        session::SignedIn,
        views::{DueRecordings, HearingRecordings, KeepClassText, keeping_tag},
    },
    mixing,
    storage::{Records, Tx, passed_over},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// So many of what may go are listed.
const AT_ONCE: u32 = 500;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepingRequest {
    pub class: KeepClassText,
    /// Nobody plays them or takes them along while it is so.
    pub sealed: bool,
    /// 5 to 500 characters.
    pub reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DestroyRequest {
    /// 5 to 500 characters.
    pub reason: String,
}

/// What was decided about the recordings of a hearing.
pub async fn of(records: &mut dyn Records, seen: &SeenHearing) -> Result<Keeping, Problem> {
    records.keeping(seen.hearing.id).await?.ok_or(Problem::NotFound)
}

/// Decides how long the recordings of a hearing are kept, and whether they are sealed. `If-Match` names the `tag` of
/// what was decided before.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, reason_needed, recording_gone.
#[utoipa::path(
    put,
    path = "/hearings/{id}/recordings/keeping",
    operation_id = "keep_recordings",
    tag = "hearings",
    params(("id" = Uuid, Path), IfMatch),
    request_body = KeepingRequest,
    responses((status = OK, body = HearingRecordings), Problem),
)]
pub async fn keep(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<KeepingRequest>,
) -> Result<Json<HearingRecordings>, Problem> {
    let mut tx = app.store.begin().await?;
    let seen = keeper(tx.as_mut(), &me, id, &asked.reason).await?;
    tx.hold(&format!("recordings {id}")).await?;
    let mut keeping = of(tx.as_mut(), &seen).await?;
    read.check(&keeping_tag(&keeping))?;
    if let Some(change) = keeping.decide(asked.class.0, asked.sealed, &asked.reason)? {
        tx.put_keeping(seen.hearing.id, &keeping).await?;
        hearing_log::record(&app, tx.as_mut(), seen.matter(), change, Actor::from(&me)).await?;
    }
    let listed = super::list::of(&app, tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    Ok(Json(listed))
}

/// Destroys the files of a hearing whose time is over, and the films made of them. Their rows and hashes stay, and say
/// that they are gone. What could not be removed then is removed by asking again, or at the server's next start.
///
/// Codes: unauthenticated, not_found, not_yours, reason_needed, recording_gone (and nothing is left), recording_sealed,
/// recording_kept, conflict (a film is being made).
#[utoipa::path(
    post,
    path = "/hearings/{id}/recordings/destroy",
    operation_id = "destroy_recordings",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = DestroyRequest,
    responses((status = OK, body = HearingRecordings), Problem),
)]
pub async fn destroy(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<DestroyRequest>,
) -> Result<Json<HearingRecordings>, Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let seen = keeper(tx.as_mut(), &me, id, &asked.reason).await?;
    tx.hold(&format!("recordings {id}")).await?;
    let mut keeping = of(tx.as_mut(), &seen).await?;
    let left = keeping.destroyed.is_some() && app.config.reels.folder_of(id).exists();
    let mut films = Vec::new();
    if !left {
        keeping.may_destroy(ended(&seen), app.config.keep, now)?;
        let exports = tx.exports(seen.hearing.id).await?;
        if exports.iter().any(Export::is_open) {
            return Err(Problem::Conflict);
        }
        for export in exports {
            tx.remove_export(export.id).await?;
            films.push(export.id);
        }
        let files = tx.recordings(seen.hearing.id).await?.len();
        let change = keeping.destroy(files, &asked.reason, now);
        tx.put_keeping(seen.hearing.id, &keeping).await?;
        hearing_log::record(&app, tx.as_mut(), seen.matter(), change, Actor::from(&me)).await?;
    }
    let listed = super::list::of(&app, tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    // The record says so first: what a crash leaves lying is nobody's to play.
    let (reels, folder) = (app.config.reels.clone(), app.config.films.clone());
    let destroying = move || {
        for film in films {
            mixing::remove_film(&folder, film);
        }
        reels.destroy(id)
    };
    let gone = tokio::task::spawn_blocking(destroying).await;
    gone.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(Json(listed))
}

/// Hearings of my agency whose recordings may be destroyed by now, the oldest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/recordings/due",
    operation_id = "recordings_due",
    tag = "hearings",
    responses((status = OK, body = DueRecordings), Problem),
)]
pub async fn due(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<DueRecordings>, Problem> {
    let now = app.world.now();
    let mut records = app.store.read().await?;
    let mut list = DueRecordings::default();
    for id in records.recorded_before(me.agency.id, app.config.keep.over(now), AT_ONCE).await? {
        let seen = passed_over(id, access::known_hearing(records.as_mut(), &me, id).await)?;
        let Some(seen) = seen.flatten() else { continue };
        let keeping = of(records.as_mut(), &seen).await?;
        let free = keeping.may_destroy(ended(&seen), app.config.keep, now).is_ok();
        if free && seen.rights.may(HearingAction::KeepRecording) {
            list.add(&seen.hearing, &keeping);
        }
    }
    Ok(Json(list))
}

/// When the years begin to count.
pub fn ended(seen: &SeenHearing) -> Option<crate::domain::Timestamp> {
    seen.hearing.stage.name().has_file().then_some(seen.hearing.ends_at)
}

async fn keeper(
    tx: &mut dyn Tx,
    me: &rights::Official,
    id: Uuid,
    reason: &str,
) -> Result<SeenHearing, Problem> {
    let seen = access::hearing(tx, me, HearingId(id)).await?;
    seen.must(HearingAction::KeepRecording)?;
    given_reason(reason)?;
    Ok(seen)
}
