//! What must be on the disk beside the records, as after a restore, and the keys.

use super::{Finding, books::unread};
use crate::{
    cli::{
        heads::kept_seal,
        kept::{self, Kept},
    },
    config::Config,
    domain::hearing::{Sealer, fingerprint},
    reels,
    storage::SharedStore,
};
use std::{fs, path::Path};

pub async fn look(config: &Config, store: &SharedStore) -> Vec<Finding> {
    let data = &config.data.dir;
    let [mut files, mut recordings, mut packages] = [(); 3].map(|()| Tally::default());
    let counted = [
        kept::files(store, data, |one| files.count(&one)).await,
        kept::recordings(store, data, |one| recordings.count(&one)).await,
        kept::packages(store, data, |one| packages.count(&one)).await,
    ];
    let locked = recordings.locked;
    let told = [
        ("attachments and documents", "files/", files),
        ("recordings", "recordings/", recordings),
        ("closed files of hearings", "packages/", packages),
    ];
    let told = told.into_iter().zip(counted).map(|((what, folder, tally), counted)| match counted {
        Ok(()) => told_of(what, folder, &tally),
        Err(error) => unread(what, &error),
    });
    told.chain([keys(data, locked)]).collect()
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
    fn count(&mut self, one: &Kept) {
        self.all += 1;
        let found = fs::metadata(&one.path).ok();
        self.locked |= found.is_some() && reels::is_locked(&one.path);
        if found.is_none_or(|found| found.len() != one.file.size) {
            self.missing += 1;
            self.first.get_or_insert_with(|| one.path.display().to_string());
        }
    }
}

fn told_of(what: &str, folder: &str, tally: &Tally) -> Finding {
    let Tally { all, missing, first, .. } = tally;
    match first {
        None => Finding::Well(format!("{what}: {all}, all there")),
        Some(first) => Finding::Broken {
            wrong: format!(
                "{missing} of {all} {what} are missing from {folder} or cut off; the first is {first}"
            ),
            mend: format!("restore {folder} from the backup, from a copy made after that of the database"),
        },
    }
}

/// The server would make new ones in silence, and what was sealed or locked by the old ones would stay so.
fn keys(data: &Path, locked: bool) -> Finding {
    let folder = data.join("keys");
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
    match kept_seal(data) {
        Ok(seal) => Finding::Well(format!(
            "keys of seals and recordings are there; hearings are sealed by the key {}",
            fingerprint(&seal.public_key())
        )),
        Err(error) => Finding::Broken {
            wrong: error.to_string(),
            mend: "restore keys/ whole from the backup, and let the server's user read it".into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::KeptFile;
    use uuid::Uuid;

    #[test]
    fn what_is_missing_or_cut_off_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.webm.locked");
        fs::write(&path, b"12345").unwrap();
        for (path, size, missing, locked) in
            [(path.clone(), 5, 0, true), (path, 6, 1, true), (folder.path().join("b.webm"), 5, 1, false)]
        {
            let mut tally = Tally::default();
            let file = KeptFile { id: Uuid::from_u128(7), size, sha256: [0; 32] };
            tally.count(&Kept { path: path.clone(), file });
            assert_eq!((tally.all, tally.missing, tally.locked), (1, missing, locked), "{path:?} {size}");
        }
    }
}
