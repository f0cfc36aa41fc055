//! The file of a hearing: packs the records into an evidence package, keeps it once closed, hands it out.

use super::{AppState, access::SeenHearing, files, problem::Problem};
use crate::{
    domain::{
        event::ChainedEvent,
        hearing::{Archived, Exhibit, Outcome, PaperKind, Signature, package_name},
        ids::{AttachmentId, HearingId, PetitionId},
        jurisdiction::DivisionCode,
    },
    evidence::{self, Contents, PackError, Slice},
    storage::Records,
};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Seek},
};
use tokio::sync::Semaphore;

/// Events of a chain read at a time.
const AT_ONCE: u32 = 500;

/// A closed file that is not on the disk as it was closed.
#[derive(Debug, thiserror::Error)]
#[error("the file of hearing {0} is missing or was changed: restore it from the backup")]
struct Damaged(HearingId);

/// One file is packed at a time: it may have hundreds of megabytes, all of them in memory.
static PACKING: Semaphore = Semaphore::const_new(1);

/// A file that is not closed, packed of the records as they are now.
#[derive(Debug)]
pub struct Packed {
    pub bytes: Vec<u8>,
    pub sha256: [u8; 32],
    pub seals: u32,
}

pub async fn pack(app: &AppState, seen: &SeenHearing) -> Result<Packed, Problem> {
    let one_at_a_time = PACKING.acquire().await.map_err(Problem::internal)?;
    let mut records = app.store.read().await?;
    let contents = contents(app, records.as_mut(), seen).await?;
    drop(records);
    let (now, sealer) = (app.world.now(), app.sealer.clone());
    // Hashing megabytes is not for a thread that serves others.
    let packing = tokio::task::spawn_blocking(move || {
        let _held = one_at_a_time; // also where nobody waits for it any more
        let bytes = evidence::pack(&contents, now, &*sealer)?;
        let seals = u32::try_from(contents.seals.len()).unwrap_or(u32::MAX);
        Ok::<_, PackError>(Packed { sha256: Sha256::digest(&bytes).into(), bytes, seals })
    });
    packing.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

/// The file as it was closed, from its beginning, and its length.
pub async fn kept(app: &AppState, id: HearingId, archived: &Archived) -> Result<(File, u64), Problem> {
    let path = files::path_of(&app.config.packages, package_name(id, &archived.sha256));
    let closed = archived.sha256;
    let opening = tokio::task::spawn_blocking(move || {
        let (mut file, mut sha) = (File::open(path)?, Sha256::new());
        let bytes = io::copy(&mut file, &mut sha)?;
        file.rewind()?;
        Ok::<_, io::Error>((<[u8; 32]>::from(sha.finalize()) == closed).then_some((file, bytes)))
    });
    let opened = opening.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    opened.ok_or_else(|| Problem::internal(Damaged(id)))
}

async fn contents(
    app: &AppState,
    records: &mut dyn Records,
    seen: &SeenHearing,
) -> Result<Contents, Problem> {
    let (id, petition) = (seen.hearing.id, &seen.petition);
    let minutes = records.signing_record(id, PaperKind::Minutes).await?;
    let agreement = records.signing_record(id, PaperKind::Agreement).await?;
    let exhibits = records.hearing_exhibits(id).await?;
    Ok(Contents {
        petition_number: petition.number.clone(),
        entries: records.minutes(id).await?,
        wordings: records.wordings(id).await?,
        outcome: outcome(records, petition.id, id).await?,
        seals: records.seals(id).await?,
        events: slice(records, &petition.chain(), petition.id, id).await?,
        recordings: records.recordings(id).await?,
        index: records.recording_index(id).await?,
        scans: scans(app, minutes.signatures.iter().chain(&agreement.signatures)).await?,
        exhibits: taken(app, exhibits).await?,
        hearing: seen.hearing.clone(),
        minutes,
        agreement,
    })
}

/// As it was sealed: organs that were merged since are not in it.
pub async fn outcome(
    records: &mut dyn Records,
    petition: PetitionId,
    hearing: HearingId,
) -> Result<Option<Outcome>, Problem> {
    let Some(outcome) = records.outcome(hearing).await? else { return Ok(None) };
    let log = records.timeline(petition).await?;
    Ok(Some(outcome.as_issued(log.iter().map(|chained| &chained.event))))
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
