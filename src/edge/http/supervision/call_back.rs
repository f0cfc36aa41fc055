//! `POST /api/petitions/{id}/call-backs`: what was said when the bureau called.

use super::show;
use crate::{
    domain::{
        event::{Actor, EventKind},
        ids::PetitionId,
        rights::may_call_back,
        supervision::NewCallBack,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        keyed,
        problem::Problem,
        session::SignedIn,
        views::{SatisfactionLevelText, SupervisionView},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBackRequest {
    /// Left out: nobody was reached.
    #[serde(default)]
    level: Option<SatisfactionLevelText>,
    /// 5 to 2,000 characters.
    note: String,
    /// Of the caller's making, another for each call: sent again with it, because no answer came, it is noted once.
    #[serde(default)]
    key: Option<Uuid>,
}

/// What was said when the bureau called back.
///
/// Codes: unauthenticated, not_found, not_yours, conflict (the key stands for something else), refused with article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/call-backs",
    operation_id = "supervision_call_back",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body = CallBackRequest,
    responses((status = OK, body = SupervisionView), Problem),
)]
pub async fn call_back(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<CallBackRequest>,
) -> Result<Json<SupervisionView>, Problem> {
    let (now, mut tx) = (app.world.now(), app.store.begin().await?);
    let seen = access::petition(tx.as_mut(), &me, PetitionId(id)).await?;
    let event = keyed::event(&*app.world, me.staff.id, asked.key, PetitionId(id));
    if keyed::done(tx.as_mut(), event, &[EventKind::EvaluationCalledBack]).await?.is_some() {
        return show::of(&app, tx.as_mut(), &me, &seen).await.map(Json);
    }
    if !may_call_back(&me, &seen.petition) {
        return Err(Problem::NotAllowed);
    }
    let new = NewCallBack { level: asked.level.map(|level| level.0), note: asked.note };
    let (call_back, change) = new.note(&seen.petition, me.staff.id, now)?;
    tx.add_call_back(&call_back).await?;
    let change = change.on_behalf_of(me.acts_for(|me| may_call_back(me, &seen.petition)));
    let actor = Actor::from(&me);
    tx.append(&change.event(event, now, actor, &seen.petition)).await?;
    let view = show::of(&app, tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    Ok(Json(view))
}
