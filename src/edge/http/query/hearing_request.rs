//! `POST /api/query/hearing-request` and its withdrawal: the petitioner asks for a hearing.

use super::{act, view};
use crate::{
    domain::{
        event::Actor,
        hearing::HearingKind,
        ids::{EventId, HearingRequestId},
        petition::Household,
        request::{Applicant, Given, HearingRequest, NewRequest, RequestStep},
    },
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        http::requests::make::receiving,
        problem::Problem,
        views::{AttendanceText, PetitionStatus},
    },
    storage::{Records, StoreError, Tx},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryHearingRequest {
    number: String,
    code: String,
    /// 5 to 500 characters.
    purpose: String,
    attendance: AttendanceText,
    /// Times that suit, and help that is needed; at most 200 characters.
    #[serde(default)]
    wish: String,
}

/// The petitioner asks for a hearing; the bureau answers within two working days. Of petitions that were merged any
/// household may ask for one of the whole matter, one at a time.
///
/// Codes: no_match, too_many, asked_already, petition_over, bad_purpose, bad_wish.
#[utoipa::path(
    post,
    path = "/query/hearing-request",
    operation_id = "query_hearing_request",
    tag = "query",
    request_body = QueryHearingRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn ask(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<QueryHearingRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let opened = act::open(&app, caller, &asked.number, &asked.code).await?;
    let (matter, now) = (&opened.matter, app.world.now());
    let mut tx = app.store.begin().await?;
    let (calendar, before) = (app.calendar(tx.as_mut()).await?, tx.hearing_requests_of(matter.id).await?);
    let organ = receiving(&tx.agencies().await?, matter)?;
    let new = NewRequest {
        kind: HearingKind::Appointed,
        purpose: asked.purpose,
        wanted: matter.state.unit().into_iter().collect(),
        attendance: asked.attendance.0,
        wish: asked.wish,
    };
    let applicant = Applicant::Petitioner { household: opened.own.id };
    let given = (HearingRequestId(app.world.new_id()), applicant, organ);
    let (request, change) = new.make(given, matter, &before, now, &calendar)?;
    tx.add_hearing_request(&request).await?;
    tx.append(&change.event(EventId(app.world.new_id()), now, Actor::Petitioner, matter)).await?;
    answer(&app, tx, &opened).await
}

/// The petitioner withdraws the request for a hearing, as long as there is none.
///
/// Codes: no_match, too_many, wrong_request_state.
#[utoipa::path(
    post,
    path = "/query/hearing-request/withdraw",
    operation_id = "query_hearing_request_withdraw",
    tag = "query",
    request_body = super::status::QueryRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn withdraw(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<super::status::QueryRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let opened = act::open(&app, caller, &asked.number, &asked.code).await?;
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let calendar = app.calendar(tx.as_mut()).await?;
    let asked_here = Applicant::Petitioner { household: opened.own.id };
    let mut theirs = requests_of(tx.as_mut(), &opened).await?.into_iter().rev();
    let theirs = theirs.find(|request| request.applicant == asked_here);
    let request = theirs.ok_or_else(|| Problem::refused("wrong_request_state", "There is no request"))?;
    let about = if request.petition == opened.own.id { &opened.own } else { &opened.matter };
    let stepped = request.step(RequestStep::Withdraw, Given { now, calendar: &calendar })?;
    tx.save_hearing_request(&stepped.request).await?;
    let event = EventId(app.world.new_id());
    tx.append(&stepped.change.event(event, now, Actor::Petitioner, about)).await?;
    answer(&app, tx, &opened).await
}

/// About their own petition, and about the matter it goes on in.
pub(super) async fn requests_of(
    records: &mut dyn Records,
    opened: &Household,
) -> Result<Vec<HearingRequest>, StoreError> {
    let mut requests = records.hearing_requests_of(opened.own.id).await?;
    if opened.is_merged() {
        requests.extend(records.hearing_requests_of(opened.matter.id).await?);
    }
    Ok(requests)
}

async fn answer(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    opened: &Household,
) -> Result<Json<PetitionStatus>, Problem> {
    let status = view::of(app, tx.as_mut(), opened).await?;
    tx.commit().await?;
    Ok(Json(status))
}
