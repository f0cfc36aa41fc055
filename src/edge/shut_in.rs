//! Those who are merged into a report and filed none (ADR 84), looked for when the server starts.

use super::{AppState, http::petitions::households::stand_alone, problem::Problem};
use crate::{domain::ids::PetitionId, storage::StoreError};
use std::time::Duration;
use tokio::time::sleep;

/// Until it is tried again, where the clock is not believed or the store failed.
const AGAIN: Duration = Duration::from_secs(60);

impl AppState {
    /// Frees, lead by lead, whoever is merged into a report and filed none: of how many reports. A release before did not,
    /// and of a record that could not be read no step did. Doing it again frees nobody twice.
    ///
    /// # Errors
    /// The store failed; who was freed before stays so.
    pub async fn free_shut_in(&self) -> Result<usize, StoreError> {
        let leads = self.store.read().await?.shut_in().await?;
        let mut reports = 0;
        for lead in leads {
            match self.free_from(lead).await {
                Ok(()) => reports += 1,
                Err(problem) => {
                    tracing::error!(%lead, ?problem, "Who was merged into it is shut in with a report still");
                }
            }
        }
        Ok(reports)
    }

    async fn free_from(&self, lead: PetitionId) -> Result<(), Problem> {
        let mut tx = self.store.begin().await?;
        stand_alone(self, tx.as_mut(), lead).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The same once after a start, when the clock is believed: whoever is freed has days that begin then.
    pub async fn free_shut_in_at_start(self) {
        loop {
            match self.free_if_believed().await {
                Ok(Some(0)) => return,
                Ok(Some(reports)) => {
                    tracing::info!(reports, "Who was merged into a report and filed none stands alone again");
                    return;
                }
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "Who is shut in with a report was not looked for"),
            }
            sleep(AGAIN).await;
        }
    }

    async fn free_if_believed(&self) -> Result<Option<usize>, StoreError> {
        let believed = self.clock.believes(&self.store, &*self.world).await?;
        if believed { self.free_shut_in().await.map(Some) } else { Ok(None) }
    }
}
