//! The holiday calendar that requests are answered by.

use super::AppState;
use crate::{
    domain::petition::Calendar,
    storage::{Records, StoreError},
};
use std::sync::Arc;

impl AppState {
    /// Working days and holidays by which due dates are computed. In a transaction it stays in force until
    /// that ends.
    ///
    /// # Errors
    /// The store failed.
    pub async fn calendar(&self, records: &mut dyn Records) -> Result<Arc<Calendar>, StoreError> {
        self.calendar.calendar(records).await
    }
}
