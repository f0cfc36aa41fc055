//! Clock and random numbers. The only place that reads the clock or draws random bytes; everything else gets a [`World`].

use crate::domain::Timestamp;
use std::{
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// What a decision may not find out by itself: what time it is, and what nobody could guess. Tests turn the clock
/// and know the chance.
pub trait World: Send + Sync + std::fmt::Debug {
    /// UTC milliseconds.
    fn now(&self) -> Timestamp;
    /// Fills `bytes` with unpredictable ones.
    fn fill(&self, bytes: &mut [u8]);

    /// Goes on evenly from some moment, whatever the clock is set to. Where a test turns the clock, time itself is turned.
    fn steady(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.now().0).unwrap_or_default())
    }

    /// A UUIDv7: sorts by the time it was made.
    fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(self.now().0).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// One world for all of a server.
pub type SharedWorld = Arc<dyn World>;

/// The operating system's clock and random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealWorld;

impl World for RealWorld {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .expect("a clock set after 1970; `lianjie doctor` says so too");
        Timestamp(i64::try_from(since.as_millis()).expect("a year below 292 million"))
    }

    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes);
    }

    fn steady(&self) -> Duration {
        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGUN.elapsed()
    }
}
