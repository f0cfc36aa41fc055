//! What a power cut leaves of reels, for tests that cut it: of a file what it had when it was synced last, of a folder the
//! names it had then. Of the rest the disk may have written something, or nothing.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// Shared by all reels of a folder.
#[derive(Debug, Clone, Default)]
pub struct Kept(Arc<Mutex<Disk>>);

#[derive(Debug, Default)]
struct Disk {
    lengths: HashMap<PathBuf, u64>,
    names: HashSet<PathBuf>,
}

impl Kept {
    /// The file was synced.
    pub fn file(&self, path: &Path, file: &File) {
        let length = file.metadata().unwrap().len();
        self.with(|disk| disk.lengths.insert(path.to_owned(), length));
    }

    /// The folder of this file was synced.
    pub fn folder_of(&self, path: &Path) {
        let names = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
        self.with(|disk| disk.names.extend(names));
    }

    /// Cuts the power: lays out below `to` what is left of the files below `from`. `more` says how many of so many bytes
    /// that were not synced the disk has all the same.
    pub fn cut(&self, from: &Path, to: &Path, more: impl Fn(u64) -> u64) {
        self.with(|disk| {
            for path in disk.names.iter().filter(|path| path.is_file()) {
                let mut leading = path.ancestors().take_while(|above| *above != from);
                if leading.all(|above| disk.names.contains(above)) {
                    let mut bytes = fs::read(path).unwrap();
                    let synced = disk.lengths.get(path).copied().unwrap_or_default();
                    let left = synced + more(bytes.len() as u64 - synced);
                    bytes.truncate(usize::try_from(left).unwrap());
                    let path = to.join(path.strip_prefix(from).unwrap());
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, bytes).unwrap();
                }
            }
        });
    }

    fn with<T>(&self, what: impl FnOnce(&mut Disk) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
