//! `POST /api/hearings/{id}/notices/receipt`: I have read what my seat was told, and come.

use super::of_hearing::{self, SeatNotices};
use crate::{
    domain::{hearing::ReceiptWay, ids::HearingId},
    edge::{
        AppState, access,
        extract::{Json, Path},
        notice_receipts,
        problem::Problem,
        session::SignedIn,
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRequest {
    /// I come; else it is only read.
    confirm: bool,
}

/// I have read what my seats were told, and come. Of other people's seats nothing changes.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/hearings/{id}/notices/receipt",
    operation_id = "hearing_notice_receipt",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = ReceiptRequest,
    responses((status = OK, body = Vec<SeatNotices>), Problem),
)]
pub async fn receipt(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<ReceiptRequest>,
) -> Result<Json<Vec<SeatNotices>>, Problem> {
    let now = app.world.now();
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    let mine: Vec<_> = access::my_seats(&me, &seen.hearing).into_iter().map(|seat| seat.id).collect();
    notice_receipts::receive(tx.as_mut(), &seen.hearing, &mine, (asked.confirm, ReceiptWay::Desk), now)
        .await?;
    let view =
        of_hearing::view(tx.as_mut(), &seen.shown(&me), |seat| mine.iter().any(|own| own.0 == seat)).await?;
    tx.commit().await?;
    Ok(Json(view))
}
