//! `POST /api/query/documents/{document}`: a document addressed to the petitioner, by number and query code.

use super::{door, status::QueryRequest};
use crate::{
    domain::{document::Document, ids::DocumentId, petition::Household},
    edge::{
        AppState,
        caller::Caller,
        extract::{Json, Path},
        http::documents::{is_for_petitioner, pdf},
        problem::Problem,
    },
    storage::Records,
};
use axum::{extract::State, response::Response};
use uuid::Uuid;

/// A document addressed to the petitioner, by number and query code.
///
/// Codes: no_match, too_many, not_found.
#[utoipa::path(
    post,
    path = "/query/documents/{document}",
    operation_id = "query_document",
    tag = "query",
    params(("document" = Uuid, Path)),
    request_body = QueryRequest,
    responses((status = OK, body = Vec<u8>, content_type = "application/pdf"), Problem),
)]
pub async fn notice(
    State(app): State<AppState>,
    caller: Caller,
    Path(document): Path<Uuid>,
    Json(asked): Json<QueryRequest>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let opened = door::open(&app, records.as_mut(), caller, &asked.number, &asked.code).await?;
    let document = records.document(DocumentId(document)).await?;
    let document = document.ok_or(Problem::NotFound)?;
    if !is_theirs(records.as_mut(), &document, &opened).await? {
        return Err(Problem::NotFound);
    }
    drop(records);
    pdf(&app, &document).await
}

/// Letters between organs and receipts are not the petitioner's to read, nor is what went to another household alone, nor what
/// came after they withdrew.
pub async fn is_theirs(
    records: &mut dyn Records,
    document: &Document,
    opened: &Household,
) -> Result<bool, Problem> {
    let is_own = document.petition == opened.own.id;
    let is_of_matter = document.petition == opened.matter.id && document.kind.is_for_households();
    let mut is_said = (is_own || is_of_matter) && opened.is_told(document.issued_at);
    if let Some(hearing) = document.hearing.filter(|_| is_said) {
        let heard = records.hearing(hearing).await?;
        is_said =
            heard.is_none_or(|hearing| hearing.petition == opened.own.id || opened.may_know_of(&hearing));
    }
    Ok(is_said && is_for_petitioner(records, document).await?)
}
