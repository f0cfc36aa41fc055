//! The facts of statistics, read before anybody asks.

use super::AppState;
use crate::storage::StoreError;
use std::time::Instant;

impl AppState {
    /// Reads the facts that statistics are counted from: it takes seconds at a million petitions, and nobody is to wait for
    /// the whole of it who asks first.
    pub async fn prepare_statistics(self) {
        let begun = Instant::now();
        match self.read_book().await {
            Ok(petitions) => {
                let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                tracing::info!(petitions, took_ms, "The facts of statistics are in memory");
            }
            Err(error) => {
                tracing::warn!(%error, "The facts of statistics were not read; the first question reads them");
            }
        }
    }

    async fn read_book(&self) -> Result<usize, StoreError> {
        let mut records = self.store.read().await?;
        self.book.prepare(records.as_mut()).await
    }
}
