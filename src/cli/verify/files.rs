//! Every kept file against the hash that its row has of it.

use crate::{
    cli::kept::{self, Kept},
    reels::{self, Reels},
    storage::{SharedStore, StoreError},
};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::Path,
};

/// Reads them all; prints what is wrong with each, and how many there are. Whether all are as they were kept.
pub async fn look(data: &Path, store: &SharedStore) -> Result<bool, StoreError> {
    let key = Reels::as_they_are(data);
    let [mut files, mut recordings, mut packages] = [(); 3].map(|()| Checked::default());
    kept::files(store, data, |one| files.check(&one, File::open(&one.path))).await?;
    println!("{}", files.describe("attachments and documents"));
    kept::recordings(store, data, |one| recordings.check(&one, unlocked(&one, &key))).await?;
    println!("{}", recordings.describe("recordings"));
    kept::packages(store, data, |one| packages.check(&one, File::open(&one.path))).await?;
    println!("{}", packages.describe("closed files of hearings"));
    Ok([files, recordings, packages].iter().all(|checked| checked.bad == 0))
}

#[derive(Default)]
struct Checked {
    all: usize,
    bad: usize,
}

impl Checked {
    fn check(&mut self, one: &Kept, opened: io::Result<impl Read>) {
        self.all += 1;
        if let Some(fault) = fault(opened, &one.file.sha256) {
            self.bad += 1;
            println!("BAD   {} {fault}", one.path.display());
        }
    }

    fn describe(&self, what: &str) -> String {
        match self.bad {
            0 => format!("{what}: {}, as they were kept", self.all),
            bad => format!("{what}: {bad} of {} are NOT as they were kept", self.all),
        }
    }
}

/// A recording in the clear, whether it is locked or not: so its hash was taken. Who has no key may lack it.
fn unlocked(one: &Kept, key: &io::Result<Reels>) -> io::Result<Box<dyn Read>> {
    if !reels::is_locked(&one.path) {
        return Ok(Box::new(File::open(&one.path)?));
    }
    match key {
        Ok(reels) => Ok(Box::new(reels.at(&one.path, one.file.id, false)?)),
        Err(error) => Err(io::Error::other(format!("it is locked by keys/recordings.key: {error}"))),
    }
}

fn fault(opened: io::Result<impl Read>, sha256: &[u8; 32]) -> Option<String> {
    match opened.and_then(hash) {
        Ok(found) if found == *sha256 => None,
        Ok(_) => Some("was changed".into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Some("is missing".into()),
        Err(error) => Some(format!("cannot be read: {error}")),
    }
}

fn hash(mut file: impl Read) -> io::Result<[u8; 32]> {
    let mut sha = Sha256::new();
    io::copy(&mut file, &mut sha)?;
    Ok(sha.finalize().into())
}
