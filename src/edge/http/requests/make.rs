//! `POST /api/petitions/{id}/hearing-requests`: asks for a hearing at the desk.

use super::view;
use crate::{
    domain::{
        event::Actor,
        ids::{AgencyId, EventId, HearingRequestId, PetitionId},
        jurisdiction::{Agency, AgencyKind, registering_bureau},
        people::Role,
        petition::Petition,
        request::{Applicant, Applying, NewRequest},
        rights::{self, PetitionAction},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{AttendanceText, HearingKindText, HearingRequestView},
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHearingRequest {
    kind: HearingKindText,
    /// 5 to 500 characters.
    purpose: String,
    /// Organs that should be there.
    #[serde(default)]
    wanted: Vec<Uuid>,
    attendance: AttendanceText,
    /// Times that suit, and help that is needed; at most 200 characters.
    #[serde(default)]
    wish: String,
    /// Left out: my own bureau, or the one that registered the petition.
    #[serde(default)]
    organ: Option<Uuid>,
}

/// Asks for a hearing. The bureau answers within two working days.
///
/// Codes: unauthenticated, not_found, not_yours, conflict, asked_already, petition_over, bad_purpose, bad_wish,
/// too_many_wanted.
#[utoipa::path(
    post,
    path = "/petitions/{id}/hearing-requests",
    operation_id = "hearing_request_make",
    tag = "hearing requests",
    params(("id" = Uuid, Path)),
    request_body = NewHearingRequest,
    responses((status = CREATED, body = HearingRequestView), Problem),
)]
pub async fn make(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<NewHearingRequest>,
) -> Result<(StatusCode, Json<HearingRequestView>), Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, PetitionId(id)).await?;
    let before = tx.hearing_requests_of(seen.petition.id).await?;
    // The rule first: its refusal says why, and is told to whoever may see the petition.
    let calendar = app.calendar(tx.as_mut()).await?;
    let organ = organ(tx.as_mut(), &me, &seen.petition, asked.organ).await?;
    let applicant = Applicant::Staff {
        staff: me.staff.id,
        agency: me.agency.id,
        on_behalf: capacity(&me, &seen.petition),
    };
    let new = NewRequest {
        kind: asked.kind.0,
        purpose: asked.purpose,
        wanted: known(tx.as_mut(), asked.wanted).await?,
        attendance: asked.attendance.0,
        wish: asked.wish,
    };
    let given = (HearingRequestId(app.world.new_id()), applicant, organ);
    let (request, change) = new.make(given, &seen.petition, &before, now, &calendar)?;
    seen.must(PetitionAction::RequestHearing)?;
    let change = change.on_behalf_of(seen.principal(&me, PetitionAction::RequestHearing));
    let actor = Actor::from(&me);
    tx.add_hearing_request(&request).await?;
    tx.append(&change.event(EventId(app.world.new_id()), now, actor, &seen.petition)).await?;
    let mut names = Names::default();
    let view = view::view(tx.as_mut(), &mut names, &me, &seen, request, &calendar).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// The unit that has it; a leader for themselves; else the bureau.
fn capacity(me: &rights::Official, petition: &Petition) -> Applying {
    if me.agency.kind != AgencyKind::PetitionBureau && petition.state.unit() == Some(me.agency.id) {
        Applying::Unit
    } else if me.staff.has(Role::Leader) {
        Applying::Leader
    } else {
        Applying::Bureau
    }
}

async fn organ(
    records: &mut dyn Records,
    me: &rights::Official,
    petition: &Petition,
    asked: Option<Uuid>,
) -> Result<AgencyId, Problem> {
    let agencies = records.agencies().await?;
    let receives = |agency: &&Agency| {
        agency.kind == AgencyKind::PetitionBureau && agency.division.contains(&petition.place)
    };
    if let Some(id) = asked {
        let found = agencies.iter().find(|agency| agency.id.0 == id).filter(receives);
        let detail = "A petition bureau of the place or above it";
        return found.map(|agency| agency.id).ok_or_else(|| Problem::field("organ", detail));
    }
    let own = agencies.iter().find(|agency| agency.id == me.agency.id).filter(receives);
    own.map_or_else(|| receiving(&agencies, petition), |agency| Ok(agency.id))
}

/// The bureau that receives what is asked about `petition`: the one that has it, or the nearest one.
pub fn receiving(agencies: &[Agency], petition: &Petition) -> Result<AgencyId, Problem> {
    let desk = agencies.iter().find(|agency| agency.id == petition.desk);
    let bureau = desk.filter(|agency| agency.kind == AgencyKind::PetitionBureau);
    let found = bureau.or_else(|| registering_bureau(&petition.place, agencies));
    found.map(|agency| agency.id).ok_or(Problem::NotFound)
}

async fn known(records: &mut dyn Records, wanted: Vec<Uuid>) -> Result<Vec<AgencyId>, Problem> {
    let agencies = records.agencies().await?;
    let all = wanted.iter().all(|id| agencies.iter().any(|agency| agency.id.0 == *id));
    if all {
        Ok(wanted.into_iter().map(AgencyId).collect())
    } else {
        Err(Problem::field("wanted", "No such organ"))
    }
}
