//! `POST /api/demands/{id}/lift`: the bureau is content.

use super::show::{self, Showing};
use crate::{
    domain::{
        event::{Actor, Change},
        ids::{DemandId, EventId},
        petition::Petition,
        rights::{Official, may_answer, may_lift},
        supervision::{Demand, Refusal},
    },
    edge::{
        AppState, access,
        etag::IfMatch,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{DemandView, ReasonRequest, demand_tag},
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Lifts a supervision order, is done with a recommendation, or accepts a completion report.
///
/// `If-Match` names the `tag` of the demand as it was read.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, stale, refused with article.
#[utoipa::path(
    post,
    path = "/demands/{id}/lift",
    operation_id = "supervision_lift",
    tag = "supervision",
    params(("id" = Uuid, Path), IfMatch),
    request_body = ReasonRequest,
    responses((status = OK, body = DemandView), Problem),
)]
pub async fn lift(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<ReasonRequest>,
) -> Result<Json<DemandView>, Problem> {
    let (now, held) = (app.world.now(), Held { id: DemandId(id), read });
    changed(&app, &me, held, may_lift, |demand, _| demand.lift(&asked.reason, now)).await.map(Json)
}

/// A demand, and what its writer read of it.
#[derive(Debug)]
pub struct Held {
    pub id: DemandId,
    pub read: IfMatch,
}

/// Changes a demand that the person may know of: addressed to them, made by them, or of a petition they see.
pub async fn changed(
    app: &AppState,
    me: &Official,
    Held { id, read }: Held,
    may: fn(&Official, &Demand, &Petition) -> bool,
    change: impl FnOnce(&mut Demand, &Petition) -> Result<Change, Refusal>,
) -> Result<DemandView, Problem> {
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("demand {id}")).await?;
    let before = tx.demand(id).await?.ok_or(Problem::NotFound)?;
    let petition = tx.petition(before.petition).await?.ok_or(Problem::NotFound)?;
    let seen = access::known(tx.as_mut(), me, before.petition).await?;
    if seen.is_none() && !may_answer(me, &before, &petition) && !may_lift(me, &before, &petition) {
        return Err(Problem::NotFound);
    }
    if !may(me, &before, &petition) {
        return Err(Problem::NotAllowed);
    }
    read.check(&demand_tag(&before))?;
    let mut demand = before.clone();
    let may = |me: &Official| may(me, &before, &petition);
    let change = change(&mut demand, &petition)?.on_behalf_of(me.acts_for(may));
    tx.save_demand(&before, &demand).await?;
    let by = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    tx.append(&change.event(EventId(app.world.new_id()), app.world.now(), by, &petition)).await?;
    let mut names = Names::default();
    let showing = Showing { app, me, petition: &petition, opens: seen.is_some() };
    let view = show::demand(tx.as_mut(), &mut names, showing, demand).await?;
    tx.commit().await?;
    Ok(view)
}
