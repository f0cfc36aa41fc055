//! Automatic supervision after a missed date (art. 40, 43–46): first a reminder, then higher levels.

mod untold;

pub use untold::{paper_escalation, unconfirmed_escalation};

use super::{About, Demand, DemandKind, ItemClock, NewDemand, Way};
use crate::domain::{
    Timestamp,
    hearing::ActionItem,
    ids::AgencyId,
    jurisdiction::{Agency, AgencyKind, bureau_above},
    petition::{Calendar, Clock, ClockKind, Petition, PetitionState},
};

/// Working days overdue after which the next level follows. 挂牌督办 is a person's decision.
const LADDER: [(u32, DemandKind); 3] =
    [(0, DemandKind::Reminder), (5, DemandKind::Urge), (10, DemandKind::Supervise)];
/// Working days an organ has to answer what the system demands.
const TO_ANSWER: u32 = 3;

/// Of what a hearing ordered, characters that tell it from another of the same day.
const CONTENT_CHARS: usize = 40;

/// By which days and among which organs dates are judged.
#[derive(Debug)]
pub struct Reckoning {
    pub now: Timestamp,
    pub calendar: Calendar,
    pub agencies: Vec<Agency>,
}

/// A demand that nobody wrote, and the bureau in whose name it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalated {
    pub by: AgencyId,
    pub demand: NewDemand,
}

/// The demand that is due now of an organ that let a date of `petition` pass: of the one longest over of which less was
/// demanded before. One that runs on, because it is another's affair or nobody asks about it, hides none that came after.
#[must_use]
pub fn escalation(petition: &Petition, demands: &[Demand], reckoning: &Reckoning) -> Option<Escalated> {
    let lapsed = petition.clocks.iter().filter(|clock| clock.is_lapsed(reckoning.now));
    let mut lapsed: Vec<_> = lapsed.collect();
    lapsed.sort_by_key(|clock| clock.due);
    lapsed.into_iter().find_map(|clock| {
        let to = debtor(petition, clock)?;
        let text =
            format!("{}期限（{}）已过，请立即办理并书面说明原因", deed(clock.kind), clock.due.local_date());
        let missed = Missed { to, due: clock.due, about: clock.into(), text };
        let by = if petition.is_answer_day(clock) {
            missed.next_above(petition, &reckoning.agencies)?
        } else {
            missed.demander(petition, &reckoning.agencies)?
        };
        missed.follows_by(by, demands, reckoning)
    })
}

/// The demand that is due now of the organ of `item`, which a hearing of `petition` ordered: what was promised at the table
/// is watched like what the Regulation sets a date for, and as long as anybody waits for it: an answer does not keep a
/// promise, a withdrawal ends it. Of one that is declined the bureau's word is due. `host`: who held the hearing.
#[must_use]
pub fn item_escalation(
    (item, clock, host): (&ActionItem, &ItemClock, Option<AgencyId>),
    petition: &Petition,
    demands: &[Demand],
    reckoning: &Reckoning,
) -> Option<Escalated> {
    if petition.state.is_given_up() {
        return None;
    }
    let (what, about) = (quoted(item, petition), About::Item(item.id));
    let agencies = &reckoning.agencies;
    let (missed, by) = if let Some(day) = clock.decide_by(&reckoning.calendar) {
        let text =
            format!("接访会交办事项{what}被承办单位退回，处理期限（{day}）已过，请立即退回重办或者撤销交办");
        let to = decider(item, host, petition, agencies)?;
        let missed = Missed { to, due: Timestamp::end_of(day), about, text };
        let is_desk = to == petition.desk;
        let by =
            if is_desk { missed.demander(petition, agencies) } else { missed.next_above(petition, agencies) };
        (missed, by)
    } else if clock.is_overdue(reckoning.now) {
        let text = format!("接访会交办事项{what}的期限（{}）已过，请立即办理并书面说明原因", clock.last_day);
        let missed = Missed { to: item.agency, due: Timestamp::end_of(clock.last_day), about, text };
        let by = missed.demander(petition, agencies);
        (missed, by)
    } else {
        return None;
    };
    (missed.due < reckoning.now).then(|| missed.follows_by(by?, demands, reckoning))?
}

/// Whose word is due of what its organ declined: the bureau's that has the matter; of that one's own item the one's that held
/// the hearing, else the one's above. Nobody is judge of their own work.
fn decider(
    item: &ActionItem,
    host: Option<AgencyId>,
    petition: &Petition,
    agencies: &[Agency],
) -> Option<AgencyId> {
    if item.agency != petition.desk {
        return Some(petition.desk);
    }
    let held = |one: &&Agency| Some(one.id) == host && one.id != item.agency;
    let is_above =
        |one: &&Agency| one.kind == AgencyKind::PetitionBureau && one.division.contains(&petition.place);
    if let Some(held) = agencies.iter().find(|one| held(one) && is_above(one)) {
        return Some(held.id);
    }
    let own = agencies.iter().find(|one| one.id == item.agency)?;
    bureau_above(&own.division, agencies).map(|above| above.id)
}

/// What was ordered, in few words. A demand is read by all who read notes; what was said behind the wall stays there once
/// that comes down (ADR 64), and the organ that does it reads it where the item stands.
fn quoted(item: &ActionItem, petition: &Petition) -> String {
    if petition.is_sealed() || petition.course.opened_at.is_some() {
        return String::new();
    }
    let content: String = item.content.chars().take(CONTENT_CHARS).collect();
    format!("“{content}”")
}

/// The demand that is due now of the organ that let the day pass by which it owed something in writing: a completion report
/// (办结报告, art. 22(3)), or the answer to an order or a recommendation (art. 43–46). Whoever waits for it asks for it.
#[must_use]
pub fn answer_escalation(
    report: &Demand,
    petition: &Petition,
    demands: &[Demand],
    reckoning: &Reckoning,
) -> Option<Escalated> {
    let day = report.answer_by.filter(|_| is_watched(report, petition))?;
    if !report.is_overdue(reckoning.now) || petition.is_sealed() {
        return None;
    }
    let text = if report.kind == DemandKind::Completion {
        format!("办结报告的报送期限（{day}）已过，请立即报送并书面说明原因")
    } else {
        format!("{}的答复期限（{day}）已过，请立即书面答复并说明原因", report.kind.in_words())
    };
    let about = About::Report(report.id);
    let missed = Missed { to: report.to, due: Timestamp::end_of(day), about, text };
    // Two that were merged are one now: it is asked from above.
    let by = if report.by == report.to { missed.demander(petition, &reckoning.agencies)? } else { report.by };
    (!petition.accuses(by)).then(|| missed.follows_by(by, demands, reckoning))?
}

/// The system's own orders climb the ladder of the date that they are about. An order speeds up what is still to be done; a
/// recommendation outlives the matter.
const fn is_watched(owed: &Demand, petition: &Petition) -> bool {
    if matches!(owed.kind, DemandKind::Completion) {
        return true;
    }
    !matches!(owed.way, Way::System) && (owed.kind.is_recommendation() || petition.state.is_open())
}

/// Whose duty it is to be done when this clock ends. Windows are somebody's right to do something, and nobody's duty.
#[must_use]
pub fn debtor(petition: &Petition, clock: &Clock) -> Option<AgencyId> {
    let state = &petition.state;
    match clock.kind {
        ClockKind::Route => Some(petition.desk),
        ClockKind::Ordered if petition.is_answer_day(clock) => Some(petition.registered_by),
        ClockKind::Ordered if petition.is_ordered_from_above(clock) => Some(petition.desk),
        // The unit has said that it is not its business: the bureau's word is what is missing (art. 23).
        ClockKind::Accept | ClockKind::Ordered if matches!(state, PetitionState::Objected { .. }) => {
            Some(petition.desk)
        }
        ClockKind::Accept | ClockKind::Reply | ClockKind::Ordered => state.unit(),
        ClockKind::Review | ClockKind::Rereview => state.reviewer(),
        ClockKind::Objection | ClockKind::GiveBack | ClockKind::ReviewWindow | ClockKind::RereviewWindow => {
            None
        }
    }
}

/// What was to be done until it ended.
const fn deed(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Route | ClockKind::GiveBack => "转送、交办",
        ClockKind::Accept | ClockKind::Objection => "受理告知",
        ClockKind::Reply => "答复",
        ClockKind::Review | ClockKind::ReviewWindow => "复查",
        ClockKind::Rereview | ClockKind::RereviewWindow => "复核",
        ClockKind::Ordered => "交办",
    }
}

/// A date that an organ let pass.
struct Missed {
    to: AgencyId,
    due: Timestamp,
    about: About,
    text: String,
}

impl Missed {
    /// The next level, if `demands` have not reached it.
    fn follows_by(self, by: AgencyId, demands: &[Demand], reckoning: &Reckoning) -> Option<Escalated> {
        let since = self.due;
        self.follows_since(since, by, demands, reckoning)
    }

    /// The next level, by how long ago the first order was made: what was late before anybody watched it begins with a
    /// reminder, too.
    fn climbs_by(self, by: AgencyId, demands: &[Demand], reckoning: &Reckoning) -> Option<Escalated> {
        let orders = demands.iter().filter(|demand| self.is_met_by(demand));
        let since = orders.map(|demand| demand.made_at).min().unwrap_or(reckoning.now);
        self.follows_since(since, by, demands, reckoning)
    }

    fn follows_since(
        self,
        since: Timestamp,
        by: AgencyId,
        demands: &[Demand],
        reckoning: &Reckoning,
    ) -> Option<Escalated> {
        let today = reckoning.now.local_date();
        let late = reckoning.calendar.working_days_between(since.local_date(), today);
        let (_, kind) = LADDER.iter().rev().find(|(days, _)| late >= *days)?;
        let reached = demands.iter().filter(|demand| self.is_met_by(demand)).map(|demand| demand.kind).max();
        let answer_by = reckoning.calendar.working_day_after(today, TO_ANSWER);
        (reached < Some(*kind)).then_some(Escalated {
            by,
            demand: NewDemand {
                kind: *kind,
                way: Way::System,
                to: Some(self.to),
                text: self.text,
                answer_by,
                about: Some(self.about),
            },
        })
    }

    /// The bureau that gave it the matter: the one that sent it to the unit, or handed it down to that one; of what an
    /// organ of review or a bureau owes that nobody handed it to, the next bureau up. Of a sealed report none.
    fn demander(&self, petition: &Petition, agencies: &[Agency]) -> Option<AgencyId> {
        if self.to != petition.desk && Some(self.to) != petition.state.reviewer() {
            return (!petition.accuses(petition.desk)).then_some(petition.desk);
        }
        if petition.is_sealed() {
            return None;
        }
        // One that was merged with it since is above it no more.
        let still_there =
            |above: &AgencyId| *above != self.to && agencies.iter().any(|agency| agency.id == *above);
        let came = petition.came_from().filter(|above| self.to == petition.desk && still_there(above));
        came.or_else(|| self.next_above(petition, agencies))
    }

    /// The bureau of a level above. Of a sealed report none: its clerks are not told that there is one, and the desk that
    /// has it sees its clocks.
    fn next_above(&self, petition: &Petition, agencies: &[Agency]) -> Option<AgencyId> {
        let own = agencies.iter().find(|agency| agency.id == self.to && !petition.is_sealed())?;
        bureau_above(&own.division, agencies).map(|bureau| bureau.id)
    }

    /// Orders that a person made to the organ after the date are about it, and of the system's those that say so;
    /// recommendations and reports are about something else.
    fn is_met_by(&self, demand: &Demand) -> bool {
        let about_this = demand.about.is_none_or(|about| about == self.about);
        demand.to == self.to && demand.kind.is_order() && demand.made_at > self.due && about_this
    }
}
