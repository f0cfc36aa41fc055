//! `POST /api/petitions/{id}/parties/end-authority`: an agent acts for the petitioner no more.

use super::detail;
use crate::{
    domain::{
        event::Actor,
        hearing::Occupant,
        ids::{EventId, PersonId, PetitionId},
        petition::end_authority as ended,
        rights::PetitionAction,
    },
    edge::{
        AppState, access,
        etag::{IfVersion, Tagged},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::PetitionDetail,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAuthorityRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    /// The agent.
    person: Uuid,
    /// 5 to 500 characters.
    reason: String,
}

/// An agent's authority ended (撤销委托): from now on they are none of the petition's people. What they did and signed stays.
///
/// Codes: unauthenticated, not_found, not_yours, stale, outdated, precondition_required, unprocessable, refused with
/// article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/parties/end-authority",
    operation_id = "petition_end_authority",
    tag = "petitions",
    params(("id" = Uuid, Path), IfVersion),
    request_body = EndAuthorityRequest,
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn end_authority(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfVersion,
    Json(asked): Json<EndAuthorityRequest>,
) -> Result<Tagged<PetitionDetail>, Problem> {
    let (id, now, person) = (PetitionId(id), app.world.now(), PersonId(asked.person));
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    read.check(asked.version, seen.petition.version)?;
    seen.must(PetitionAction::Correct)?;
    let to_come = tx.hearings_of(id).await?.into_iter().filter(|hearing| !hearing.stage.name().is_over());
    let mut seats = to_come.flat_map(|hearing| hearing.seats);
    let seated = seats.any(|seat| seat.stands() && seat.occupant == Occupant::Party { person });
    let parties = tx.parties(id).await?;
    let change = ended(&seen.petition, &parties, (person, seated), asked.reason)?;
    tx.end_authority(id, person, now).await?;
    tx.save_petition(&seen.petition).await?;
    let change = change.on_behalf_of(seen.principal(&me, PetitionAction::Correct));
    tx.append(&change.event(EventId(app.world.new_id()), now, Actor::from(&me), &seen.petition)).await?;
    tx.commit().await?;
    detail::tagged(&app, &me, id).await
}
