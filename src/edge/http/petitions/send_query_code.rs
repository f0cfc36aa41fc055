//! `POST /api/petitions/{id}/query-code/message`: a new query code to the petitioner's phone, for who stands at the counter.

use super::written::Written;
use crate::{
    domain::{
        event::{Change, EventKind},
        hearing::CODE_PAUSE,
        ids::{EventId, PetitionId},
        petition::QueryCode,
        rights::PetitionAction,
    },
    edge::{AppState, access, extract::Path, phone_codes::no_phone, problem::Problem, session::SignedIn},
    storage::CodeMessage,
};
use axum::{extract::State, http::StatusCode};
use uuid::Uuid;

/// Sends a new query code to the phone that is on record for the petitioner, and to no other number; the old code opens
/// nothing any more. Once a minute at most.
///
/// Codes: unauthenticated, not_found, not_yours, no_sms, no_phone, too_many.
#[utoipa::path(
    post,
    path = "/petitions/{id}/query-code/message",
    operation_id = "petition_send_query_code",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn send_query_code(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let (id, now, mut tx) = (PetitionId(id), app.world.now(), app.store.begin().await?);
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    seen.must(PetitionAction::RenewQueryCode)?;
    // No message is sent about a report (art. 30), and none opens it.
    if app.config.notices.sms.is_none() || seen.petition.is_sealed() {
        return Err(Problem::refused("no_sms", "No messages are sent from here, or not of this matter"));
    }
    let petitioner = tx.parties(id).await?.into_iter().next();
    petitioner.and_then(|party| party.phone).ok_or_else(no_phone)?;
    if let Some(before) = tx.code_message(id).await?.filter(|one| now < one.sent_at.plus_millis(CODE_PAUSE)) {
        let wait = before.sent_at.plus_millis(CODE_PAUSE).0 - now.0;
        return Err(Problem::TooMany { retry_after_s: u64::try_from(wait).unwrap_or(0).div_ceil(1000) });
    }
    let code = QueryCode::draw(|bytes| app.world.fill(bytes));
    tx.set_query_code(id, &code.hash()).await?;
    let event = EventId(app.world.new_id());
    tx.put_code_message(&CodeMessage {
        petition: id,
        event,
        code: Some(code.as_str().to_owned()),
        sent_at: now,
    })
    .await?;
    let (action, change) = (PetitionAction::RenewQueryCode, Change::new(EventKind::PetitionQueryCodeSent));
    Written { action, event, at: now, change, petition: &seen.petition }.keep(tx, &me, &seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
