//! `GET` and `POST /api/petitions/{id}/contracts`: who is in charge of a petition (领导包案).

use super::show;
use crate::{
    domain::{
        event::{Actor, Change, EventKind},
        given_reason,
        ids::{EventId, PetitionId, StaffId},
        people::Role,
        petition::Petition,
        reception::Contract,
        rights::{self, may_contract, may_end_contract},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ContractList, ContractView},
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who is in charge of a petition, and who was.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/contracts",
    operation_id = "petition_contracts",
    tag = "reception",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = ContractList), Problem),
)]
pub async fn contracts(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<ContractList>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    of(records.as_mut(), &me, &seen.petition).await.map(Json)
}

async fn of(
    records: &mut dyn Records,
    me: &rights::Official,
    petition: &Petition,
) -> Result<ContractList, Problem> {
    let (mut names, mut contracts) = (Names::default(), Vec::new());
    for contract in records.contracts(petition.id).await? {
        let agency_name = match records.staff(contract.leader).await? {
            Some(staff) => names.agency(records, staff.agency).await?,
            None => String::new(),
        };
        contracts.push(ContractView {
            leader: contract.leader.0,
            leader_name: names.staff(records, contract.leader).await?,
            leader_title: show::title(records, contract.leader).await?,
            agency_name,
            taken_at: contract.taken_at.0,
            ended_at: contract.ended_at.map(|at| at.0),
        });
    }
    let (may_contract, may_end) = (may_contract(me, petition), may_end_contract(me, petition));
    Ok(ContractList { contracts, may_contract, may_end })
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ContractRequest {
    /// A leader takes charge; I myself, or one I name.
    Take { leader: Uuid },
    /// The leader's charge ends.
    End { leader: Uuid, reason: String },
}

/// Gives an open petition into a leader's charge, or ends that of any. The leader sees it from then on, wherever they work.
///
/// Codes: unauthenticated, not_found, unprocessable, conflict (in charge already), reason_needed.
#[utoipa::path(
    post,
    path = "/petitions/{id}/contracts",
    operation_id = "petition_contract",
    tag = "reception",
    params(("id" = Uuid, Path)),
    request_body = ContractRequest,
    responses((status = OK, body = ContractList), Problem),
)]
pub async fn contract(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ContractRequest>,
) -> Result<Json<ContractList>, Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let petition = access::petition(tx.as_mut(), &me, PetitionId(id)).await?.petition;
    let may: fn(&rights::Official, &Petition) -> bool = match asked {
        ContractRequest::Take { .. } => may_contract,
        ContractRequest::End { .. } => may_end_contract,
    };
    if !may(&me, &petition) {
        return Err(Problem::NotAllowed);
    }
    let change = match asked {
        ContractRequest::Take { leader } => {
            let leader = StaffId(leader);
            let staff = tx.staff(leader).await?.filter(|staff| staff.has(Role::Leader) && !staff.disabled);
            staff.ok_or_else(|| Problem::field("leader", "There is no such leader"))?;
            let running = tx.contracts(petition.id).await?;
            if running.iter().any(|contract| contract.leader == leader && contract.ended_at.is_none()) {
                return Err(Problem::Conflict);
            }
            let contract = Contract { petition: petition.id, leader, taken_at: now, ended_at: None };
            tx.add_contract(&contract).await?;
            Change::new(EventKind::PetitionContracted).with("leader", leader)
        }
        ContractRequest::End { leader, reason } => {
            let reason = given_reason(&reason)?;
            if !tx.end_contract(petition.id, StaffId(leader), now).await? {
                return Err(Problem::field("leader", "They are not in charge of it"));
            }
            let change = Change::new(EventKind::PetitionContractEnded).because(reason);
            change.with("leader", StaffId(leader))
        }
    };
    let change = change.on_behalf_of(me.acts_for(|me| may(me, &petition)));
    let actor = Actor::from(&me);
    tx.append(&change.event(EventId(app.world.new_id()), now, actor, &petition)).await?;
    let list = of(tx.as_mut(), &me, &petition).await?;
    tx.commit().await?;
    Ok(Json(list))
}
