//! What must be on the disk beside the records: files handed in and documents, recordings, closed files of hearings.

use crate::{
    domain::{hearing::package_name, ids::RecordingId},
    edge::files::path_of,
    reels,
    storage::{KeptFile, SharedStore, StoreError},
};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Asked for at a time.
const AT_ONCE: u32 = 1_000;

/// A file, and where it must be.
pub struct Kept {
    pub path: PathBuf,
    pub file: KeptFile,
}

/// Attachments, photos and documents, one after the other.
pub async fn files(store: &SharedStore, data: &Path, mut each: impl FnMut(Kept)) -> Result<(), StoreError> {
    let (folder, mut last) = (data.join("files"), Uuid::nil());
    loop {
        let some = store.read().await?.kept_files(last, AT_ONCE).await?;
        let Some(newest) = some.last() else { return Ok(()) };
        last = newest.id;
        some.into_iter().for_each(|file| each(Kept { path: path_of(&folder, file.id), file }));
    }
}

/// Locked or not, as they lie there.
pub async fn recordings(
    store: &SharedStore,
    data: &Path,
    mut each: impl FnMut(Kept),
) -> Result<(), StoreError> {
    let (folder, mut last) = (data.join("recordings"), RecordingId(Uuid::nil()));
    loop {
        let some = store.read().await?.kept_recordings(last, AT_ONCE).await?;
        let Some((_, newest)) = some.last() else { return Ok(()) };
        last = RecordingId(newest.id);
        for (hearing, file) in some {
            let found = reels::path_in(&folder, hearing.0, file.id);
            let path = found.unwrap_or_else(|_| folder.join(format!("{hearing}/{}.webm", file.id)));
            each(Kept { path, file });
        }
    }
}

/// Nothing can make them again: the same record packed later is other bytes.
pub async fn packages(
    store: &SharedStore,
    data: &Path,
    mut each: impl FnMut(Kept),
) -> Result<(), StoreError> {
    let folder = data.join("packages");
    let closed = store.read().await?.archived().await?;
    for (hearing, archived) in closed {
        let path = folder.join(package_name(hearing, &archived.sha256));
        let file = KeptFile { id: hearing.0, size: archived.bytes, sha256: archived.sha256 };
        each(Kept { path, file });
    }
    Ok(())
}
