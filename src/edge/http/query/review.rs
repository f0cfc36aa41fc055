//! `POST /api/query/review`: the petitioner asks for review, or after review for re-review.

use super::act;
use crate::{
    domain::petition::{StateName, Transition},
    edge::{
        AppState, caller::Caller, extract::Json, http::petitions::resolving::next_higher, problem::Problem,
        views::PetitionStatus,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    number: String,
    code: String,
    /// Why the opinion is wrong; 5 to 500 characters.
    reason: String,
}

/// The petitioner asks for review, or after review for re-review, by the bureau of the next higher level.
/// Too late, the request is refused on record, and the answer shows that step (`petition.review_refused`). Where nobody of
/// this system is above, it is put on record (`petition.review_beyond`) and goes on outside. Of petitions that were merged any household
/// may ask; the whole matter is reviewed.
///
/// Codes: no_match, too_many, refused with article.
#[utoipa::path(
    post,
    path = "/query/review",
    operation_id = "query_review",
    tag = "query",
    request_body = ReviewRequest,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn review(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<ReviewRequest>,
) -> Result<Json<PetitionStatus>, Problem> {
    let opened = act::open(&app, caller, &asked.number, &asked.code).await?;
    let mut tx = app.store.begin().await?;
    let (organ, above) = next_higher(tx.as_mut(), &opened.matter).await?;
    let reason = asked.reason;
    let transition = if opened.matter.state.name() == StateName::Reviewed {
        Transition::RequestRereview { organ, above, reason }
    } else {
        Transition::RequestReview { organ, above, reason }
    };
    act::take(&app, tx, opened, transition).await.map(Json)
}
