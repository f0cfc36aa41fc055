//! The outbox: notices to other systems and people. Each is written with its event, sent in order until it is accepted, and
//! every attempt is recorded.

mod check;
mod codes;
mod colleagues;
mod guard;
mod notice;
mod pictures;
mod post;
mod seats;
mod send;
mod spread;
mod stuck;
mod wechat;

pub use check::{check_sms, check_url};
pub use notice::{Notice, Noticed, notice};
pub use post::{Settings, Sms};
pub use wechat::Account;

use crate::{
    domain::channels::Receiver,
    storage::{LONGEST_TURN, Queue, SharedStore, StoreError, in_time},
    world::SharedWorld,
};
use post::Post;
use std::{io, time::Duration};
use stuck::Stuck;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// What is worked on by itself: a platform that is slow, a crowd of notices or a record that is damaged keeps nothing of
/// another kind waiting, least of all a one-time code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// From what happened to those who are told of it.
    Spread,
    Send(Queue),
}

impl Work {
    /// A turn that takes longer waits for a database that does not answer. What was being sent then is sent again, as after
    /// a crash: its lease is over.
    const fn longest_turn(self) -> Duration {
        match self {
            Self::Spread => LONGEST_TURN,
            Self::Send(_) => send::LEASE,
        }
    }
}

/// Sends what the outbox holds. Several may run at once: each delivery is leased.
#[derive(Debug)]
pub struct Sender {
    store: SharedStore,
    world: SharedWorld,
    post: Post,
    idle: Duration,
    stuck: Stuck,
    /// Something was spread: who rests has work.
    spread: Notify,
}

impl Sender {
    /// # Errors
    /// There is no TLS to be had.
    pub fn new(store: SharedStore, world: SharedWorld, settings: Settings) -> io::Result<Self> {
        let idle = settings.idle;
        let (post, stuck, spread) = (Post::new(settings)?, Stuck::default(), Notify::new());
        Ok(Self { store, world, post, idle, stuck, spread })
    }

    /// Until `stopping`. A try that is under way then is made again after its lease.
    pub async fn run(self, stopping: CancellationToken) {
        let work = async {
            tokio::join!(
                self.work(Work::Spread),
                self.work(Work::Send(Queue::AtOnce)),
                self.work(Work::Send(Queue::Of(Receiver::Webhook))),
                self.work(Work::Send(Queue::Of(Receiver::Sms))),
                self.work(Work::Send(Queue::Of(Receiver::Wechat))),
                self.work(Work::Send(Queue::Of(Receiver::Picture))),
            )
        };
        tokio::select! {
            _ = work => {}
            () = stopping.cancelled() => {}
        }
    }

    async fn work(&self, work: Work) {
        loop {
            match in_time(work.longest_turn(), Box::pin(self.turn(work))).await {
                Ok(0) => tokio::select! {
                    () = tokio::time::sleep(self.idle) => {}
                    () = self.spread.notified() => {}
                },
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, ?work, "The outbox could not be worked on");
                    tokio::time::sleep(self.idle.max(Duration::from_secs(5))).await;
                }
            }
        }
    }

    /// Events spread, or deliveries tried.
    async fn turn(&self, work: Work) -> Result<usize, StoreError> {
        let Self { store, world, post, stuck, .. } = self;
        if let Work::Send(queue) = work {
            return send::try_due(store, world, post, (queue, stuck)).await;
        }
        let events = spread::spread(store, world, post, stuck).await;
        let colleagues = colleagues::spread(store, world, post).await; // whatever became of the events
        let done = events? + colleagues?;
        if done > 0 {
            self.spread.notify_waiters();
        }
        Ok(done)
    }
}
