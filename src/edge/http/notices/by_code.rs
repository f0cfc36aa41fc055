//! `POST /api/query/receipt`: the petitioner has read what they were told of a hearing, and comes, or cannot.

use crate::{
    domain::{
        event::Actor,
        hearing::{Hearing, ReceiptWay},
    },
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        http::query::{act, door, view},
        notice_receipts::{self, Given},
        problem::Problem,
        views::{LanguageText, NoticeAnswerView, PetitionStatus},
    },
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryReceipt {
    number: String,
    code: String,
    /// Number of the hearing.
    hearing: String,
    /// What the petitioner says to it; else it is only read. The last answer stands.
    answer: Option<NoticeAnswerView>,
    /// With an answer, what they speak. None: Mandarin.
    language: Option<LanguageText>,
    /// With an answer: an interpreter is wished.
    #[serde(default)]
    interpreter: bool,
}

/// The petitioner has read what they were told of a hearing, and comes, or cannot.
///
/// Codes: no_match, too_many, not_found, reason_needed, too_late_to_answer.
#[utoipa::path(
    post,
    path = "/query/receipt",
    operation_id = "query_receipt",
    tag = "query",
    request_body = QueryReceipt,
    responses((status = OK, body = PetitionStatus), Problem),
)]
pub async fn by_code(
    State(app): State<AppState>,
    caller: Caller,
    Json(asked): Json<QueryReceipt>,
) -> Result<Json<PetitionStatus>, Problem> {
    let opened = act::open(&app, caller, &asked.number, &asked.code).await?;
    let mut tx = app.store.begin().await?;
    let hearings = tx.hearings_of(opened.matter.id).await?;
    let theirs = |hearing: &Hearing| hearing.number == asked.hearing && opened.may_know_of(hearing);
    let hearing = hearings.into_iter().find(theirs).ok_or(Problem::NotFound)?;
    // Number and code are the petitioner's; representatives have their own links, and theirs if they filed too.
    let people = door::people(tx.as_mut(), &opened).await?;
    let seats = people.first().map(|party| notice_receipts::seats_of(&hearing, party.id)).unwrap_or_default();
    let by = (ReceiptWay::Query, Actor::Petitioner);
    let given = Given::answered(asked.answer, (asked.language, asked.interpreter), by)?;
    notice_receipts::receive(&app, tx.as_mut(), &hearing, &seats, &given).await?;
    let status = view::of(&app, tx.as_mut(), &opened).await?;
    tx.commit().await?;
    Ok(Json(status))
}
