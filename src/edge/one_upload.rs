//! Uploads by query code, one at a time for each petition, and from seats, one at a time for each: a code or a link that went
//! astray must not hold many lines open, nor fill the disk with files that are never finished. On this node, in memory.

use super::problem::Problem;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Petitions and seats that a file comes in for now. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct UnderWay(Arc<Mutex<HashSet<Uuid>>>);

/// The place of one of them; free again when dropped.
#[derive(Debug)]
#[must_use]
pub struct Upload {
    all: UnderWay,
    of: Uuid,
}

impl UnderWay {
    /// # Errors
    /// `upload_under_way`: another file comes in for it.
    pub fn begin(&self, of: Uuid) -> Result<Upload, Problem> {
        if self.lock().insert(of) {
            Ok(Upload { all: self.clone(), of })
        } else {
            Err(Problem::refused("upload_under_way", "Another file is being sent"))
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        // A set of ids has no half-changed state to fear.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.all.lock().remove(&self.of);
    }
}
