//! Uploads by query code, one at a time for each petition: a code that went astray must not hold many lines open, nor
//! fill the disk with files that are never finished. On this node, in memory.

use super::problem::Problem;
use crate::domain::ids::PetitionId;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Petitions that a file comes in for now. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct UnderWay(Arc<Mutex<HashSet<PetitionId>>>);

/// A petition's place; free again when dropped.
#[derive(Debug)]
#[must_use]
pub struct Upload {
    all: UnderWay,
    petition: PetitionId,
}

impl UnderWay {
    /// # Errors
    /// `upload_under_way`: another file comes in for it.
    pub fn begin(&self, petition: PetitionId) -> Result<Upload, Problem> {
        if self.lock().insert(petition) {
            Ok(Upload { all: self.clone(), petition })
        } else {
            Err(Problem::refused("upload_under_way", "Another file of this petition is being sent"))
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<PetitionId>> {
        // A set of ids has no half-changed state to fear.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.all.lock().remove(&self.petition);
    }
}
