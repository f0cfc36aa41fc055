//! Waiting for what happens beside the test.

use std::time::Duration;

const LOOKS_EVERY: Duration = Duration::from_millis(20);
const LOOKS: usize = 1_500;

/// Looks until `seen` is there.
pub async fn eventually<T>(mut seen: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(found) = seen().await {
            return found;
        }
        tokio::time::sleep(LOOKS_EVERY).await;
    }
    panic!("it did not come within half a minute");
}
