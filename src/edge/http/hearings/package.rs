//! `GET /api/hearings/{id}/package`: the evidence package of a closed hearing.

use crate::{
    domain::{
        event::ChainedEvent,
        hearing::{Exhibit, PaperKind, Signature},
        ids::{AttachmentId, HearingId, PetitionId},
        jurisdiction::DivisionCode,
        opening::Opened,
        rights::HearingAction,
    },
    edge::{AppState, access, extract::Path, files, openings, problem::Problem, session::SignedIn},
    evidence::{self, Contents, Slice},
    storage::Records,
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

/// Events of a chain read at a time.
const AT_ONCE: u32 = 500;

/// The evidence package of a closed hearing: a ZIP that `lianjie verify` checks offline. Who takes it along is
/// put on record.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/package",
    operation_id = "hearing_package",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/zip"), Problem),
)]
pub async fn package(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let id = HearingId(id);
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    seen.must(HearingAction::Archive)?;
    let minutes = records.signing_record(id, PaperKind::Minutes).await?;
    let agreement = records.signing_record(id, PaperKind::Agreement).await?;
    let exhibits = records.hearing_exhibits(id).await?;
    let contents = Contents {
        petition_number: seen.petition.number.clone(),
        entries: records.minutes(id).await?,
        outcome: records.outcome(id).await?,
        seals: records.seals(id).await?,
        events: slice(records.as_mut(), &seen.petition.chain(), seen.petition.id, id).await?,
        recordings: records.recordings(id).await?,
        scans: scans(&app, minutes.signatures.iter().chain(&agreement.signatures)).await?,
        exhibits: taken(&app, exhibits).await?,
        hearing: seen.hearing,
        minutes,
        agreement,
    };
    drop(records);
    openings::note(&app, &me, &seen.petition, Opened::Package(id)).await?;
    let name = format!("attachment; filename=\"{}.zip\"", contents.hearing.number);
    let (now, sealer) = (app.world.now(), app.sealer.clone());
    // Hashing megabytes is not for a thread that serves others.
    let packed = tokio::task::spawn_blocking(move || evidence::pack(&contents, now, &*sealer)).await;
    let bytes = packed.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}

/// The chain from the hearing's first event to its last.
async fn slice(
    records: &mut dyn Records,
    chain: &DivisionCode,
    petition: PetitionId,
    hearing: HearingId,
) -> Result<Option<Slice>, Problem> {
    let ours = records.timeline(petition).await?;
    let numbers = ours.iter().filter(|event| event.event.hearing == Some(hearing)).map(|event| event.number);
    let (Some(mut from), Some(last)) = (numbers.clone().min(), numbers.max()) else { return Ok(None) };
    let mut events: Vec<ChainedEvent> = Vec::new();
    while from <= last {
        let read = records.chain_slice(chain, from, AT_ONCE).await?;
        let Some(newest) = read.last() else { break };
        from = newest.number + 1;
        events.extend(read.into_iter().filter(|event| event.number <= last));
    }
    Ok(Slice::of(&events, hearing))
}

async fn scans(
    app: &AppState,
    signatures: impl Iterator<Item = &Signature>,
) -> Result<Vec<(AttachmentId, Vec<u8>)>, Problem> {
    let mut scans = Vec::new();
    for signature in signatures {
        if let Some(attachment) = signature.mark.paper() {
            scans.push((attachment, bytes_of(app, attachment).await?));
        }
    }
    Ok(scans)
}

/// What nobody took is no evidence, and stays with who brought it.
async fn taken(app: &AppState, exhibits: Vec<Exhibit>) -> Result<Vec<(Exhibit, Vec<u8>)>, Problem> {
    let mut taken = Vec::new();
    for exhibit in exhibits.into_iter().filter(|exhibit| exhibit.number().is_some()) {
        let bytes = bytes_of(app, exhibit.file.id).await?;
        taken.push((exhibit, bytes));
    }
    Ok(taken)
}

async fn bytes_of(app: &AppState, file: AttachmentId) -> Result<Vec<u8>, Problem> {
    tokio::fs::read(files::path_of(&app.config.files, file)).await.map_err(Problem::internal)
}
