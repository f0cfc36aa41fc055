//! `GET /api/hearing-requests`: what my bureau has to examine, has settled, or what my agency asked for.

use super::view;
use crate::{
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::HearingRequestView,
    },
    storage::RequestBox,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// More than a person can look through.
const MOST: u32 = 200;

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestBoxName {
    Open,
    Settled,
    Sent,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RequestQuery {
    #[param(inline)]
    r#box: RequestBoxName,
}

/// What my bureau has to examine or to schedule (`open`, oldest first), has settled, or what my agency asked
/// for (newest first); 200 at most, of petitions I may see.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearing-requests",
    operation_id = "hearing_request_list",
    tag = "hearing requests",
    params(RequestQuery),
    responses((status = OK, body = Vec<HearingRequestView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<RequestQuery>,
) -> Result<Json<Vec<HearingRequestView>>, Problem> {
    let which = match asked.r#box {
        RequestBoxName::Open => RequestBox::Open(me.agency.id),
        RequestBoxName::Settled => RequestBox::Settled(me.agency.id),
        RequestBoxName::Sent => RequestBox::Sent(me.agency.id),
    };
    let mut records = app.store.read().await?;
    let calendar = app.calendar(records.as_mut()).await?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    for request in records.hearing_requests(which, MOST).await? {
        match access::petition(records.as_mut(), &me, request.petition).await {
            Ok(seen) => {
                views.push(view::view(records.as_mut(), &mut names, &me, &seen, request, &calendar).await?);
            }
            Err(Problem::NotFound) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(Json(views))
}
