//! The rows of the recorder's files. Rooms come and go; this goes on as long as the recorder has something to say.

use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{Recording, WholeRecording},
        ids::{EventId, HearingId, RecordingId, SeatId},
    },
    media::plane::{MediaPlane, MediaRoom, RecordedFile, Source},
    storage::{SharedStore, StoreError},
    world::SharedWorld,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;

/// A row that cannot be written is tried again this much later.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// So often. After that the next start of the server finds the file.
const TRIES: u32 = 30;

/// Writes a row for each file, and for each that is whole its event, until the recorder has ended.
pub async fn keep_recordings(
    store: SharedStore,
    world: SharedWorld,
    media: Arc<dyn MediaPlane>,
    mut news: UnboundedReceiver<RecordedFile>,
) {
    catch_up(&store, &*media).await;
    while let Some(file) = news.recv().await {
        let recording = recording_of(&file);
        for tried in 1..=TRIES {
            match keep(&store, &world, &recording).await {
                Ok(()) => {
                    if recording.whole.is_some() {
                        media.filed(file.id);
                    }
                    break;
                }
                Err(error) if tried == TRIES => {
                    tracing::error!(recording.id = %file.id, %error, "A recording is without its row until the next start");
                }
                Err(error) => {
                    tracing::warn!(recording.id = %file.id, %error, "The row of a recording could not be written");
                    tokio::time::sleep(TRY_AGAIN).await;
                }
            }
        }
    }
}

/// Asks what became of files whose end has no row: a file of a hearing can only be closed when all are accounted for.
async fn catch_up(store: &SharedStore, media: &dyn MediaPlane) {
    let open = async { store.read().await?.open_recordings().await };
    match open.await {
        Ok(open) => open.iter().for_each(|recording| media.owed(file_of(recording))),
        Err(error) => {
            tracing::error!(%error, "Recordings without an end are not asked after until the next start")
        }
    }
}

/// Begun, and nothing else known of it.
fn file_of(recording: &Recording) -> RecordedFile {
    let source = Source { seat: recording.seat.into(), kind: recording.source.into() };
    let (id, room, began_at) = (recording.id.0, MediaRoom(recording.hearing.0), recording.began_at.0);
    RecordedFile { id, room, source, began_at, done: None }
}

fn recording_of(file: &RecordedFile) -> Recording {
    Recording {
        id: RecordingId(file.id),
        hearing: HearingId(file.room.0),
        seat: SeatId(file.source.seat.0),
        source: file.source.kind.into(),
        began_at: Timestamp(file.began_at),
        whole: file.done.map(|done| WholeRecording {
            ended_at: Timestamp(done.ended_at),
            bytes: done.bytes,
            sha256: done.sha256,
            gaps: done.gaps,
            interrupted: done.interrupted,
        }),
    }
}

/// Twice is once: a file that was whole before, and is found again after a crash, has its event.
async fn keep(store: &SharedStore, world: &SharedWorld, recording: &Recording) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let changed = tx.put_recording(recording).await?;
    if let (true, Some(whole)) = (changed, &recording.whole) {
        let missing = || StoreError::Corrupt { what: "recording", why: "its hearing is not there".into() };
        let hearing = tx.hearing(recording.hearing).await?.ok_or_else(missing)?;
        let petition = tx.petition(hearing.petition).await?.ok_or_else(missing)?;
        let change = recording.filed(whole, &hex::encode(whole.sha256));
        let id = EventId(world.new_id());
        tx.append(&change.hearing_event(id, world.now(), Actor::System, &petition, hearing.id)).await?;
    }
    tx.commit().await
}
