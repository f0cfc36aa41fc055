//! `GET /api/hearings/{id}/signing`: what was frozen, asked, signed and sealed.

use crate::{
    domain::{
        hearing::{
            Answered, Correction, CorrectionAnswer, FrozenPaper, Mark, PaperKind, Seal, Seat, Signature,
            fingerprint,
        },
        ids::HearingId,
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path, Query},
        problem::Problem,
        session::SignedIn,
        views::PaperQuery,
    },
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Everything that was signed, in the order it came.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningView {
    versions: Vec<VersionRow>,
    corrections: Vec<CorrectionRow>,
    signatures: Vec<SignatureRow>,
    /// Who signs it.
    signers: Vec<Uuid>,
    seals: Vec<SealRow>,
    /// Fingerprint of this node's key.
    key: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VersionRow {
    version: u32,
    sha256: String,
    frozen_at: i64,
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionRow {
    version: u32,
    seat: Uuid,
    entry: Option<Uuid>,
    text: String,
    at: i64,
    /// None as long as nobody answered.
    answer: Option<CorrectionAnswerRow>,
}

/// What who keeps the minutes said to a correction.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionAnswerRow {
    /// The seat that answered.
    by: Uuid,
    at: i64,
    /// taken, declined.
    kind: String,
    /// The line that was corrected, and its number.
    entry: Option<Uuid>,
    line: Option<u32>,
    /// Why not.
    reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SignatureRow {
    version: u32,
    seat: Uuid,
    /// The seat that put it on record.
    by: Uuid,
    at: i64,
    /// drawn, confirmed, coded, proxy, paper_scan, refused.
    kind: String,
    sha256: String,
    /// SVG path of what was drawn.
    strokes: Option<String>,
    /// Who signed for the seat.
    name: Option<String>,
    reason: Option<String>,
    /// The scan, among the petition's attachments.
    attachment: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SealRow {
    number: u32,
    algorithm: String,
    /// Fingerprint of the key.
    key: String,
    at: i64,
}

/// What was frozen, asked, signed and sealed.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/signing",
    operation_id = "hearing_signing",
    tag = "hearings",
    params(("id" = Uuid, Path), PaperQuery),
    responses((status = OK, body = SigningView), Problem),
)]
pub async fn signing(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<PaperQuery>,
) -> Result<Json<SigningView>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::ReadMinutes)?;
    let record = records.signing_record(seen.hearing.id, asked.kind()).await?;
    let seals = records.seals(seen.hearing.id).await?;
    let seats = &seen.hearing.seats;
    let signs = |seat: &&Seat| match record.latest() {
        Some(latest) => latest.waits_for(seat),
        None => asked.kind() == PaperKind::Minutes && seat.must_sign(),
    };
    let signers = seats.iter().filter(signs).map(|seat| seat.id.0).collect();
    Ok(Json(SigningView {
        versions: record.versions.into_iter().map(VersionRow::of).collect(),
        corrections: record.corrections.into_iter().map(CorrectionRow::of).collect(),
        signatures: record.signatures.into_iter().map(SignatureRow::of).collect(),
        signers,
        seals: seals.into_iter().map(SealRow::of).collect(),
        key: fingerprint(&app.sealer.public_key()),
    }))
}

impl VersionRow {
    fn of(version: FrozenPaper) -> Self {
        Self {
            version: version.version,
            sha256: hex::encode(version.sha256),
            frozen_at: version.frozen_at.0,
            text: version.text,
        }
    }
}

impl CorrectionRow {
    fn of(correction: Correction) -> Self {
        Self {
            version: correction.version,
            seat: correction.seat.0,
            entry: correction.entry.map(|entry| entry.0),
            text: correction.text,
            at: correction.at.0,
            answer: correction.answered.map(CorrectionAnswerRow::of),
        }
    }
}

impl CorrectionAnswerRow {
    fn of(Answered { by, at, answer }: Answered) -> Self {
        let kind = answer.kind().to_string();
        let (entry, line, reason) = match answer {
            CorrectionAnswer::Taken { entry, line } => (Some(entry.0), Some(line), None),
            CorrectionAnswer::Declined { reason } => (None, None, Some(reason)),
        };
        Self { by: by.0, at: at.0, kind, entry, line, reason }
    }
}

impl SignatureRow {
    fn of(signature: Signature) -> Self {
        let row = Self {
            version: signature.version,
            seat: signature.seat.0,
            by: signature.by.0,
            at: signature.at.0,
            kind: signature.mark.kind().to_string(),
            sha256: hex::encode(signature.sha256()),
            strokes: None,
            name: None,
            reason: None,
            attachment: None,
        };
        match signature.mark {
            Mark::Confirmed | Mark::Coded { .. } => row,
            Mark::Drawn { strokes } => Self { strokes: Some(strokes), ..row },
            Mark::Proxy { name, strokes, reason, paper } => Self {
                strokes: Some(strokes),
                name: Some(name),
                reason: Some(reason).filter(|reason| !reason.is_empty()),
                attachment: paper.map(|paper| paper.attachment.0),
                ..row
            },
            Mark::PaperScan { attachment, .. } => Self { attachment: Some(attachment.0), ..row },
            Mark::Refused { reason } => Self { reason: Some(reason), ..row },
        }
    }
}

impl SealRow {
    fn of(seal: Seal) -> Self {
        let key = fingerprint(&seal.public_key);
        Self { number: seal.number, algorithm: seal.algorithm, key, at: seal.at.0 }
    }
}
