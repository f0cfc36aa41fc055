//! `POST /api/petitions/{id}/hearings/check`: what speaks against a schedule, without making it.

use super::facts::Facts;
use crate::{
    domain::{
        hearing::{Fault, faults},
        ids::PetitionId,
        rights::PetitionAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{Clash, NewHearing},
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleCheck {
    clashes: Vec<Clash>,
    refusals: Vec<ScheduleRefusal>,
    representatives_allowed: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleRefusal {
    field: Option<String>,
    code: String,
    detail: String,
}

/// What speaks against a schedule, without making it.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/petitions/{id}/hearings/check",
    operation_id = "hearing_check",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = NewHearing,
    responses((status = OK, body = ScheduleCheck), Problem),
)]
pub async fn check(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<NewHearing>,
) -> Result<Json<ScheduleCheck>, Problem> {
    let new = asked.wish();
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    seen.must(PetitionAction::ScheduleHearing)?;
    let facts = Facts::read(records.as_mut(), &seen.petition).await?;
    let book =
        facts.book(&seen.petition, &me.agency, (&app.config.local_rules.representatives, app.world.now()));
    Ok(Json(ScheduleCheck {
        clashes: facts.clashes(records.as_mut(), &new).await?,
        refusals: faults(&new, &book).into_iter().map(refusal).collect(),
        representatives_allowed: book.representatives_allowed,
    }))
}

fn refusal(fault: Fault) -> ScheduleRefusal {
    let code = fault.code.as_str().to_owned();
    ScheduleRefusal { field: Some(fault.field), code, detail: fault.sentence }
}
