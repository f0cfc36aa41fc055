//! `GET /api/hearing-requests`: what my bureau has to examine, has settled, or what my agency asked for.

use super::view;
use crate::{
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::HearingRequestList,
    },
    storage::RequestBox,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

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
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What my bureau has to examine or to schedule (`open`, oldest first), has settled, or what my agency asked
/// for (newest first), of petitions I may see.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/hearing-requests",
    operation_id = "hearing_request_list",
    tag = "hearing requests",
    params(RequestQuery),
    responses((status = OK, body = HearingRequestList), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<RequestQuery>,
) -> Result<Json<HearingRequestList>, Problem> {
    let which = match asked.r#box {
        RequestBoxName::Open => RequestBox::Open(me.agency.id),
        RequestBoxName::Settled => RequestBox::Settled(me.agency.id),
        RequestBoxName::Sent => RequestBox::Sent(me.agency.id),
    };
    let mut records = app.store.read().await?;
    let calendar = app.calendar(records.as_mut()).await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50)?;
    let page = records.hearing_requests(which, after, limit).await?;
    for request in page.rows {
        if let Some(seen) = access::known(records.as_mut(), &me, request.petition).await? {
            rows.push(view::view(records.as_mut(), &mut names, &me, &seen, request, &calendar).await?);
        }
    }
    Ok(Json(HearingRequestList { rows, next: page.next }))
}
