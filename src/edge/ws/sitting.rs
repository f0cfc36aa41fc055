//! Who sits in rooms by their sign-in: where to find them when that ends.

use crate::{domain::ids::StaffId, edge::tickets::Pass};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One entry for each connection. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Sitting(Arc<Mutex<Vec<Pass>>>);

/// A connection's entry, gone when dropped.
#[derive(Debug)]
pub struct Place {
    all: Sitting,
    pass: Pass,
}

impl Sitting {
    pub fn sit(&self, pass: Pass) -> Place {
        self.lock().push(pass);
        Place { all: self.clone(), pass }
    }

    pub fn of(&self, staff: StaffId) -> Vec<Pass> {
        self.lock().iter().filter(|pass| pass.by.is_some_and(|by| by.staff == staff)).copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Pass>> {
        // A list of ids has no half-changed state to fear.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if let Some(at) = all.iter().position(|pass| *pass == self.pass) {
            all.swap_remove(at);
        }
    }
}
