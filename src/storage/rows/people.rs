//! Rows of staff, sessions, seat links, device tokens, and parties (stored encrypted).

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, AttachmentId, HearingId, PersonId, SeatId, StaffId},
        people::{Party, Staff},
    },
    storage::{
        DeviceToken, SeatKey, SeatSession, StaffSession, StoreError,
        values::{parse, split},
        vault::PetitionKey,
    },
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct StaffRecord {
    id: Uuid,
    username: String,
    name: String,
    agency: Uuid,
    roles: String,
    disabled: bool,
}

impl TryFrom<StaffRecord> for Staff {
    type Error = StoreError;
    fn try_from(row: StaffRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: StaffId(row.id),
            username: row.username,
            name: row.name,
            agency: AgencyId(row.agency),
            roles: split("roles of staff", &row.roles)?,
            disabled: row.disabled,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct StaffSessionRecord {
    staff: Uuid,
    expires_at: i64,
    last_seen_at: i64,
}

impl From<StaffSessionRecord> for StaffSession {
    fn from(row: StaffSessionRecord) -> Self {
        Self {
            staff: StaffId(row.staff),
            expires_at: Timestamp(row.expires_at),
            last_seen_at: Timestamp(row.last_seen_at),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct SeatKeyRecord {
    seat: Uuid,
    hearing: Uuid,
    used_at: Option<i64>,
}

impl From<SeatKeyRecord> for SeatKey {
    fn from(row: SeatKeyRecord) -> Self {
        Self { seat: SeatId(row.seat), hearing: HearingId(row.hearing), used_at: row.used_at.map(Timestamp) }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct SeatSessionRecord {
    seat: Uuid,
    hearing: Uuid,
    expires_at: i64,
}

impl From<SeatSessionRecord> for SeatSession {
    fn from(row: SeatSessionRecord) -> Self {
        Self {
            seat: SeatId(row.seat),
            hearing: HearingId(row.hearing),
            expires_at: Timestamp(row.expires_at),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DeviceTokenRecord {
    seat: Uuid,
    hearing: Uuid,
}

impl From<DeviceTokenRecord> for DeviceToken {
    fn from(row: DeviceTokenRecord) -> Self {
        Self { seat: SeatId(row.seat), hearing: HearingId(row.hearing) }
    }
}

/// A party as stored: sealed.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct PartyRecord {
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) kind: String,
    pub(in crate::storage) name: Vec<u8>,
    pub(in crate::storage) phone: Option<Vec<u8>>,
    pub(in crate::storage) id_number: Option<Vec<u8>>,
    pub(in crate::storage) address: Option<Vec<u8>>,
    pub(in crate::storage) authority: Option<Uuid>,
}

impl PartyRecord {
    pub(in crate::storage) fn seal(party: &Party, key: &PetitionKey) -> Result<Self, StoreError> {
        let seal = |field, text: &Option<String>| {
            text.as_deref().map(|text| key.seal(party.id, field, text)).transpose()
        };
        Ok(Self {
            id: party.id.0,
            kind: party.kind.to_string(),
            name: key.seal(party.id, "name", &party.name)?,
            phone: seal("phone", &party.phone)?,
            id_number: seal("id_number", &party.id_number)?,
            address: seal("address", &party.address)?,
            authority: party.authority.map(|file| file.0),
        })
    }

    pub(in crate::storage) fn open(self, key: &PetitionKey) -> Result<Party, StoreError> {
        let id = PersonId(self.id);
        let open =
            |field, sealed: Option<Vec<u8>>| sealed.map(|sealed| key.open(id, field, &sealed)).transpose();
        Ok(Party {
            id,
            kind: parse("kind of party", &self.kind)?,
            name: key.open(id, "name", &self.name)?,
            phone: open("phone", self.phone)?,
            id_number: open("id_number", self.id_number)?,
            address: open("address", self.address)?,
            authority: self.authority.map(AttachmentId),
        })
    }
}
