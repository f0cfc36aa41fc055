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
mod wechat;

pub use check::{check_sms, check_url};
pub use notice::notice;
pub use post::{Settings, Sms};
pub use wechat::Account;

use crate::{
    storage::{SharedStore, StoreError},
    world::SharedWorld,
};
use post::Post;
use std::{io, time::Duration};
use tokio_util::sync::CancellationToken;

/// What is worked on by itself: a platform that is slow to give a picture keeps no one-time code waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Queue {
    Notices,
    Pictures,
}

/// Sends what the outbox holds. Several may run at once, on several nodes: each delivery is leased.
#[derive(Debug)]
pub struct Sender {
    store: SharedStore,
    world: SharedWorld,
    post: Post,
    idle: Duration,
}

impl Sender {
    /// # Errors
    /// There is no TLS to be had.
    pub fn new(store: SharedStore, world: SharedWorld, settings: Settings) -> io::Result<Self> {
        let idle = settings.idle;
        Ok(Self { store, world, post: Post::new(settings)?, idle })
    }

    /// Until `stopping`. A try that is under way then is made again after its lease.
    pub async fn run(self, stopping: CancellationToken) {
        let work = async { tokio::join!(self.work(Queue::Notices), self.work(Queue::Pictures)) };
        tokio::select! {
            _ = work => {}
            () = stopping.cancelled() => {}
        }
    }

    async fn work(&self, queue: Queue) {
        loop {
            match self.turn(queue).await {
                Ok(0) => tokio::time::sleep(self.idle).await,
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, ?queue, "The outbox could not be worked on");
                    tokio::time::sleep(self.idle.max(Duration::from_secs(5))).await;
                }
            }
        }
    }

    /// Events spread and deliveries tried.
    async fn turn(&self, queue: Queue) -> Result<usize, StoreError> {
        if queue == Queue::Pictures {
            return send::try_due(&self.store, &self.world, &self.post, queue).await;
        }
        let spread = spread::spread(&self.store, &self.world, &self.post).await?;
        let colleagues = colleagues::spread(&self.store, &self.world, &self.post).await?;
        let sent = send::try_due(&self.store, &self.world, &self.post, queue).await?;
        Ok(spread + colleagues + sent)
    }
}
