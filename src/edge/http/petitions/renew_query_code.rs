//! `POST /api/petitions/{id}/query-code`: a new query code; the old one opens nothing any more.

use super::written::Written;
use crate::{
    domain::{
        event::{Change, EventKind},
        ids::{EventId, PetitionId},
        petition::QueryCode as Code,
        rights::PetitionAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct QueryCode {
    query_code: String,
}

/// A new query code; the old one opens nothing any more.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/petitions/{id}/query-code",
    operation_id = "petition_renew_query_code",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = QueryCode), Problem),
)]
pub async fn renew_query_code(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<QueryCode>, Problem> {
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, PetitionId(id)).await?;
    seen.must(PetitionAction::RenewQueryCode)?;
    let code = Code::draw(|bytes| app.world.fill(bytes));
    tx.set_query_code(seen.petition.id, &code.hash()).await?;
    let change = Change::new(EventKind::PetitionQueryCodeRenewed);
    let (action, event, at) = (PetitionAction::RenewQueryCode, EventId(app.world.new_id()), app.world.now());
    Written { action, event, at, change, petition: &seen.petition }.keep(tx, &me, &seen).await?;
    Ok(Json(QueryCode { query_code: code.as_str().to_owned() }))
}
