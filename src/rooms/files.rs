//! The rows of the recorder's files. Rooms come and go; this goes on as long as the recorder has something to say.

use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{Recording, WholeRecording},
        ids::{EventId, HearingId, RecordingId, SeatId},
    },
    media::plane::{MediaPlane, MediaRoom, RecordedFile, Source},
    storage::{PATIENCE, SharedStore, StoreError, in_time},
    world::SharedWorld,
};
use futures_util::FutureExt;
use metrics::gauge;
use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{MissedTickBehavior, interval, sleep},
};
use uuid::Uuid;

/// Rows that could not be written are tried again this much later, and again until they are.
const AGAIN_AFTER: Duration = Duration::from_secs(10);
/// When the server stops, so often and so far apart: within the five seconds that a stop takes by default. What is not
/// written by then the next start finds.
const LAST_TRIES: u32 = 4;
const LAST_TRIES_APART: Duration = Duration::from_secs(1);

/// Writes a row for each file, and for each that is whole its event, until the recorder has ended.
pub async fn keep_recordings(
    store: SharedStore,
    world: SharedWorld,
    media: Arc<dyn MediaPlane>,
    news: UnboundedReceiver<RecordedFile>,
) {
    Keeper { store, world, media, asked: false, waiting: BTreeMap::new() }.run(news).await;
}

struct Keeper {
    store: SharedStore,
    world: SharedWorld,
    media: Arc<dyn MediaPlane>,
    /// What became of files from before the start was asked after.
    asked: bool,
    /// The last news of files whose rows could not be written.
    waiting: BTreeMap<Uuid, RecordedFile>,
}

impl Keeper {
    async fn run(mut self, mut news: UnboundedReceiver<RecordedFile>) {
        let mut again = interval(AGAIN_AFTER); // its first tick comes at once
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = again.tick() => self.again().await,
                file = news.recv() => match file {
                    Some(file) => self.take(file).await,
                    None => break,
                }
            }
        }
        for _ in 0..LAST_TRIES {
            if self.waiting.is_empty() {
                return;
            }
            sleep(LAST_TRIES_APART).await;
            self.again().await;
        }
    }

    async fn again(&mut self) {
        if !self.asked {
            self.ask().await;
        }
        for (_, file) in std::mem::take(&mut self.waiting) {
            self.take(file).await;
        }
    }

    async fn take(&mut self, file: RecordedFile) {
        let recording = recording_of(&file);
        let keeping = in_time(PATIENCE, keep(&self.store, &self.world, &recording));
        let panicked = |_| Err(StoreError::Corrupt { what: "recording", why: "keeping it panicked".into() });
        let kept = AssertUnwindSafe(keeping).catch_unwind().await.unwrap_or_else(panicked);
        let nowhere = kept.is_err() && self.is_nowhere(recording.hearing).await;
        match kept {
            Ok(()) => {
                self.waiting.remove(&file.id); // older news of it
                if recording.whole.is_some() {
                    self.media.filed(file.id);
                }
            }
            Err(_) if nowhere => {
                tracing::error!(recording.id = %file.id, hearing.id = %recording.hearing, "A recording is of a hearing that is not on record; its file stays as it is");
                self.waiting.remove(&file.id);
            }
            Err(error) => {
                tracing::warn!(recording.id = %file.id, %error, "The row of a recording could not be written; it is tried again");
                self.waiting.insert(file.id, file);
            }
        }
        gauge!("lianjie_recordings_waiting", "for" => "database").set(self.waiting.len() as f64);
    }

    /// The database is older than the folder: no other try would end better. One that is silent has been waited for already.
    async fn is_nowhere(&self, id: HearingId) -> bool {
        let found = in_time(LAST_TRIES_APART, async { self.store.read().await?.hearing(id).await });
        matches!(found.await, Ok(None))
    }

    /// Asks what became of files whose end has no row: a file of a hearing can only be closed when all are accounted for.
    async fn ask(&mut self) {
        let open = in_time(PATIENCE, async { self.store.read().await?.open_recordings().await });
        match open.await {
            Ok(open) => {
                open.iter().for_each(|recording| self.media.owed(file_of(recording)));
                self.asked = true;
            }
            Err(error) => {
                tracing::error!(%error, "Recordings without an end cannot be asked after; it is tried again");
            }
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
        let change = recording.filed(whole, &hex::encode(whole.sha256)).in_phase(hearing.stage.phase());
        let id = EventId(world.new_id());
        tx.append(&change.hearing_event(id, world.now(), Actor::System, &petition, hearing.id)).await?;
    }
    tx.commit().await
}
