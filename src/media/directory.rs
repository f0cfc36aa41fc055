//! Which worker a peer lives on, for datagrams that come to another's socket, connection or allocation: after its
//! room was moved, or because its TURN client came in by the pages' port. Workers look here only for what they do
//! not know themselves, so a plain call never touches the lock.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::peer::ice::{Path, WorkerId};

/// Shared by all workers.
#[derive(Debug, Clone, Default)]
pub struct Directory(Arc<RwLock<Entries>>);

#[derive(Debug, Default)]
struct Entries {
    /// Paths that end at one worker and belong to a peer of another.
    paths: HashMap<Path, WorkerId>,
    /// Every name a check may call a peer by.
    ufrags: HashMap<String, WorkerId>,
}

impl Directory {
    /// `path` leads to a peer of `worker`. Where it ends there, the worker knows that itself.
    pub fn path(&self, path: Path, worker: WorkerId) {
        self.write(|entries| {
            if path.at == worker {
                entries.paths.remove(&path);
            } else {
                entries.paths.insert(path, worker);
            }
        });
    }

    pub fn ufrag(&self, ufrag: &str, worker: WorkerId) {
        self.write(|entries| {
            entries.ufrags.insert(ufrag.to_owned(), worker);
        });
    }

    /// Forgets a path if `worker` still has it.
    pub fn forget_path(&self, path: Path, worker: WorkerId) {
        self.write(|entries| {
            if entries.paths.get(&path) == Some(&worker) {
                entries.paths.remove(&path);
            }
        });
    }

    pub fn forget_ufrag(&self, ufrag: &str, worker: WorkerId) {
        self.write(|entries| {
            if entries.ufrags.get(ufrag) == Some(&worker) {
                entries.ufrags.remove(ufrag);
            }
        });
    }

    pub fn of_path(&self, path: Path) -> Option<WorkerId> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).paths.get(&path).copied()
    }

    pub fn of_ufrag(&self, ufrag: &str) -> Option<WorkerId> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).ufrags.get(ufrag).copied()
    }

    fn write(&self, change: impl FnOnce(&mut Entries)) {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Nothing is kept of those who left.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        let entries = self.0.read().unwrap();
        entries.paths.is_empty() && entries.ufrags.is_empty()
    }
}
