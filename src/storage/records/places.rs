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
    async fn division(&mut self, code: &DivisionCode) -> Result<Option<Division>>;
    /// All that are not closed.
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
