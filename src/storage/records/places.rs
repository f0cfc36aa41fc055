//! Contract for divisions, agencies and reception rooms.

use super::BookingClash;
use super::Result;
use crate::domain::{
    ids::{AgencyId, RoomId},
    jurisdiction::{Agency, Division, DivisionCode, ReceptionRoom},
};
use async_trait::async_trait;

/// Divisions, agencies and reception rooms.
#[async_trait]
pub trait PlaceRecords: Send {
    async fn divisions(&mut self) -> Result<Vec<Division>>;
    /// From the top down to townships.
    async fn divisions_of_forms(&mut self) -> Result<Vec<Division>>;
    async fn division(&mut self, code: &DivisionCode) -> Result<Option<Division>>;
    /// All that are not closed.
    async fn agencies(&mut self) -> Result<Vec<Agency>>;
    async fn agency(&mut self, id: AgencyId) -> Result<Option<Agency>>;
    /// Where it is phoned, if somebody entered it.
    async fn agency_phone(&mut self, id: AgencyId) -> Result<Option<String>>;
    /// All that are not closed.
    async fn reception_rooms(&mut self) -> Result<Vec<ReceptionRoom>>;
    /// A closed one too.
    async fn reception_room(&mut self, id: RoomId) -> Result<Option<ReceptionRoom>>;
    /// Hearings with a seat there that are not over, whatever their time: those postponed without one yet too.
    async fn hearings_ahead_in(&mut self, room: RoomId) -> Result<Vec<BookingClash>>;
}

/// Administration and demo data: insert, or replace by id.
#[async_trait]
pub trait PlaceWrites: Send {
    async fn put_division(&mut self, division: &Division) -> Result<()>;
    async fn put_agency(&mut self, agency: &Agency) -> Result<()>;
    async fn put_agency_phone(&mut self, id: AgencyId, phone: Option<&str>) -> Result<()>;
    async fn put_reception_room(&mut self, room: &ReceptionRoom) -> Result<()>;
}
