//! SQL of divisions, agencies and reception rooms.

use super::{Session, bookings};
use crate::{
    domain::{
        ids::{AgencyId, RoomId},
        jurisdiction::{Agency, Division, DivisionCode, ReceptionRoom},
    },
    storage::{
        BookingClash, PlaceRecords, PlaceWrites, StoreError,
        rows::places::{AgencyRecord, DivisionRecord, RoomRecord},
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    DIVISIONS = "select code, name from divisions order by code";
    /// Townships have nine digits, what lies in them has more.
    DIVISIONS_OF_FORMS = "select code, name from divisions where length(code) <= 9 order by code";
    DIVISION = "select code, name from divisions where code = $1";
    AGENCIES = "select id, name, kind, division from agencies
        where not exists (select 1 from agency_closures c where c.agency = agencies.id) order by division, id";
    AGENCY = "select id, name, kind, division from agencies where id = $1";
    AGENCY_PHONE = "select phone from agencies where id = $1";
    ROOMS = "select id, agency, name, closed_at from reception_rooms where closed_at is null order by agency, id";
    ROOM = "select id, agency, name, closed_at from reception_rooms where id = $1";
    PUT_DIVISION = "insert into divisions (code, name) values ($1, $2)
        on conflict (code) do update set name = excluded.name";
    PUT_AGENCY = "insert into agencies (id, name, kind, division) values ($1, $2, $3, $4)
        on conflict (id) do update set name = excluded.name, kind = excluded.kind, division = excluded.division";
    PUT_AGENCY_PHONE = "update agencies set phone = $2 where id = $1";
    PUT_ROOM = "insert into reception_rooms (id, agency, name, closed_at) values ($1, $2, $3, $4)
        on conflict (id) do update
        set agency = excluded.agency, name = excluded.name, closed_at = excluded.closed_at";
}

#[async_trait]
impl PlaceRecords for Session {
    async fn divisions(&mut self) -> Result<Vec<Division>> {
        let rows: Vec<DivisionRecord> = query_as(DIVISIONS).fetch_all(self.conn()).await?;
        rows.into_iter().map(Division::try_from).collect()
    }

    async fn divisions_of_forms(&mut self) -> Result<Vec<Division>> {
        let rows: Vec<DivisionRecord> = query_as(DIVISIONS_OF_FORMS).fetch_all(self.conn()).await?;
        rows.into_iter().map(Division::try_from).collect()
    }

    async fn division(&mut self, code: &DivisionCode) -> Result<Option<Division>> {
        let row: Option<DivisionRecord> =
            query_as(DIVISION).bind(code.as_str()).fetch_optional(self.conn()).await?;
        row.map(Division::try_from).transpose()
    }

    async fn agencies(&mut self) -> Result<Vec<Agency>> {
        let rows: Vec<AgencyRecord> = query_as(AGENCIES).fetch_all(self.conn()).await?;
        rows.into_iter().map(Agency::try_from).collect()
    }

    async fn agency(&mut self, id: AgencyId) -> Result<Option<Agency>> {
        let row: Option<AgencyRecord> = query_as(AGENCY).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Agency::try_from).transpose()
    }

    async fn agency_phone(&mut self, id: AgencyId) -> Result<Option<String>> {
        let found: Option<Option<String>> =
            query_scalar(AGENCY_PHONE).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(found.flatten())
    }

    async fn reception_rooms(&mut self) -> Result<Vec<ReceptionRoom>> {
        let rows: Vec<RoomRecord> = query_as(ROOMS).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(ReceptionRoom::from).collect())
    }

    async fn reception_room(&mut self, id: RoomId) -> Result<Option<ReceptionRoom>> {
        let row: Option<RoomRecord> = query_as(ROOM).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(row.map(ReceptionRoom::from))
    }

    async fn hearings_ahead_in(&mut self, room: RoomId) -> Result<Vec<BookingClash>> {
        bookings::ahead_in(self, room).await
    }
}

#[async_trait]
impl PlaceWrites for Session {
    async fn put_division(&mut self, division: &Division) -> Result<()> {
        query(PUT_DIVISION).bind(division.code.as_str()).bind(&division.name).execute(self.conn()).await?;
        Ok(())
    }

    async fn put_agency(&mut self, agency: &Agency) -> Result<()> {
        query(PUT_AGENCY)
            .bind(agency.id.0)
            .bind(&agency.name)
            .bind(agency.kind.as_str())
            .bind(agency.division.as_str())
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn put_agency_phone(&mut self, id: AgencyId, phone: Option<&str>) -> Result<()> {
        query(PUT_AGENCY_PHONE).bind(id.0).bind(phone).execute(self.conn()).await?;
        Ok(())
    }

    async fn put_reception_room(&mut self, room: &ReceptionRoom) -> Result<()> {
        query(PUT_ROOM)
            .bind(room.id.0)
            .bind(room.agency.0)
            .bind(&room.name)
            .bind(room.closed_at.map(|at| at.0))
            .execute(self.conn())
            .await?;
        Ok(())
    }
}
