//! `POST /api/hearing-requests/{id}/steps`: examines, approves, redirects, refuses or withdraws a request.

use super::view::{self, SeenRequest};
use crate::{
    domain::{
        event::Actor,
        ids::{AgencyId, EventId, HearingRequestId, StaffId},
        jurisdiction::AgencyKind,
        petition::Petition,
        request::{Given, RequestStep},
        rights::request_steps,
    },
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::HearingRequestView,
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestStepRequest {
    /// Of the request as it was read.
    version: u32,
    step: RequestStepBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RequestStepBody {
    Examine {},
    Approve {},
    /// To the organ that is competent. A petition bureau of the place or above it goes on with it.
    Redirect {
        to: Uuid,
        reason: String,
    },
    Refuse {
        reason: String,
    },
    Withdraw {},
}

/// Examines, approves, redirects, refuses or withdraws a request. A hearing is made of it where hearings are
/// scheduled.
///
/// Codes: unauthenticated, not_found, stale, not_yours, wrong_request_state, reason_needed, same_organ.
#[utoipa::path(
    post,
    path = "/hearing-requests/{id}/steps",
    operation_id = "hearing_request_step",
    tag = "hearing requests",
    params(("id" = Uuid, Path)),
    request_body = RequestStepRequest,
    responses((status = OK, body = HearingRequestView), Problem),
)]
pub async fn step(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<RequestStepRequest>,
) -> Result<Json<HearingRequestView>, Problem> {
    let (now, new_id) = (app.world.now(), || app.world.new_id());
    let mut tx = app.store.begin().await?;
    let SeenRequest { request, seen } = view::seen(tx.as_mut(), &me, id).await?;
    if request.version != asked.version {
        return Err(Problem::Stale);
    }
    let may = request_steps(&me, &request, &seen.petition);
    let asked_of = request.clone();
    let next = HearingRequestId(new_id());
    let step = asked.step.resolve(tx.as_mut(), me.staff.id, &seen.petition, next).await?;
    let (kind, calendar) = (step.kind(), app.calendar(tx.as_mut()).await?);
    let stepped = request.step(step, Given { now, calendar: &calendar })?;
    if !may.contains(&kind) {
        return Err(Problem::NotAllowed);
    }
    let principal = me.acts_for(|me| request_steps(me, &asked_of, &seen.petition).contains(&kind));
    let actor = Actor::from(&me);
    tx.save_hearing_request(&stepped.request).await?;
    let change = stepped.change.on_behalf_of(principal);
    tx.append(&change.event(EventId(new_id()), now, actor, &seen.petition)).await?;
    if let Some((next, change)) = stepped.next {
        tx.add_hearing_request(&next).await?;
        let change = change.on_behalf_of(principal);
        tx.append(&change.event(EventId(new_id()), now, actor, &seen.petition)).await?;
    }
    let saved = tx.hearing_request(stepped.request.id).await?.ok_or(Problem::NotFound)?;
    let mut names = Names::default();
    let view = view::view(tx.as_mut(), &mut names, &me, &seen, saved, &calendar).await?;
    tx.commit().await?;
    Ok(Json(view))
}

impl RequestStepBody {
    async fn resolve(
        self,
        records: &mut dyn Records,
        by: StaffId,
        petition: &Petition,
        next: HearingRequestId,
    ) -> Result<RequestStep, Problem> {
        Ok(match self {
            Self::Examine {} => RequestStep::Examine { by },
            Self::Approve {} => RequestStep::Approve { by },
            Self::Refuse { reason } => RequestStep::Refuse { by, reason },
            Self::Withdraw {} => RequestStep::Withdraw,
            Self::Redirect { to, reason } => {
                let to = records.agency(AgencyId(to)).await?;
                let to = to.ok_or_else(|| Problem::field("to", "No such organ"))?;
                let receives = to.kind == AgencyKind::PetitionBureau && to.division.contains(&petition.place);
                RequestStep::Redirect { by, to: to.id, reason, next: receives.then_some(next) }
            }
        })
    }
}
