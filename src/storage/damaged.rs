//! One record that cannot be read keeps nothing from the others.

use super::StoreError;
use metrics::counter;
use std::{
    collections::BTreeMap,
    fmt::Display,
    sync::{Mutex, PoisonError},
};

/// How often each was met since the start.
static MET: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// What came of one of many: nothing, of one that cannot be read, or that somebody else was faster with. One that cannot be
/// read is counted each time and logged the first, second, fourth, eighth time: pages ask for their lists again and again.
///
/// # Errors
/// The database failed: then the others would fare no better.
pub fn passed_over<T>(item: impl Display, done: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match done {
        Err(error @ StoreError::Corrupt { .. }) => {
            counter!("damaged_records_passed_over_total").increment(1);
            let times = met(item.to_string());
            if times.is_power_of_two() {
                tracing::error!(%item, times, %error, "A record cannot be read and is passed over");
            }
            Ok(None)
        }
        Err(StoreError::Stale { .. }) => Ok(None),
        done => done.map(Some),
    }
}

fn met(item: String) -> u64 {
    let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
    let times = met.entry(item).or_default();
    *times += 1;
    *times
}

#[test]
fn a_damaged_record_is_passed_over_and_a_database_that_failed_is_not() {
    let corrupt = StoreError::corrupt("petition", "no such category");
    assert!(matches!(passed_over(1, Err::<(), _>(corrupt)), Ok(None)));
    assert!(matches!(passed_over(1, Ok(2)), Ok(Some(2))));
    assert!(passed_over(1, Err::<(), _>(StoreError::Database("gone".into()))).is_err());
}
