//! Stores that fail, or do not answer, when they are told to.

use lianjie::storage::{Records, SharedStore, Store, StoreError, Tx};
use std::{
    future::pending,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// A store on a machine that vanishes: nobody is told that it does not answer.
#[derive(Debug)]
pub struct SilentStore {
    pub(super) store: SharedStore,
    pub silent: AtomicBool,
}

#[async_trait::async_trait]
impl Store for SilentStore {
    async fn read(&self) -> Result<Box<dyn Records>, StoreError> {
        if self.silent.load(Ordering::Relaxed) { pending().await } else { self.store.read().await }
    }

    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError> {
        if self.silent.load(Ordering::Relaxed) { pending().await } else { self.store.begin().await }
    }
}

/// A store whose next transactions fail, as many as the test says.
#[derive(Debug)]
pub struct FailingStore {
    pub(super) store: SharedStore,
    pub(super) fails: AtomicUsize,
}

#[async_trait::async_trait]
impl Store for FailingStore {
    async fn read(&self) -> Result<Box<dyn Records>, StoreError> {
        self.store.read().await
    }

    async fn begin(&self) -> Result<Box<dyn Tx>, StoreError> {
        let tx = self.store.begin().await?;
        let left = self.fails.load(Ordering::Relaxed);
        if left == 0 {
            return Ok(tx);
        }
        self.fails.store(left - 1, Ordering::Relaxed);
        Err(StoreError::Absent)
    }
}

impl FailingStore {
    pub fn fail(&self, times: usize) {
        self.fails.store(times, Ordering::Relaxed);
    }
}
