//! Limits uploads by query code and from seats to one at a time for each petition or seat, so that a leaked code or link can
//! neither hold many connections open nor fill the disk with unfinished files. Kept in memory on this node.

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
