//! The holiday calendar in force: the newest version kept, whoever loaded it and on whichever node.

use super::AppState;
use crate::{
    administration,
    domain::petition::Calendar,
    storage::{Records, StoreError},
};
use std::sync::{Arc, PoisonError, RwLock};

/// Read from the store once for each version.
#[derive(Debug)]
pub struct Current(RwLock<Arc<Calendar>>);

impl Default for Current {
    fn default() -> Self {
        Self(RwLock::new(Arc::new(Calendar::shipped())))
    }
}

impl AppState {
    /// Working days and holidays by which due dates are computed. In a transaction it stays in force until
    /// that ends.
    ///
    /// # Errors
    /// The store failed.
    pub async fn calendar(&self, records: &mut dyn Records) -> Result<Arc<Calendar>, StoreError> {
        let number = records.calendar_number().await?;
        let held = self.calendar.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if held.number() == number {
            return Ok(held);
        }
        let calendar = Arc::new(administration::calendar::current(records).await?);
        *self.calendar.0.write().unwrap_or_else(PoisonError::into_inner) = calendar.clone();
        Ok(calendar)
    }
}
