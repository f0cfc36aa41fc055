use super::Result;
use crate::domain::{
    ids::AgencyId,
    jurisdiction::{Agency, Division, DivisionCode, ReceptionRoom},
};
use async_trait::async_trait;

/// Divisions, agencies and reception rooms.
#[async_trait]
pub trait PlaceRecords: Send {
    async fn divisions(&mut self) -> Result<Vec<Division>>;
    /// One of them. A store that can look it up does.
    async fn division(&mut self, code: &DivisionCode) -> Result<Option<Division>> {
        Ok(self.divisions().await?.into_iter().find(|division| division.code == *code))
    }
    async fn agencies(&mut self) -> Result<Vec<Agency>>;
    async fn agency(&mut self, id: AgencyId) -> Result<Option<Agency>>;
    async fn reception_rooms(&mut self) -> Result<Vec<ReceptionRoom>>;
}

/// Administration and demo data: insert, or replace by id.
#[async_trait]
pub trait PlaceWrites: Send {
    async fn put_division(&mut self, division: &Division) -> Result<()>;
    async fn put_agency(&mut self, agency: &Agency) -> Result<()>;
    async fn put_reception_room(&mut self, room: &ReceptionRoom) -> Result<()>;
}
