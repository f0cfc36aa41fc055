//! What a missed date sets off by itself (art. 40, 43–46): a reminder at once, then more.

use super::{Demand, DemandKind, NewDemand, Way};
use crate::domain::{
    Timestamp,
    petition::{Calendar, Clock, Petition},
};

/// Working days overdue after which the next level follows. 挂牌督办 is a person's decision.
const LADDER: [(u32, DemandKind); 3] =
    [(0, DemandKind::Reminder), (5, DemandKind::Urge), (10, DemandKind::Supervise)];
/// Working days an organ has to answer what the system demands.
const TO_ANSWER: u32 = 3;

/// The demand that is due now of the unit that has `petition`, if its clock ran out and what was demanded for
/// that clock before is less.
#[must_use]
pub fn escalation(
    petition: &Petition,
    demands: &[Demand],
    now: Timestamp,
    calendar: &Calendar,
) -> Option<NewDemand> {
    // Windows are somebody's right to do something, and nobody's duty.
    let duties = petition.clocks.iter().filter(|clock| clock.is_lapsed(now) && !clock.kind.is_window());
    let clock = duties.min_by_key(|clock| clock.due)?;
    let unit = petition.state.unit().filter(|unit| *unit != petition.registered_by)?;
    let late = calendar.working_days_between(clock.due.local_date(), now.local_date());
    let (_, kind) = LADDER.iter().rev().find(|(days, _)| late >= *days)?;
    let reached = demands.iter().filter(|demand| is_about(demand, clock)).map(|demand| demand.kind).max();
    (reached < Some(*kind)).then(|| NewDemand {
        kind: *kind,
        way: Way::System,
        to: Some(unit),
        text: format!("办理期限（{}）已过，请立即办理并书面说明原因", clock.due.local_date()),
        answer_by: calendar.working_day_after(now.local_date(), TO_ANSWER),
    })
}

/// Orders made after the clock ran out are about it; recommendations are about something else.
fn is_about(demand: &Demand, clock: &Clock) -> bool {
    !demand.kind.is_recommendation() && demand.made_at > clock.due
}
