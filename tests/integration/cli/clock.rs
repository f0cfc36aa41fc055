use super::Folder;
use lianjie::{
    administration::By,
    clock_watch::ClockWatch,
    domain::{DAY_MS, MINUTE_MS, Timestamp, administration::DeedKind},
    world::{RealWorld, World},
};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// Its clock was set so far ahead.
#[derive(Debug, Default)]
struct Set(AtomicI64);

impl World for Set {
    fn now(&self) -> Timestamp {
        RealWorld.now().plus_millis(self.0.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) {
        RealWorld.fill(bytes);
    }

    fn steady(&self) -> Duration {
        RealWorld.steady()
    }
}

#[tokio::test]
async fn what_acts_on_due_times_holds_until_the_clock_is_right_or_said_to_be() {
    let folder = Folder::demo().await;
    let (store, world, watch) = (folder.store().await, Set::default(), ClockWatch::default());
    let set = |ahead: i64| world.0.store(ahead, Ordering::Relaxed);
    assert!(watch.believes(&store, &world).await.unwrap(), "a demo of today");
    set(11 * MINUTE_MS);
    assert!(!watch.believes(&store, &world).await.unwrap() && watch.holds());
    set(0);
    assert!(watch.believes(&store, &world).await.unwrap() && !watch.holds(), "it was set right");
    set(11 * MINUTE_MS);
    assert!(!watch.believes(&store, &world).await.unwrap());
    folder.run(&["clock-is-right"]).await.well();
    assert!(!watch.believes(&store, &world).await.unwrap(), "said by another clock");

    // A server that starts in another month.
    let starting = ClockWatch::default();
    set(-31 * DAY_MS);
    assert!(starting.believes(&store, &world).await.unwrap(), "the doctor's to tell");
    let starting = ClockWatch::default();
    set(31 * DAY_MS);
    assert!(!starting.believes(&store, &world).await.unwrap());
    set(29 * DAY_MS);
    assert!(starting.believes(&store, &world).await.unwrap());
}

#[tokio::test]
async fn after_a_month_of_silence_somebody_says_that_the_clock_is_right() {
    let folder = Folder::begun().await;
    let (store, world, watch) = (folder.store().await, Set::default(), ClockWatch::default());
    world.0.store(-60 * DAY_MS, Ordering::Relaxed); // two months ago somebody looked at the clock
    let mut tx = store.begin().await.unwrap();
    By::CommandLine.record(tx.as_mut(), &world, DeedKind::ClockConfirmed, "").await.unwrap();
    tx.commit().await.unwrap();
    let said = folder.run(&["doctor"]).await;
    assert!(said.out.contains("nothing was written since"), "{said:?}");
    assert!(!watch.believes(&store, &RealWorld).await.unwrap());
    let said = folder.run(&["clock-is-right"]).await.well();
    assert!(said.contains("noted that the clock is right"), "{said}");
    assert!(watch.believes(&store, &RealWorld).await.unwrap());
}
