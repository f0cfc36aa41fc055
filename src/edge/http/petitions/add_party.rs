//! `POST /api/petitions/{id}/parties`: an agent or a co-petitioner joins.

use super::{detail, written::Written};
use crate::{
    domain::{
        ids::{AttachmentId, EventId, PersonId, PetitionId},
        people::PartyKind,
        petition::{Joined, Joining, NewParty},
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
pub struct JoiningRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    kind: JoiningKind,
    name: String,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    id_number: Option<String>,
    #[serde(default)]
    address: Option<String>,
    /// Which attachment of the petition is the written authority (授权委托书); an agent needs one.
    #[serde(default)]
    authority: Option<Uuid>,
}

/// As what somebody joins; representatives are elected.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoiningKind {
    Agent,
    CoPetitioner,
}

/// An agent (代理人) with written authority, or a co-petitioner, joins.
///
/// Codes: unauthenticated, not_found, not_yours, stale, outdated, precondition_required, unprocessable, refused with
/// article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/parties",
    operation_id = "petition_add_party",
    tag = "petitions",
    params(("id" = Uuid, Path), IfVersion),
    request_body = JoiningRequest,
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn add_party(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfVersion,
    Json(asked): Json<JoiningRequest>,
) -> Result<Tagged<PetitionDetail>, Problem> {
    let (id, now) = (PetitionId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    read.check(asked.version, seen.petition.version)?;
    seen.must(PetitionAction::Correct)?;
    let parties = tx.parties(id).await?;
    // What came with a hearing kept behind the wall is no file of it for others (art. 30, ADR 64).
    let files = access::files(tx.as_mut(), &me, &seen.petition).await?;
    let person = PersonId(app.world.new_id());
    let Joined { petition, party, change } =
        asked.joining().join(&seen.petition, &parties, &files, person)?;
    tx.join(&petition, &party).await?;
    tx.save_petition(&petition).await?;
    let (action, event) = (PetitionAction::Correct, EventId(app.world.new_id()));
    Written { action, event, at: now, change, petition: &petition }.keep(tx, &me, &seen).await?;
    detail::tagged(&app, &me, id).await
}

impl JoiningRequest {
    fn joining(self) -> Joining {
        let kind = match self.kind {
            JoiningKind::Agent => PartyKind::Agent,
            JoiningKind::CoPetitioner => PartyKind::CoPetitioner,
        };
        let Self { name, phone, id_number, address, .. } = self;
        let party = NewParty { name, phone, id_number, address };
        Joining { kind, party, authority: self.authority.map(AttachmentId) }
    }
}
