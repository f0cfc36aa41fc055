//! JSON of the leader's desk.

use super::{
    AgendaPhaseText, Day, DemandKindText, FindingText, HearingRow, LineSeat, OpinionResultText, PetitionRow,
    ReceptionDayView, SideText,
};
use crate::domain::{
    Timestamp,
    hearing::{
        Hearing, Presiding, Stage,
        presiding::{SpeakingTime, TIMED_SIDES},
    },
    ids::SeatId,
    petition::{Opinion, Petition, Review},
    supervision::DemandKind,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A leader's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeaderDesk {
    /// Today's and those ahead, by start.
    pub sessions: Vec<LeaderSession>,
    /// My reception days of the same time that are neither held nor cancelled, by start.
    pub days: Vec<ReceptionDayView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LeaderSession {
    #[serde(flatten)]
    pub row: HearingRow,
    pub brief: Brief,
    /// While the session is on, for those who may read its minutes.
    pub now: Option<SessionNow>,
}

/// How a session stands at the moment of the answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionNow {
    /// None while the minutes are gone through and signed.
    pub phase: Option<AgendaPhaseText>,
    pub phase_seconds: Option<i64>,
    /// The clock of the phase runs; it stands still in a recess.
    pub runs: bool,
    /// Who has the floor.
    pub floor: Option<LineSeat>,
    /// Who asks for it, in the order they raised their hands: who may speak next.
    pub hands: Vec<LineSeat>,
    /// Speaking time in this phase, of the sides that sit at this table.
    pub sides: Vec<SideTime>,
    /// Accepted by agencies in the room, and in no outcome yet.
    pub promised: Vec<PromiseMade>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SideTime {
    pub side: SideText,
    /// `null` is no limit.
    pub seconds: Option<i64>,
    /// With what runs now.
    pub spent_seconds: i64,
    /// It is this side's turn, and its time runs.
    pub runs: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseMade {
    pub id: Uuid,
    pub agency_name: String,
    pub content: String,
    pub deadline: Day,
}

impl SessionNow {
    /// `hands`: raised in the room, the first first.
    pub fn of(
        hearing: &Hearing,
        presiding: &Presiding,
        hands: &[SeatId],
        promised: Vec<PromiseMade>,
        now: Timestamp,
    ) -> Self {
        let seat = |id: SeatId| hearing.seat(id).map(LineSeat::of);
        let on = hearing.stage.phase_spent(now);
        let sits = |side| hearing.standing().any(|seat| seat.role.side() == side);
        let clock = &presiding.clock;
        let sides = on.map_or_else(Vec::new, |(phase, _)| {
            let timed = TIMED_SIDES.into_iter().filter(|side| sits(*side));
            let time = timed.map(|side| (clock.time(phase, side), clock.spent(phase, side, now)));
            let runs = |side| clock.turn.is_some_and(|turn| turn.side == side && turn.running.is_some());
            time.map(|(SpeakingTime { side, allotted, .. }, spent)| SideTime {
                side: side.into(),
                seconds: allotted.map(|millis| millis / 1000),
                spent_seconds: spent / 1000,
                runs: runs(side),
            })
            .collect()
        });
        Self {
            phase: on.map(|(phase, _)| phase.into()),
            phase_seconds: on.map(|(_, spent)| spent / 1000),
            runs: matches!(hearing.stage, Stage::InSession { .. }),
            floor: presiding.floor.and_then(seat),
            hands: hands.iter().copied().filter_map(seat).collect(),
            sides,
            promised,
        }
    }
}

/// What to know of a matter before it is heard.
#[derive(Debug, Serialize, ToSchema)]
pub struct Brief {
    pub petition: PetitionRow,
    /// The beginning of what was written.
    pub facts: String,
    pub respondent: Option<String>,
    pub persons_concerned: u32,
    /// Sessions held or planned before this one.
    pub hearings_before: u32,
    /// Promises of those that are not kept yet.
    pub promises_open: u32,
    /// That went out, the unit's own first.
    pub opinions: Vec<BriefOpinion>,
    /// The highest supervision it is under.
    pub supervised: Option<DemandKindText>,
}

/// An opinion on the matter (art. 32, 35, 36).
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefOpinion {
    pub organ_name: Option<String>,
    /// When it went out.
    pub at: Option<i64>,
    /// Of the unit's own.
    pub result: Option<OpinionResultText>,
    /// Of a review or re-review.
    pub finding: Option<FindingText>,
    /// Its beginning.
    pub text: String,
}

/// What was done about a matter before.
#[derive(Debug, Default)]
pub struct Before {
    /// Sessions held or planned.
    pub hearings: usize,
    pub promises_open: usize,
    pub opinions: Vec<BriefOpinion>,
    pub supervised: Option<DemandKind>,
}

/// As much as fits half a page. Characters.
const FACTS_CHARS: usize = 300;
/// Of each opinion.
const OPINION_CHARS: usize = 150;

impl Brief {
    pub fn of(petition: &Petition, row: PetitionRow, before: Before) -> Self {
        Self {
            petition: row,
            facts: petition.text.chars().take(FACTS_CHARS).collect(),
            respondent: petition.respondent.clone(),
            persons_concerned: petition.persons_concerned,
            hearings_before: u32::try_from(before.hearings).unwrap_or(u32::MAX),
            promises_open: u32::try_from(before.promises_open).unwrap_or(u32::MAX),
            opinions: before.opinions,
            supervised: before.supervised.map(Into::into),
        }
    }
}

impl BriefOpinion {
    pub fn of(opinion: &Opinion, organ_name: Option<String>, at: Option<Timestamp>) -> Self {
        Self {
            organ_name,
            at: at.map(|at| at.0),
            result: Some(opinion.result.into()),
            finding: None,
            text: beginning(&opinion.text),
        }
    }

    pub fn of_review(review: &Review, organ_name: Option<String>, at: Option<Timestamp>) -> Self {
        Self {
            organ_name,
            at: at.map(|at| at.0),
            result: None,
            finding: Some(review.finding.into()),
            text: beginning(&review.text),
        }
    }
}

fn beginning(text: &str) -> String {
    text.chars().take(OPINION_CHARS).collect()
}
