//! Names of agencies, people and places, each read once per request.

use crate::{
    domain::{
        ids::{AgencyId, StaffId},
        jurisdiction::{Agency, DivisionCode},
    },
    storage::{Records, StoreError},
};
use std::collections::HashMap;

/// The closed ones too: what was theirs is still called by their names.
pub async fn all_agencies(records: &mut dyn Records) -> Result<Vec<Agency>, StoreError> {
    let mut all = records.agencies().await?;
    for closure in records.closures().await? {
        all.extend(records.agency(closure.agency).await?);
    }
    Ok(all)
}

/// What ids are called on a page. Make one for each request, and ask it instead of the records.
#[derive(Debug, Default)]
pub struct Names {
    agencies: HashMap<AgencyId, String>,
    staff: HashMap<StaffId, String>,
    places: HashMap<DivisionCode, String>,
}

impl Names {
    /// Empty for one that is not there.
    pub async fn agency(&mut self, records: &mut dyn Records, id: AgencyId) -> Result<String, StoreError> {
        if let Some(name) = self.agencies.get(&id) {
            return Ok(name.clone());
        }
        let name = records.agency(id).await?.map(|agency| agency.name).unwrap_or_default();
        self.agencies.insert(id, name.clone());
        Ok(name)
    }

    pub async fn staff(&mut self, records: &mut dyn Records, id: StaffId) -> Result<String, StoreError> {
        if let Some(name) = self.staff.get(&id) {
            return Ok(name.clone());
        }
        let name = records.staff(id).await?.map(|staff| staff.name).unwrap_or_default();
        self.staff.insert(id, name.clone());
        Ok(name)
    }

    pub async fn agency_if(
        &mut self,
        records: &mut dyn Records,
        id: Option<AgencyId>,
    ) -> Result<Option<String>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        self.agency(records, id).await.map(Some)
    }

    pub async fn staff_if(
        &mut self,
        records: &mut dyn Records,
        id: Option<StaffId>,
    ) -> Result<Option<String>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        self.staff(records, id).await.map(Some)
    }

    pub async fn place(
        &mut self,
        records: &mut dyn Records,
        code: &DivisionCode,
    ) -> Result<String, StoreError> {
        if let Some(name) = self.places.get(code) {
            return Ok(name.clone());
        }
        let name = records.division(code).await?.map(|division| division.name).unwrap_or_default();
        self.places.insert(code.clone(), name.clone());
        Ok(name)
    }
}
