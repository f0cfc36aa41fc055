//! JSON of presiding: speaking times, stand-in, measures of order.

use super::{AgendaPhaseText, ConductCodeText, LayoutText, MeasureKindText, SideText};
use crate::{
    domain::hearing::{
        Hearing, Presiding,
        presiding::{Measure, TIMED_SIDES, may_stand_in},
    },
    edge::etag,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Presiding of a hearing as it is on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresidingDetail {
    /// Who presides when the presider is gone longer than the grace.
    pub stand_in: Option<Uuid>,
    /// Seats that may be named.
    pub may_stand_in: Vec<Uuid>,
    /// How long a seat that must be there is waited for in session.
    pub absence_grace_seconds: i64,
    pub microphones_locked: bool,
    pub layout: LayoutText,
    /// Of each phase of the agenda, for the sides that sit at this table.
    pub times: Vec<SpeakingTimeRow>,
    pub measures: Vec<MeasureRow>,
    /// Of what is planned, not of what goes on: `If-Match` of another plan.
    pub tag: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SpeakingTimeRow {
    pub phase: AgendaPhaseText,
    pub side: SideText,
    /// `null` is no limit.
    pub seconds: Option<i64>,
    pub spent_seconds: i64,
}

/// A notice, a warning or a removal (art. 26).
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureRow {
    pub seat: Uuid,
    pub measure: MeasureKindText,
    pub code: ConductCodeText,
    pub at: i64,
}

/// A side's time in a phase as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeakingTimeWish {
    pub phase: AgendaPhaseText,
    pub side: SideText,
    /// 30 seconds to 2 hours; `null` is no limit.
    pub seconds: Option<u32>,
}

impl PresidingDetail {
    pub fn of(hearing: &Hearing, presiding: &Presiding, measures: &[Measure]) -> Self {
        let sits = |side| hearing.standing().any(|seat| seat.role.side() == side);
        let sides: Vec<_> = TIMED_SIDES.into_iter().filter(|side| sits(*side)).collect();
        let times = hearing.agenda.iter().flat_map(|phase| {
            sides.iter().map(|side| presiding.clock.time(*phase, *side)).map(|time| SpeakingTimeRow {
                phase: time.phase.into(),
                side: time.side.into(),
                seconds: time.allotted.map(|millis| millis / 1000),
                spent_seconds: time.spent / 1000,
            })
        });
        let able = hearing.seats.iter().filter(|seat| may_stand_in(seat, hearing.host));
        let row = |measure: &Measure| MeasureRow {
            seat: measure.seat.0,
            measure: measure.kind.into(),
            code: measure.code.into(),
            at: measure.at.0,
        };
        let times: Vec<_> = times.collect();
        Self {
            tag: plan_tag(presiding, &times),
            stand_in: presiding.stand_in.map(|stand_in| stand_in.seat.0),
            may_stand_in: able.map(|seat| seat.id.0).collect(),
            absence_grace_seconds: presiding.absence_grace / 1000,
            microphones_locked: presiding.microphones_locked,
            layout: presiding.layout.into(),
            times,
            measures: measures.iter().map(row).collect(),
        }
    }
}

fn plan_tag(presiding: &Presiding, times: &[SpeakingTimeRow]) -> String {
    let mut parts = vec![
        presiding.stand_in.map(|stand_in| stand_in.seat.to_string()).unwrap_or_default(),
        presiding.absence_grace.to_string(),
    ];
    parts.extend(times.iter().map(|time| format!("{} {} {:?}", time.phase.0, time.side.0, time.seconds)));
    etag::of_parts(parts)
}
