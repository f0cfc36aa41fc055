//! `POST /api/hearings/{id}/notices/receipt`: I have read what my seat was told, and come, or cannot.

use super::of_hearing::{self, SeatNotices};
use crate::{
    domain::{event::Actor, hearing::ReceiptWay, ids::HearingId},
    edge::{
        AppState, access,
        extract::{Json, Path},
        notice_receipts::{self, Given},
        problem::Problem,
        session::SignedIn,
        views::{LanguageText, NoticeAnswerView},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRequest {
    /// What I say to it; else it is only read. The last answer stands.
    answer: Option<NoticeAnswerView>,
    /// With an answer, what I speak. None: Mandarin.
    language: Option<LanguageText>,
    /// With an answer: an interpreter is wished.
    #[serde(default)]
    interpreter: bool,
}

/// I have read what my seats were told, and come, or cannot. Of other people's seats nothing changes.
///
/// Codes: unauthenticated, not_found, reason_needed, too_late_to_answer.
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
    let by = (ReceiptWay::Desk, Actor::from(&me));
    let given = Given::answered(asked.answer, (asked.language, asked.interpreter), by)?;
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, HearingId(id)).await?;
    let mine = access::my_seat_ids(&me, &seen.hearing);
    notice_receipts::receive(&app, tx.as_mut(), &seen.hearing, &mine, &given).await?;
    let view = of_hearing::view(tx.as_mut(), &me, &seen).await?;
    tx.commit().await?;
    Ok(Json(view))
}
