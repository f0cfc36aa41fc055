//! `POST /api/petitions/{id}/demands`: a supervision order or a recommendation.

use super::show;
use crate::{
    administration::organs::heir,
    domain::{
        event::{Actor, EventKind},
        ids::{AgencyId, DemandId, PetitionId},
        rights::may_demand,
        supervision::{DemandKind, NewDemand, Way},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        keyed,
        problem::Problem,
        session::SignedIn,
        views::{Day, DemandKindText, SupervisionView, WayText},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandRequest {
    kind: DemandKindText,
    /// `letter` if left out.
    #[serde(default)]
    way: Option<WayText>,
    /// Left out: the unit that has the petition. Needed for a recommendation to another organ. Of one that was closed: its
    /// successor.
    #[serde(default)]
    to: Option<Uuid>,
    /// 5 to 2,000 characters.
    text: String,
    /// May be left out of a reminder only.
    #[serde(default)]
    answer_by: Option<Day>,
    /// Of the caller's making, another for each demand: sent again with it, because no answer came, it is made once.
    #[serde(default)]
    key: Option<Uuid>,
}

/// A supervision order or a recommendation.
///
/// Codes: unauthenticated, not_found, not_yours, conflict (the key stands for something else), unprocessable, refused with
/// article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/demands",
    operation_id = "supervision_demand",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body = DemandRequest,
    responses((status = OK, body = SupervisionView), Problem),
)]
pub async fn demand(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<DemandRequest>,
) -> Result<Json<SupervisionView>, Problem> {
    let (now, mut tx) = (app.world.now(), app.store.begin().await?);
    let seen = access::petition(tx.as_mut(), &me, PetitionId(id)).await?;
    let event = keyed::event(&*app.world, me.staff.id, asked.key, PetitionId(id));
    let made = [EventKind::SupervisionOrdered, EventKind::RecommendationMade];
    if keyed::done(tx.as_mut(), event, &made).await?.is_some() {
        return show::of(&app, tx.as_mut(), &me, &seen).await.map(Json);
    }
    if !may_demand(&me, &seen.petition) {
        return Err(Problem::NotAllowed);
    }
    let named = asked.to.map(AgencyId);
    if let Some(named) = named {
        tx.agency(named).await?.ok_or_else(|| Problem::field("to", "There is no such agency"))?;
        // The accused must not learn of a report by being asked about it (art. 30).
        if seen.petition.is_accused_unnamed() {
            return Err(Problem::field("to", "Say first whom the report accuses (art. 30)"));
        }
    }
    // What has ended rests with the organ that had it; whoever answers for that organ now is asked (art. 24).
    let to = match named.or(seen.petition.state.unit()) {
        Some(organ) => Some(heir(tx.as_mut(), organ).await?),
        None => None,
    };
    if to.is_some_and(|to| seen.petition.accuses(to)) {
        return Err(Problem::field("to", "A report never goes to the agency it accuses"));
    }
    let way = asked.way.map_or(Way::Letter, |way| way.0);
    let kind: DemandKind = asked.kind.0;
    if kind == DemandKind::Completion {
        return Err(Problem::field(
            "kind",
            "A completion report is asked for by assigning the matter (交办)",
        ));
    }
    let answer_by = asked.answer_by.map(|day| day.0);
    let new = NewDemand { kind, way, to, text: asked.text, answer_by, about: None };
    let (demand, change) = new.make(DemandId(app.world.new_id()), &seen.petition, me.agency.id, now)?;
    tx.add_demand(&demand).await?;
    let change = change.on_behalf_of(me.acts_for(|me| may_demand(me, &seen.petition)));
    let actor = Actor::from(&me);
    tx.append(&change.event(event, now, actor, &seen.petition)).await?;
    let view = show::of(&app, tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    Ok(Json(view))
}
