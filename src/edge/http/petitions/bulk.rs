//! `POST /api/petitions/transitions`: one step for several petitions, each in a transaction of its own.

use super::{transition::step, transition_body::TransitionBody};
use crate::{
    domain::{ids::PetitionId, rights::Official},
    edge::{
        AppState, access,
        extract::Json,
        keyed,
        problem::{Problem, ProblemBody},
        session::SignedIn,
    },
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// Petitions of one request.
const MOST: usize = 200;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRequest {
    /// Of the caller's making, another for each request: sent again with it, nothing is done twice.
    key: Uuid,
    /// 1 to 200, each once.
    petitions: Vec<BulkTarget>,
    /// `start_screening`, `merge`, `route`, `hand_down`, `assign_handler` or `archive`.
    transition: TransitionBody,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkTarget {
    id: Uuid,
    /// As it was read.
    version: u32,
}

/// What came of one petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkOutcome {
    id: Uuid,
    /// Null: it was done, now or when this key came before.
    problem: Option<ProblemBody>,
}

/// Does one step for several petitions; one that fails stops no other.
///
/// Codes: unauthenticated, unprocessable. Each petition has those of its own transition.
#[utoipa::path(
    post,
    path = "/petitions/transitions",
    operation_id = "petition_transitions",
    tag = "petitions",
    request_body = BulkRequest,
    responses((status = OK, body = Vec<BulkOutcome>), Problem),
)]
pub async fn transitions(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<BulkRequest>,
) -> Result<Json<Vec<BulkOutcome>>, Problem> {
    let distinct: BTreeSet<_> = asked.petitions.iter().map(|target| target.id).collect();
    if distinct.len() != asked.petitions.len() || !(1..=MOST).contains(&distinct.len()) {
        return Err(Problem::field("petitions", format!("1 to {MOST} petitions are needed, each once")));
    }
    if !asked.transition.kind().fits_many() {
        return Err(Problem::field("transition", "This step is taken for each petition by itself"));
    }
    let mut outcomes = Vec::new();
    for target in asked.petitions {
        let done = one(&app, &me, asked.key, target, asked.transition.clone()).await;
        outcomes.push(BulkOutcome { id: target.id, problem: done.err().map(Problem::told) });
    }
    Ok(Json(outcomes))
}

async fn one(
    app: &AppState,
    me: &Official,
    key: Uuid,
    target: BulkTarget,
    transition: TransitionBody,
) -> Result<(), Problem> {
    let id = PetitionId(target.id);
    let event = keyed::event_of(me.staff.id, key, id);
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), me, id).await?;
    if tx.event(event).await?.is_some() {
        return Ok(());
    }
    if seen.petition.version != target.version {
        return Err(Problem::Stale);
    }
    step(app, tx.as_mut(), me, &seen, transition, event).await?;
    tx.commit().await?;
    Ok(())
}
