//! Names of agencies, people and places, each read once per request.

use crate::{
    domain::{
        ids::{AgencyId, StaffId},
        jurisdiction::{Agency, DivisionCode},
    },
    storage::{Records, StoreError},
};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub struct Names {
    agencies: HashMap<AgencyId, Option<Agency>>,
    staff: HashMap<StaffId, String>,
}

impl Names {
    /// Empty for one that is not there.
    pub async fn agency(&mut self, records: &mut dyn Records, id: AgencyId) -> Result<String, StoreError> {
        if !self.agencies.contains_key(&id) {
            self.agencies.insert(id, records.agency(id).await?);
        }
        Ok(self.agencies[&id].as_ref().map(|agency| agency.name.clone()).unwrap_or_default())
    }

    pub async fn staff(&mut self, records: &mut dyn Records, id: StaffId) -> Result<String, StoreError> {
        if !self.staff.contains_key(&id) {
            let name = records.staff(id).await?.map(|staff| staff.name).unwrap_or_default();
            self.staff.insert(id, name);
        }
        Ok(self.staff[&id].clone())
    }

    pub async fn place(
        &mut self,
        records: &mut dyn Records,
        code: &DivisionCode,
    ) -> Result<String, StoreError> {
        Ok(records.division(code).await?.map(|division| division.name).unwrap_or_default())
    }
}
