//! `POST /api/petitions/{id}/parties/end-authority`: an agent acts for the petitioner no more.

use super::{detail, written::Written};
use crate::{
    domain::{
        Timestamp,
        event::Change,
        hearing::Occupant,
        ids::{EventId, PersonId, PetitionId},
        petition::{self, Household, Petition},
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
    storage::{Records, StoreError, Tx},
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAuthorityRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    /// The agent, of this petition or of one that was merged into it.
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
    let own = whose(tx.as_mut(), &seen.petition, person).await?;
    if own.keeps_away(me.staff.id) {
        return Err(Problem::NotAllowed);
    }
    let opened = tx.household(own).await?;
    let change = end(tx.as_mut(), &opened, person, asked.reason, now).await?;
    let (action, event) = (PetitionAction::Correct, EventId(app.world.new_id()));
    Written { action, event, at: now, change, petition: &opened.own }.keep(tx, &me, &seen).await?;
    detail::tagged(&app, &me, id).await
}

/// The petition that `person` is among the people of: `seen`, or one that went into it (并案).
async fn whose(records: &mut dyn Records, seen: &Petition, person: PersonId) -> Result<Petition, StoreError> {
    for joined in records.merged_into(seen.id).await? {
        if records.parties(joined.id).await?.iter().any(|party| party.id == person) {
            return Ok(joined);
        }
    }
    Ok(seen.clone())
}

/// Among the people of a household's own petition, wherever that goes on; what is to be told of it in that petition's log.
pub async fn end(
    tx: &mut dyn Tx,
    opened: &Household,
    person: PersonId,
    reason: String,
    now: Timestamp,
) -> Result<Change, Problem> {
    let Household { own, matter } = opened;
    let mut seated = false;
    for id in BTreeSet::from([own.id, matter.id]) {
        let to_come = tx.hearings_of(id).await?.into_iter().filter(|hearing| !hearing.stage.name().is_over());
        let mut seats = to_come.flat_map(|hearing| hearing.seats);
        seated |= seats.any(|seat| seat.stands() && seat.occupant == Occupant::Party { person });
    }
    let parties = tx.parties(own.id).await?;
    let change = petition::end_authority(opened, &parties, (person, seated), reason)?;
    tx.end_authority(own.id, person, now).await?;
    tx.save_petition(own).await?;
    Ok(change)
}
