//! Which WebSockets belong to which sign-in, so that they can be closed when it ends.

use crate::{
    domain::{Timestamp, ids::StaffId},
    edge::tickets::Pass,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One entry for each connection. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Sitting(Arc<Mutex<Vec<Entry>>>);

/// What a connection is held by: its ticket, or a sign-in that took the place of the ticket's.
type Entry = Arc<Mutex<Pass>>;

/// A connection's entry, gone when dropped.
#[derive(Debug)]
pub struct Place {
    all: Sitting,
    entry: Entry,
}

impl Sitting {
    pub fn sit(&self, pass: Pass) -> Place {
        let entry = Arc::new(Mutex::new(pass));
        locked(&self.0).push(entry.clone());
        Place { all: self.clone(), entry }
    }

    pub fn of(&self, staff: StaffId) -> Vec<Pass> {
        let all = locked(&self.0);
        let passes = all.iter().map(|entry| *locked(entry));
        passes.filter(|pass| pass.by.is_some_and(|by| by.staff == staff)).collect()
    }

    /// Who sits where `pass` admits to, by a sign-in of the same person that came to its end by itself, sits on by that of
    /// `pass`.
    pub fn renew(&self, pass: Pass, now: Timestamp) {
        let Some(new) = pass.by else { return };
        for entry in locked(&self.0).iter() {
            let mut sits = locked(entry);
            let there = sits.hearing == pass.hearing && sits.seat == pass.seat;
            if there && sits.by.is_some_and(|old| old.staff == new.staff && old.until <= now) {
                sits.by = Some(new);
            }
        }
    }
}

impl Place {
    /// As it is by now.
    pub fn pass(&self) -> Pass {
        *locked(&self.entry)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        locked(&self.all.0).retain(|entry| !Arc::ptr_eq(entry, &self.entry));
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Ids have no half-changed state to fear.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::ids::{HearingId, SeatId},
        edge::tickets::SignIn,
    };
    use uuid::Uuid;

    const PASS: Pass =
        Pass { hearing: HearingId(Uuid::from_u128(1)), seat: SeatId(Uuid::from_u128(2)), by: Some(OLD) };
    const OLD: SignIn = SignIn { staff: StaffId(Uuid::from_u128(3)), session: [0; 32], until: Timestamp(10) };
    const NEW: SignIn = SignIn { session: [1; 32], until: Timestamp(99), ..OLD };

    #[test]
    fn a_place_is_held_by_the_new_sign_in_of_the_same_person_once_the_old_one_has_run_out() {
        let somebody = SignIn { staff: StaffId(Uuid::from_u128(4)), ..NEW };
        let elsewhere = SeatId(Uuid::from_u128(5));
        for (renewed, now, by) in [
            (Pass { by: Some(NEW), ..PASS }, 10, NEW),
            (Pass { by: Some(NEW), ..PASS }, 9, OLD),
            (Pass { by: Some(somebody), ..PASS }, 10, OLD),
            (Pass { by: Some(NEW), seat: elsewhere, ..PASS }, 10, OLD),
            (Pass { by: None, ..PASS }, 10, OLD),
        ] {
            let sitting = Sitting::default();
            let place = sitting.sit(PASS);
            sitting.renew(renewed, Timestamp(now));
            assert_eq!(place.pass().by, Some(by), "{renewed:?} at {now}");
            assert_eq!(sitting.of(OLD.staff), [place.pass()]);
        }
    }

    #[test]
    fn who_is_gone_is_not_found() {
        let sitting = Sitting::default();
        let (first, second) = (sitting.sit(PASS), sitting.sit(PASS));
        drop(first);
        assert_eq!(sitting.of(OLD.staff), [PASS]);
        drop(second);
        assert!(sitting.of(OLD.staff).is_empty());
    }
}
