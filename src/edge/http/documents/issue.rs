//! `POST /api/petitions/{id}/documents`: issues a document: numbered, set as PDF, kept, in the log.

use super::{
    list::views,
    making::{DocumentRequest, Record},
};
use crate::{
    documents,
    domain::{
        document::Document,
        event::{self, EventKind},
        ids::{DocumentId, EventId, PetitionId, StaffId},
        rights::{Official, PetitionAction},
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        files, keyed,
        problem::Problem,
        session::SignedIn,
        views::DocumentView,
    },
};
use axum::{extract::State, http::StatusCode};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How often a number may be gone, or the petition moved, while the paper was set.
const TRIES: usize = 5;

/// Issues a document: it gets the next number of its kind, and never changes again. 200: it was issued under this key before.
///
/// Codes: unauthenticated, not_found, not_yours, stale, conflict, missing_glyphs, document_not_yet,
/// document_other_organ, document_no_petitioner, document_text_needed, document_needed.
#[utoipa::path(
    post,
    path = "/petitions/{id}/documents",
    operation_id = "document_issue",
    tag = "documents",
    params(("id" = Uuid, Path)),
    request_body = DocumentRequest,
    responses((status = CREATED, body = DocumentView), (status = OK, body = DocumentView), Problem),
)]
pub async fn issue(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<DocumentRequest>,
) -> Result<(StatusCode, Json<DocumentView>), Problem> {
    let mut overtaken = Problem::Stale;
    for _ in 0..TRIES {
        match attempt(&app, &me, PetitionId(id), &asked).await {
            Err(Problem::Stale) => {}
            // It was sent twice at once, and the other was quicker; or the key stands for something else, as it will.
            Err(Problem::Conflict) if asked.key.is_some() => overtaken = Problem::Conflict,
            Err(problem) => return Err(problem),
            Ok((status, document)) => {
                let mut records = app.store.read().await?;
                let view = views(records.as_mut(), vec![document]).await?.pop().ok_or(Problem::NotFound)?;
                return Ok((status, Json(view)));
            }
        }
    }
    Err(overtaken)
}

/// A paper as it was made, before it is on record.
struct Made {
    document: Document,
    /// Of the petition as the paper tells of it.
    version: u32,
    sequence: String,
    n: u32,
    /// For whom it is made.
    principal: Option<StaffId>,
    event: EventId,
}

/// Sets the paper with the number that is next now, outside of any transaction: it takes longer than others may be kept
/// waiting. `Stale`: number or petition moved on meanwhile, and the paper with them.
async fn attempt(
    app: &AppState,
    me: &Official,
    id: PetitionId,
    asked: &DocumentRequest,
) -> Result<(StatusCode, Document), Problem> {
    let event = keyed::event(&*app.world, me.staff.id, asked.key, id);
    // Without a key nothing was made before.
    if asked.key.is_some()
        && let Some(document) = issued(app, me, id, event).await?
    {
        return Ok((StatusCode::OK, document));
    }
    let (made, bytes) = make(app, me, (id, event), asked).await?;
    let (folder, file) = (&app.config.files, made.document.id);
    files::keep(folder, file, bytes).await?;
    files::recorded(folder, file, record(app, me, &made)).await?;
    Ok((StatusCode::CREATED, made.document))
}

/// What was issued with the same key before.
async fn issued(
    app: &AppState,
    me: &Official,
    id: PetitionId,
    event: EventId,
) -> Result<Option<Document>, Problem> {
    let mut records = app.store.read().await?;
    access::petition(records.as_mut(), me, id).await?.must(PetitionAction::IssueDocument)?;
    let done = keyed::done(records.as_mut(), event, &[EventKind::DocumentIssued]).await?;
    let document = done.as_ref().and_then(|done| done.detail("document")).and_then(|id| id.parse().ok());
    match document {
        Some(document) => Ok(records.document(DocumentId(document)).await?),
        None => Ok(None),
    }
}

async fn make(
    app: &AppState,
    me: &Official,
    (id, event): (PetitionId, EventId),
    asked: &DocumentRequest,
) -> Result<(Made, Vec<u8>), Problem> {
    let (now, kind) = (app.world.now(), asked.kind.0);
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), me, id).await?;
    seen.must(PetitionAction::IssueDocument)?;
    let wish = asked.wish()?;
    let found = Record::read(records.as_mut(), me, &seen.petition, wish.hearing).await?;
    let sequence = found.templates.sequence_name(kind, now.local_date().year());
    let n = records.last_in_sequence(&sequence).await? + 1;
    drop(records);
    let paper = found.paper(app, (&seen.petition, me), (kind, &wish), (n, now))?;
    let (number, code) = (paper.number.clone().unwrap_or_default(), paper.code());
    let fonts = app.config.fonts.clone();
    let set = tokio::task::spawn_blocking(move || documents::render(&paper, &fonts));
    let bytes = set.await.map_err(Problem::internal)??;
    let document = Document {
        id: DocumentId(app.world.new_id()),
        petition: id,
        kind,
        number,
        agency: me.agency.id,
        maker: me.staff.id,
        issued_at: now,
        size: bytes.len() as u64,
        sha256: Sha256::digest(&bytes).into(),
        code,
        corrects: wish.corrects,
        hearing: wish.hearing.filter(|_| kind.is_of_hearing()),
    };
    let principal = seen.principal(me, PetitionAction::IssueDocument);
    Ok((Made { document, version: seen.petition.version, sequence, n, principal, event }, bytes))
}

async fn record(app: &AppState, me: &Official, made: &Made) -> Result<(), Problem> {
    let document = &made.document;
    let mut tx = app.store.begin().await?;
    let petition = tx.petition(document.petition).await?.ok_or(Problem::NotFound)?;
    if petition.version != made.version || tx.last_in_sequence(&made.sequence).await? + 1 != made.n {
        // What overtook it may lie in a batch that no reader sees yet (ADR 5): what is read after this has it.
        tx.commit().await?;
        return Err(Problem::Stale);
    }
    if tx.next_in_sequence(&made.sequence).await? != made.n {
        return Err(Problem::Stale);
    }
    tx.add_document(document).await?;
    let actor = event::Actor::from(me);
    let change = document.issued().on_behalf_of(made.principal);
    tx.append(&change.event(made.event, document.issued_at, actor, &petition)).await?;
    tx.commit().await?;
    Ok(())
}
