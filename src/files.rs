//! The data folder: what a file that must stay secret, or must survive a power cut, needs; how full its disk is.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// Writes a file only its owner can read; fails if it exists. Of two who write it at once one fails; of what a full disk
/// did not take nothing is left.
///
/// # Errors
/// What the file system says.
pub fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        fs::remove_file(path).ok(); // the disk that refused it may refuse this as well
    }
    written?;
    sync_folder(path)
}

/// What is added to the name of a file in the making; what a crash leaves of them is known by it.
pub const PART: &str = ".part";

/// Keeps `bytes` in `folder` under `name`: all of them survive a power cut, or none is there. What a try before left there
/// is replaced.
///
/// # Errors
/// What the file system says.
pub fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (path, part) = (folder.join(name), folder.join(format!("{name}{PART}")));
    let mut file = File::create(&part)?;
    let kept = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&part, &path));
    if kept.is_err() {
        fs::remove_file(&part).ok(); // the disk that refused it may refuse this as well
    }
    kept?;
    sync_folder(&path)
}

/// Makes the name of a new file survive a power cut, too.
///
/// # Errors
/// What the file system says.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(here) if here.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// A disk, in bytes: what this program may still write there, and all it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    pub free: u64,
    pub size: u64,
}

/// The disk of `folder`, or, where that is not there yet, of the folder it will be in; `None` if the system does not say.
#[must_use]
pub fn disk_of(folder: &Path) -> Option<Disk> {
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let found = rustix::fs::statvfs(there).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
    Some(Disk { free: bytes(found.f_bavail), size: bytes(found.f_blocks) })
}

/// Whether fewer than `needed` bytes are free there; where the system does not say, the disk itself refuses.
#[must_use]
pub fn lacks_room(folder: &Path, needed: u64) -> bool {
    disk_of(folder).is_some_and(|disk| disk.free < needed)
}

/// The 32-byte key in `path`.
///
/// # Errors
/// What the file system says; a file of another length is refused.
pub fn kept_key(path: &Path) -> io::Result<[u8; 32]> {
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidData, why));
    let (mut key, mut file) = ([0; 32], File::open(path)?);
    match file.read_exact(&mut key) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => refused(
            "the key file is empty or cut off: restore it from the backup; if it never was whole, as after a first start \
                on a full disk, remove it",
        ),
        Err(error) => Err(error),
        Ok(()) if file.read(&mut [0])? != 0 => refused("the file is longer than a key of 32 bytes"),
        Ok(()) => Ok(key),
    }
}

/// The 32-byte key in `path`, or a new one made by `fill` and kept there.
///
/// # Errors
/// As [`kept_key`].
pub fn secret_key(path: &Path, fill: impl FnOnce(&mut [u8])) -> io::Result<[u8; 32]> {
    match kept_key(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut key = [0; 32];
            fill(&mut key);
            write_secret(path, &key)?;
            Ok(key)
        }
        read => read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/master.key");
        let made = secret_key(&path, |bytes| bytes.fill(7)).unwrap();
        assert_eq!(made, secret_key(&path, |_| panic!("it is there")).unwrap());
    }

    #[test]
    fn what_is_kept_is_whole_and_takes_the_place_of_a_try_before() {
        let folder = tempfile::tempdir().unwrap();
        let names = || fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        for bytes in [&b"a longer first try"[..], b"second"] {
            keep(folder.path(), "paper", bytes).unwrap();
            assert_eq!(fs::read(folder.path().join("paper")).unwrap(), bytes);
        }
        fs::create_dir(folder.path().join("taken")).unwrap();
        assert!(keep(folder.path(), "taken", b"a folder has the name").is_err());
        let mut left: Vec<std::ffi::OsString> = names();
        left.sort();
        assert_eq!(left, ["paper", "taken"]);
    }

    #[test]
    fn the_disk_of_a_folder_to_come_is_that_of_the_one_it_will_be_in() {
        let folder = tempfile::tempdir().unwrap();
        let (here, to_come) = (disk_of(folder.path()), disk_of(&folder.path().join("data/recordings")));
        assert_eq!(here.unwrap().size, to_come.unwrap().size);
        assert!(here.unwrap().size > 0 && here.unwrap().free <= here.unwrap().size);
    }

    #[test]
    fn a_damaged_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        for (length, why) in [(33, "longer"), (31, "empty or cut off"), (0, "empty or cut off")] {
            fs::write(&path, vec![1; length]).unwrap();
            let refused = secret_key(&path, |_| panic!("it is there")).unwrap_err();
            assert!(refused.to_string().contains(why), "{refused}");
        }
    }
}
