//! JSON of the speaker index and the phases of a recorded hearing. Times are UTC milliseconds.

use super::AgendaPhaseText;
use crate::domain::{
    hearing::{Indexed, Stretch},
    ids::SeatId,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// By time. What is not recorded (recess, deliberation, private talks) is not in it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct RecordingIndexView {
    pub phases: Vec<PhaseStretch>,
    /// Who was given the floor.
    pub floors: Vec<SeatStretch>,
    /// Who was heard speaking; turns of two seconds and more.
    pub voices: Vec<SeatStretch>,
    /// Whose device sent pictures that could not be recorded; its sound is.
    pub unkept: Vec<SeatStretch>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PhaseStretch {
    pub phase: AgendaPhaseText,
    pub began_at: i64,
    pub ended_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeatStretch {
    pub seat: Uuid,
    pub began_at: i64,
    pub ended_at: i64,
}

impl RecordingIndexView {
    #[must_use]
    pub fn of(stretches: &[Stretch]) -> Self {
        let mut view = Self::default();
        for Stretch { from, what, to } in stretches {
            let (began_at, ended_at) = (from.0, to.0);
            let of = |seat: SeatId| SeatStretch { seat: seat.0, began_at, ended_at };
            match *what {
                Indexed::Phase(phase) => {
                    view.phases.push(PhaseStretch { phase: phase.into(), began_at, ended_at });
                }
                Indexed::Floor(seat) => view.floors.push(of(seat)),
                Indexed::Voice(seat) => view.voices.push(of(seat)),
                Indexed::Unkept(seat) => view.unkept.push(of(seat)),
            }
        }
        view
    }
}
