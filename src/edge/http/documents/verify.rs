//! `POST /api/documents/verify`: which document a code at a foot, or a file, is.

use crate::{
    domain::document::{Document, tidy_code},
    edge::{
        AppState, caller::Caller, extract::Json, lockout, names::Names, problem::Problem,
        views::DocumentKindText,
    },
    storage::Records,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// As printed at the foot of a page; dashes and small letters are forgiven.
    #[serde(default)]
    code: Option<String>,
    /// Of the file's bytes, hexadecimal.
    #[serde(default)]
    sha256: Option<String>,
}

/// What is told to whoever has the paper: nothing of what it says, nobody's name.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerifiedDocument {
    kind: DocumentKindText,
    number: String,
    agency_name: String,
    issued_at: i64,
    /// Number of the document that stands in for it now.
    corrected_by: Option<String>,
}

/// Which document a code at a foot, or a file, is. `not_found`: none of ours.
///
/// Codes: not_found, too_many, unprocessable.
#[utoipa::path(
    post,
    path = "/documents/verify",
    operation_id = "document_verify",
    tag = "documents",
    request_body = VerifyRequest,
    responses((status = OK, body = VerifiedDocument), Problem),
)]
pub async fn verify(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(asked): Json<VerifyRequest>,
) -> Result<Json<VerifiedDocument>, Problem> {
    let tries = format!("verify:{}", lockout::network_of(address));
    app.throttle.take(&tries, app.world.now())?;
    let mut records = app.store.read().await?;
    let document = find(records.as_mut(), &asked).await?.ok_or(Problem::NotFound)?;
    app.throttle.give_back(&tries);
    let issued = records.documents(document.petition).await?;
    let corrected_by = issued.into_iter().find(|later| later.corrects == Some(document.id));
    Ok(Json(VerifiedDocument {
        kind: document.kind.into(),
        agency_name: Names::default().agency(records.as_mut(), document.agency).await?,
        number: document.number,
        issued_at: document.issued_at.0,
        corrected_by: corrected_by.map(|later| later.number),
    }))
}

async fn find(records: &mut dyn Records, asked: &VerifyRequest) -> Result<Option<Document>, Problem> {
    match (&asked.code, &asked.sha256) {
        (Some(code), None) => Ok(records.document_by_code(&tidy_code(code)).await?),
        (None, Some(sha256)) => {
            let mut hash = [0; 32];
            if hex::decode_to_slice(sha256.trim(), &mut hash).is_err() {
                return Err(Problem::field("sha256", "64 hexadecimal digits"));
            }
            Ok(records.document_by_hash(&hash).await?)
        }
        _ => Err(Problem::field("code", "Either code or sha256")),
    }
}
