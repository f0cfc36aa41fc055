//! Work that goes on beside requests. Nothing ends it but a stop: what panics begins again, what hangs is given up and
//! begun anew.

use crate::{
    clock_watch::ClockWatch,
    storage::{LONGEST_TURN, SharedStore, StoreError, in_time},
    world::SharedWorld,
};
use futures_util::{FutureExt, future::BoxFuture};
use metrics::counter;
use std::{panic::AssertUnwindSafe, time::Duration};
use tokio::{
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep},
};

/// After a panic.
const BEGIN_AGAIN: Duration = Duration::from_secs(5);
/// Runs what `work` makes, again whenever it panics, until it ends by itself.
pub fn kept_alive<F>(name: &'static str, work: impl FnMut() -> F + Send + 'static) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(alive(name, work, BEGIN_AGAIN))
}

async fn alive<F>(name: &'static str, mut work: impl FnMut() -> F, pause: Duration)
where
    F: Future<Output = ()>,
{
    while AssertUnwindSafe(Box::pin(work())).catch_unwind().await.is_err() {
        counter!("background_panics_total", "work" => name).increment(1);
        tracing::error!(work = name, "Background work panicked; it begins again");
        sleep(pause).await;
    }
}

/// Something that time asks for, done by what the house has set (`Rule`).
#[derive(Debug)]
pub struct Duty<Rule> {
    pub name: &'static str,
    pub every: Duration,
    /// What is logged behind the number of those that it was done to.
    pub done: &'static str,
    /// Doing it again does nothing twice; how many it was done to.
    pub turn: fn(SharedStore, SharedWorld, Rule) -> BoxFuture<'static, Result<usize, StoreError>>,
}

impl<Rule: Clone + Send + Sync + 'static> Duty<Rule> {
    /// Does it every so often until it is dropped, at once for the first time; not while the clock is not believed. The next
    /// turn waits for this one.
    pub async fn attend(
        &'static self,
        store: SharedStore,
        world: SharedWorld,
        watch: ClockWatch,
        rule: Rule,
    ) {
        let mut ticks = interval(self.every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let turn = async {
                let believed = watch.believes(&store, &*world).await?;
                if believed { (self.turn)(store.clone(), world.clone(), rule.clone()).await } else { Ok(0) }
            };
            match in_time(LONGEST_TURN, turn).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(duty = self.name, count, "{count} {}", self.done),
                Err(error) => {
                    tracing::error!(duty = self.name, %error, "A duty was not done; the next turn tries again")
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn what_panics_begins_again_until_it_ends() {
        let begun = &AtomicUsize::new(0);
        let work = move || async move { assert_eq!(begun.fetch_add(1, Ordering::Relaxed), 2, "not yet") };
        alive("test", work, Duration::from_millis(1)).await;
        assert_eq!(begun.load(Ordering::Relaxed), 3);
    }
}
