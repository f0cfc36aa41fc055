//! What must be on the disk beside the records, as after a restore: files handed in, documents, recordings, keys.

use super::{Finding, books::unread};
use crate::{
    config::Config,
    domain::ids::RecordingId,
    edge::files::path_of,
    reels,
    storage::{SharedStore, StoreError},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// Asked for at a time.
const AT_ONCE: u32 = 1_000;

pub async fn look(config: &Config, store: &SharedStore) -> Vec<Finding> {
    let data = &config.data.dir;
    let (files, recordings) =
        (files(store, &data.join("files")).await, recordings(store, &data.join("recordings")).await);
    let locked = recordings.as_ref().is_ok_and(|tally| tally.locked);
    vec![
        told("attachments and documents", "files/", files),
        told("recordings", "recordings/", recordings),
        keys(&data.join("keys"), locked),
    ]
}

/// How many there must be, and how many are not there whole.
#[derive(Debug, Default)]
struct Tally {
    all: usize,
    missing: usize,
    first: Option<String>,
    /// Some can be read by the key of recordings alone.
    locked: bool,
}

impl Tally {
    fn count(&mut self, id: Uuid, path: Option<&Path>, size: u64) {
        self.all += 1;
        self.locked |= path.is_some_and(reels::is_locked);
        let found = path.and_then(|path| fs::metadata(path).ok());
        if found.is_none_or(|found| found.len() != size) {
            self.missing += 1;
            self.first.get_or_insert_with(|| id.to_string());
        }
    }
}

async fn files(store: &SharedStore, folder: &Path) -> Result<Tally, StoreError> {
    let (mut tally, mut last) = (Tally::default(), Uuid::nil());
    loop {
        let some = store.read().await?.kept_files(last, AT_ONCE).await?;
        let Some((id, _)) = some.last() else { return Ok(tally) };
        last = *id;
        for (id, size) in some {
            tally.count(id, Some(&path_of(folder, id)), size);
        }
    }
}

async fn recordings(store: &SharedStore, folder: &Path) -> Result<Tally, StoreError> {
    let (mut tally, mut last) = (Tally::default(), RecordingId(Uuid::nil()));
    loop {
        let some = store.read().await?.kept_recordings(last, AT_ONCE).await?;
        let Some((id, ..)) = some.last() else { return Ok(tally) };
        last = *id;
        for (id, hearing, size) in some {
            let path: Option<PathBuf> = reels::path_in(folder, hearing.0, id.0).ok();
            tally.count(id.0, path.as_deref(), size);
        }
    }
}

fn told(what: &str, folder: &str, tally: Result<Tally, StoreError>) -> Finding {
    match tally {
        Err(error) => unread(what, &error),
        Ok(Tally { all, first: None, .. }) => Finding::Well(format!("{what}: {all}, all there")),
        Ok(Tally { all, missing, first: Some(first), .. }) => Finding::Broken {
            wrong: format!(
                "{missing} of {all} {what} are missing from {folder} or cut off; the first is {first}"
            ),
            mend: format!("restore {folder} from the backup, from a copy made after that of the database"),
        },
    }
}

/// The server would make new ones in silence, and what was sealed or locked by the old ones would stay so.
fn keys(folder: &Path, locked: bool) -> Finding {
    let missing = |name: &str| !folder.join(name).exists();
    if locked && missing("recordings.key") {
        return Finding::Broken {
            wrong: format!(
                "{} is missing, and recordings are locked by it",
                folder.join("recordings.key").display()
            ),
            mend: "restore keys/ whole from the backup before the next start: the server makes another one"
                .into(),
        };
    }
    if missing("seal.key") {
        return Finding::Mind {
            wrong: format!("{} is not there: the next start makes one", folder.join("seal.key").display()),
            mend: "fine if this server never ran; else restore keys/ whole from the backup first, for what it sealed \
                names the old key"
                .into(),
        };
    }
    Finding::Well("keys of seals and recordings are there".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_cut_off_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let id = Uuid::from_u128(7);
        let path = folder.path().join("a.webm.locked");
        fs::write(&path, b"12345").unwrap();
        for (path, size, missing, locked) in
            [(Some(path.as_path()), 5, 0, true), (Some(path.as_path()), 6, 1, true), (None, 5, 1, false)]
        {
            let mut tally = Tally::default();
            tally.count(id, path, size);
            assert_eq!((tally.all, tally.missing, tally.locked), (1, missing, locked), "{path:?} {size}");
        }
    }
}
