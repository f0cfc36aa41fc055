//! Reels: the recorder's files on the disk, in the clear or locked.
//!
//! A locked reel is AES-256 in counter mode under a key of its own, so that it can be appended to, read from anywhere,
//! and cut off where a crash tore it, like one in the clear. That nothing was changed is told by its hash in the
//! event log, not by the cipher. What is overwritten in place, a few bytes of its head, is written twice
//! under the same key stream: who had copied the disk at both times would learn lengths and durations.

#[cfg(test)]
mod power;

use crate::files;
use aes::{
    Aes256,
    cipher::{KeyIvInit, StreamCipher, StreamCipherSeek},
};
use ring::hmac;
use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use uuid::Uuid;

type Cipher = ctr::Ctr128BE<Aes256>;

/// Below the data folder.
const KEY: &str = "keys/recordings.key";
/// What the name of a locked reel ends in.
const LOCKED: &str = "locked";
const ENDING: &str = "webm";

/// The folder of all reels, and what new ones are made like. By default there is none.
#[derive(Clone, Default)]
pub struct Reels {
    folder: PathBuf,
    key: [u8; 32],
    /// New reels are locked. Whatever is there is read either way.
    lock: bool,
    #[cfg(test)]
    pub kept: power::Kept,
}

impl std::fmt::Debug for Reels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reels")
            .field("folder", &self.folder)
            .field("lock", &self.lock)
            .finish_non_exhaustive()
    }
}

impl Reels {
    /// Below the data folder; the key is made by `fill` on first use. Who loses it loses what is locked.
    ///
    /// # Errors
    /// The key cannot be read or made.
    pub fn open(data: &Path, lock: bool, fill: impl FnOnce(&mut [u8])) -> io::Result<Self> {
        Ok(Self::under(files::secret_key(&data.join(KEY), fill)?, data, lock))
    }

    /// To read what is there; no key is made.
    ///
    /// # Errors
    /// There is no key, or it cannot be read.
    pub fn as_they_are(data: &Path) -> io::Result<Self> {
        Ok(Self::under(files::kept_key(&data.join(KEY))?, data, false))
    }

    fn under(key: [u8; 32], data: &Path, lock: bool) -> Self {
        Self {
            folder: data.join("recordings"),
            key,
            lock,
            #[cfg(test)]
            kept: power::Kept::default(),
        }
    }

    /// Makes the folder, if it is not there.
    ///
    /// # Errors
    /// What the file system says.
    pub fn prepare(&self) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        self.keep_name(&self.folder)
    }

    /// Makes the name of a new reel survive a power cut, and that of its hearing's folder: it may be the first in there.
    ///
    /// # Errors
    /// What the file system says.
    pub fn keep_names(&self, reel: &Path) -> io::Result<()> {
        self.keep_name(reel)?;
        reel.parent().map_or(Ok(()), |hearing| self.keep_name(hearing))
    }

    fn keep_name(&self, path: &Path) -> io::Result<()> {
        files::sync_folder(path)?;
        #[cfg(test)]
        self.kept.folder_of(path);
        Ok(())
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    #[must_use]
    pub fn folder_of(&self, hearing: Uuid) -> PathBuf {
        self.folder.join(hearing.to_string())
    }

    /// Hearings that have a folder.
    #[must_use]
    pub fn hearings(&self) -> Vec<Uuid> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
    }

    /// Where a new reel called `name` is made. Nothing a person typed is in it.
    #[must_use]
    pub fn place(&self, hearing: Uuid, name: &str) -> PathBuf {
        let ending = if self.lock { format!(".{LOCKED}") } else { String::new() };
        self.folder_of(hearing).join(format!("{name}{ending}"))
    }

    /// # Errors
    /// It is there already, or what the file system says.
    pub fn create(&self, path: &Path, id: Uuid) -> io::Result<Reel> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        Ok(self.reel(file, path, id))
    }

    /// To read, and to mend if `write`.
    ///
    /// # Errors
    /// What the file system says.
    pub fn at(&self, path: &Path, id: Uuid, write: bool) -> io::Result<Reel> {
        let file = OpenOptions::new().read(true).write(write).open(path)?;
        Ok(self.reel(file, path, id))
    }

    /// A finished reel, by its hearing and id.
    ///
    /// # Errors
    /// It is not there, or what the file system says.
    pub fn finished(&self, hearing: Uuid, id: Uuid) -> io::Result<Reel> {
        self.at(&self.path_of(hearing, id)?, id, false)
    }

    /// Where a finished reel is.
    ///
    /// # Errors
    /// It is not there.
    pub fn path_of(&self, hearing: Uuid, id: Uuid) -> io::Result<PathBuf> {
        path_in(&self.folder, hearing, id)
    }

    /// Gives a reel its name once it is finished; locked or not, it stays as it is.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(&self, part: &Path, hearing: Uuid, id: Uuid) -> io::Result<()> {
        let ending = if is_locked(part) { format!("{ENDING}.{LOCKED}") } else { ENDING.to_owned() };
        std::fs::rename(part, self.folder_of(hearing).join(format!("{id}.{ending}")))
    }

    /// Everything recorded of a hearing, gone. Twice is once.
    ///
    /// # Errors
    /// What the file system says.
    pub fn destroy(&self, hearing: Uuid) -> io::Result<()> {
        match std::fs::remove_dir_all(self.folder_of(hearing)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => files::sync_folder(&self.folder_of(hearing)),
        }
    }

    fn reel(&self, file: File, path: &Path, id: Uuid) -> Reel {
        let cipher = is_locked(path).then(|| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &self.key);
            let key = hmac::sign(&key, &[b"lianjie recording 1".as_slice(), id.as_bytes()].concat());
            // The key is this file's alone; so may the counter begin at nothing.
            let mut of_file = [0; 32];
            of_file.copy_from_slice(key.as_ref());
            Cipher::new(&of_file.into(), &[0; 16].into())
        });
        Reel {
            file,
            cipher,
            #[cfg(test)]
            kept: (path.to_owned(), self.kept.clone()),
        }
    }
}

/// Where a finished reel is below `folder`; nobody needs the key for that.
///
/// # Errors
/// It is not there.
pub fn path_in(folder: &Path, hearing: Uuid, id: Uuid) -> io::Result<PathBuf> {
    let plain = folder.join(hearing.to_string()).join(format!("{id}.{ENDING}"));
    let locked = plain.with_extension(format!("{ENDING}.{LOCKED}"));
    [plain, locked].into_iter().find(|path| path.exists()).ok_or_else(|| ErrorKind::NotFound.into())
}

/// The name of a part, without what says that it is locked.
#[must_use]
pub fn plain_name(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    Some(name.strip_suffix(LOCKED).and_then(|name| name.strip_suffix('.')).unwrap_or(name))
}

/// Whether a reel is read by the key alone, by its name.
#[must_use]
pub fn is_locked(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == LOCKED)
}

/// One file, read and written as if it were in the clear.
pub struct Reel {
    file: File,
    cipher: Option<Cipher>,
    #[cfg(test)]
    kept: (PathBuf, power::Kept),
}

impl std::fmt::Debug for Reel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reel").field("locked", &self.cipher.is_some()).finish_non_exhaustive()
    }
}

impl Reel {
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.cipher.is_some()
    }

    /// # Errors
    /// What the file system says.
    pub fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)
    }

    /// # Errors
    /// What the file system says.
    pub fn sync_data(&self) -> io::Result<()> {
        self.file.sync_data()?;
        #[cfg(test)]
        self.kept.1.file(&self.kept.0, &self.file);
        Ok(())
    }

    /// # Errors
    /// What the file system says.
    pub fn sync_all(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

impl Read for Reel {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        if let Some(cipher) = &mut self.cipher {
            cipher.apply_keystream(&mut into[..read]);
        }
        Ok(read)
    }
}

impl Write for Reel {
    /// All or nothing: the key stream goes on with the file.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(cipher) = &mut self.cipher else { return self.file.write(bytes) };
        let mut locked = bytes.to_vec();
        cipher.apply_keystream(&mut locked);
        self.file.write_all(&locked)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Reel {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        if let Some(cipher) = &mut self.cipher {
            cipher.seek(at);
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEARING: Uuid = Uuid::from_u128(1);
    const ID: Uuid = Uuid::from_u128(2);

    fn reels(folder: &Path, lock: bool) -> Reels {
        Reels::open(folder, lock, |key| key.fill(7)).unwrap()
    }

    fn part(reels: &Reels) -> PathBuf {
        std::fs::create_dir_all(reels.folder_of(HEARING)).unwrap();
        reels.place(HEARING, "x.part")
    }

    #[test]
    fn a_reel_reads_as_it_was_written_whether_locked_or_not() {
        for lock in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let reels = reels(folder.path(), lock);
            let path = part(&reels);
            let mut reel = reels.create(&path, ID).unwrap();
            reel.write_all(b"head").unwrap();
            reel.write_all(&[b'x'; 1000]).unwrap();
            drop(reel);
            let mut reel = reels.at(&path, ID, true).unwrap();
            reel.seek(SeekFrom::Start(2)).unwrap();
            reel.write_all(b"AD").unwrap();
            reel.set_len(20).unwrap();
            reels.finish(&path, HEARING, ID).unwrap();
            let on_disk = std::fs::read(reels.path_of(HEARING, ID).unwrap()).unwrap();
            assert_eq!(on_disk == b"heADxxxxxxxxxxxxxxxx", !lock, "what lies on the disk");
            let mut text = String::new();
            let other = self::reels(folder.path(), !lock);
            let mut reel = other.finished(HEARING, ID).unwrap();
            reel.seek(SeekFrom::Start(1)).unwrap();
            reel.read_to_string(&mut text).unwrap();
            assert_eq!(text, "eADxxxxxxxxxxxxxxxx", "whatever new ones are made like");
        }
    }

    #[test]
    fn two_locked_reels_have_nothing_in_common() {
        let folder = tempfile::tempdir().unwrap();
        let reels = reels(folder.path(), true);
        let write = |id: u128| {
            let path = part(&reels).with_file_name(format!("{id}.part.locked"));
            reels.create(&path, Uuid::from_u128(id)).unwrap().write_all(&[0; 64]).unwrap();
            std::fs::read(path).unwrap()
        };
        assert_ne!(write(1), write(2));
    }

    #[test]
    fn what_is_destroyed_is_gone_and_may_be_destroyed_again() {
        let folder = tempfile::tempdir().unwrap();
        let reels = reels(folder.path(), false);
        reels.create(&part(&reels), ID).unwrap();
        for _ in 0..2 {
            reels.destroy(HEARING).unwrap();
            assert!(!reels.folder_of(HEARING).exists());
        }
    }
}
