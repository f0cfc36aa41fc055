//! `POST /api/query/hearing-request` and its withdrawal: the petitioner asks for a hearing.

use super::{act, view};
use crate::{
    domain::{
        event::Actor,
        hearing::HearingKind,
        ids::{EventId, HearingRequestId},
        petition::Petition,
        request::{Applicant, Applying, Given, NewRequest, RequestStep},
    },
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        http::requests::make::receiving,
        problem::Problem,
        views::{AttendanceText, PetitionStatus},
    },
    storage::Tx,
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

/// The petitioner asks for a hearing; the bureau answers within two working days.
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
    let petition = act::open(&app, caller, &asked.number, &asked.code).await?;
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let (calendar, before) = (app.calendar(tx.as_mut()).await?, tx.hearing_requests_of(petition.id).await?);
    let organ = receiving(&tx.agencies().await?, &petition)?;
    let new = NewRequest {
        kind: HearingKind::Appointed,
        purpose: asked.purpose,
        wanted: petition.state.unit().into_iter().collect(),
        attendance: asked.attendance.0,
        wish: asked.wish,
    };
    let given = (HearingRequestId(app.world.new_id()), Applicant::Petitioner, organ);
    let (request, change) = new.make(given, &petition, &before, now, &calendar)?;
    tx.add_hearing_request(&request).await?;
    tx.append(&change.event(EventId(app.world.new_id()), now, Actor::Petitioner, &petition)).await?;
    answer(&app, tx, &petition).await
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
    let petition = act::open(&app, caller, &asked.number, &asked.code).await?;
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let calendar = app.calendar(tx.as_mut()).await?;
    let theirs = tx.hearing_requests_of(petition.id).await?.into_iter().rev();
    let theirs = theirs.into_iter().find(|request| request.applicant.applying() == Applying::Petitioner);
    let request = theirs.ok_or_else(|| Problem::refused("wrong_request_state", "There is no request"))?;
    let stepped = request.step(RequestStep::Withdraw, Given { now, calendar: &calendar })?;
    tx.save_hearing_request(&stepped.request).await?;
    let event = EventId(app.world.new_id());
    tx.append(&stepped.change.event(event, now, Actor::Petitioner, &petition)).await?;
    answer(&app, tx, &petition).await
}

async fn answer(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    petition: &Petition,
) -> Result<Json<PetitionStatus>, Problem> {
    let status = view::of(app, tx.as_mut(), petition).await?;
    tx.commit().await?;
    Ok(Json(status))
}
