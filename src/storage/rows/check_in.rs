//! Rows of check-in.

use crate::{
    domain::{
        Timestamp,
        hearing::{Arrival, CheckIn, Identity, SelfTest},
        ids::{SeatId, StaffId},
    },
    storage::{
        StoreError,
        values::{count, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const WHAT: &str = "check-in of a seat";

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CheckInRecord {
    seat: Uuid,
    declared_at: Option<i64>,
    language: Option<String>,
    interpreter: Option<bool>,
    identity_way: Option<String>,
    identity_by: Option<Uuid>,
    identity_at: Option<i64>,
    phone_at: Option<i64>,
    test_at: Option<i64>,
    test_microphone: Option<bool>,
    test_camera: Option<bool>,
    test_carrier: Option<String>,
    test_round_trip: Option<i64>,
    test_lost: Option<i64>,
    helps: Option<Uuid>,
}

impl TryFrom<CheckInRecord> for CheckIn {
    type Error = StoreError;
    fn try_from(row: CheckInRecord) -> Result<Self> {
        Ok(Self {
            seat: SeatId(row.seat),
            arrival: row.arrival()?,
            identity: row.identity()?,
            phone_at: row.phone_at.map(Timestamp),
            test: row.test()?,
            helps: row.helps.map(SeatId),
        })
    }
}

impl CheckInRecord {
    fn arrival(&self) -> Result<Option<Arrival>> {
        let Some(at) = self.declared_at else { return Ok(None) };
        Ok(Some(Arrival {
            declared_at: Timestamp(at),
            language: self.language.as_deref().map(|language| parse(WHAT, language)).transpose()?,
            interpreter: needed(WHAT, self.interpreter)?,
        }))
    }

    fn identity(&self) -> Result<Option<Identity>> {
        let Some(at) = self.identity_at else { return Ok(None) };
        Ok(Some(Identity {
            way: parse(WHAT, needed(WHAT, self.identity_way.as_deref())?)?,
            by: StaffId(needed(WHAT, self.identity_by)?),
            at: Timestamp(at),
        }))
    }

    fn test(&self) -> Result<Option<SelfTest>> {
        let Some(at) = self.test_at else { return Ok(None) };
        Ok(Some(SelfTest {
            at: Timestamp(at),
            microphone: needed(WHAT, self.test_microphone)?,
            camera: needed(WHAT, self.test_camera)?,
            carrier: self.test_carrier.as_deref().map(|text| parse(WHAT, text)).transpose()?,
            round_trip_ms: self.test_round_trip.map(|ms| count(WHAT, ms)).transpose()?,
            lost: self.test_lost.map(|lost| count(WHAT, lost)).transpose()?,
        }))
    }
}
