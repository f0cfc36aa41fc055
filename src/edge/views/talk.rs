//! JSON of private talks: who was in one and when.

use super::TalkKindText;
use crate::domain::{
    hearing::{Hearing, Seat, TalkRecord, TalkStay},
    ids::SeatId,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A private talk of a hearing: who and when, never what.
#[derive(Debug, Serialize, ToSchema)]
pub struct Talk {
    pub id: Uuid,
    pub of: TalkKindText,
    pub opened_by: Uuid,
    /// Plate of the seat that opened it.
    pub opened_by_plate: String,
    pub opened_at: i64,
    pub stays: Vec<Stay>,
}

/// A seat in it, once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stay {
    pub seat: Uuid,
    pub plate: String,
    pub from: i64,
    /// Null: still in it.
    pub until: Option<i64>,
}

impl Talk {
    pub fn of(talk: &TalkRecord, hearing: &Hearing) -> Self {
        let plate = |seat: SeatId| hearing.seat(seat).map(Seat::plate).unwrap_or_default();
        let stay = |stay: &TalkStay| Stay {
            seat: stay.seat.0,
            plate: plate(stay.seat),
            from: stay.from.0,
            until: stay.until.map(|at| at.0),
        };
        Self {
            id: talk.id.0,
            of: talk.of.into(),
            opened_by: talk.opened_by.0,
            opened_by_plate: plate(talk.opened_by),
            opened_at: talk.opened_at.0,
            stays: talk.stays.iter().map(stay).collect(),
        }
    }
}
