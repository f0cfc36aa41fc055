//! A request with its names, for the desk and for the petitioner.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, HearingRequestId, StaffId},
        petition::Calendar,
        request::{Applicant, Applying, HearingRequest, RequestState, RequestStepKind, possible},
        rights::{Official, PetitionField, request_steps},
    },
    edge::{
        access::{self, SeenPetition},
        names::Names,
        problem::Problem,
        views::{HearingRequestStatus, HearingRequestView, WantedOrgan},
    },
    storage::Records,
};
use uuid::Uuid;

/// A request whose petition its reader may see.
pub struct SeenRequest {
    pub request: HearingRequest,
    pub seen: SeenPetition,
}

pub async fn seen(records: &mut dyn Records, me: &Official, id: Uuid) -> Result<SeenRequest, Problem> {
    let request = records.hearing_request(HearingRequestId(id)).await?.ok_or(Problem::NotFound)?;
    let seen = access::petition(records, me, request.petition).await?;
    Ok(SeenRequest { request, seen })
}

/// What its state carries, for whoever shows it.
#[derive(Default)]
struct Carried {
    at: Option<Timestamp>,
    by: Option<StaffId>,
    target: Option<AgencyId>,
    next: Option<HearingRequestId>,
    reason: Option<String>,
    hearing: Option<Uuid>,
}

fn carried(state: &RequestState) -> Carried {
    let none = Carried::default();
    match state {
        RequestState::Requested => none,
        RequestState::Examining { by, since: at } | RequestState::Approved { by, at } => {
            Carried { at: Some(*at), by: Some(*by), ..none }
        }
        RequestState::Redirected { by, at, to, reason, next } => Carried {
            at: Some(*at),
            by: Some(*by),
            target: Some(*to),
            next: *next,
            reason: Some(reason.clone()),
            ..none
        },
        RequestState::Refused { by, at, reason } => {
            Carried { at: Some(*at), by: Some(*by), reason: Some(reason.clone()), ..none }
        }
        RequestState::Scheduled { hearing, at } => {
            Carried { at: Some(*at), hearing: Some(hearing.0), ..none }
        }
        RequestState::Withdrawn { at } => Carried { at: Some(*at), ..none },
    }
}

pub async fn view(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    seen: &SeenPetition,
    request: HearingRequest,
    calendar: &Calendar,
) -> Result<HearingRequestView, Problem> {
    let petition = &seen.petition;
    let may = request_steps(me, &request, petition).into_iter().map(Into::into).collect();
    let due = request.due(calendar).0;
    let carried = carried(&request.state);
    let (applicant, agency) = match request.applicant {
        Applicant::Petitioner { .. } => (None, None),
        Applicant::Staff { staff, agency, .. } => (Some(staff), Some(agency)),
    };
    let household_number = match request.applicant {
        Applicant::Petitioner { household } if household != request.petition => {
            records.petition(household).await?.map(|own| own.number)
        }
        _ => None,
    };
    let mut wanted = Vec::new();
    for agency in request.wanted {
        wanted.push(WantedOrgan { id: agency.0, name: names.agency(records, agency).await? });
    }
    Ok(HearingRequestView {
        id: request.id.0,
        petition: petition.id.0,
        petition_number: petition.number.clone(),
        petition_title: petition.title.clone(),
        applying: request.applicant.applying().into(),
        applicant_name: names.staff_if(records, applicant).await?,
        agency_name: names.agency_if(records, agency).await?,
        household_number,
        organ: request.organ.0,
        organ_name: names.agency(records, request.organ).await?,
        kind: request.kind.into(),
        purpose: request.purpose,
        wanted,
        attendance: request.attendance.into(),
        wish: request.wish,
        requested_at: request.requested_at.0,
        due,
        state: request.state.name().into(),
        state_at: carried.at.map(|at| at.0),
        decided_by_name: names.staff_if(records, carried.by).await?,
        target_name: names.agency_if(records, carried.target).await?,
        next: carried.next.map(|next| next.0),
        reason: seen.fields(me).text(PetitionField::Notes, carried.reason),
        hearing: carried.hearing,
        may,
        version: request.version,
    })
}

pub async fn status(
    records: &mut dyn Records,
    names: &mut Names,
    request: HearingRequest,
    calendar: &Calendar,
) -> Result<HearingRequestStatus, Problem> {
    let carried = carried(&request.state);
    Ok(HearingRequestStatus {
        id: request.id.0,
        kind: request.kind.into(),
        requested_at: request.requested_at.0,
        due: request.state.is_undecided().then(|| request.due(calendar).0),
        organ_name: names.agency(records, request.organ).await?,
        state: request.state.name().into(),
        state_at: carried.at.map(|at| at.0),
        target_name: names.agency_if(records, carried.target).await?,
        reason: carried.reason,
        can_withdraw: request.applicant.applying() == Applying::Petitioner
            && possible(request.state.name(), RequestStepKind::Withdraw),
        purpose: request.purpose,
    })
}
