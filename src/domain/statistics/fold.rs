//! From events to facts. Events are known by their stable texts, so that a step another part of the house
//! adds is counted as soon as it is logged.

use super::{
    Behind, Contracted, Due, Evaluation, Facts, Item, Leaving, Left, Order, Recommendation, Routed, Session,
    Step, facts::Satisfaction,
};
use crate::domain::{
    Timestamp,
    event::Event,
    ids::{ActionItemId, AgencyId, DemandId, HearingId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    petition::{NonAcceptance, Routing},
};
use std::str::FromStr;
use time::{Date, Duration};
use uuid::Uuid;

/// Of T2 where the event tells only of an earlier ordered deadline; before rolling (art. 23).
const NOTICE_DAYS: i64 = 15;

/// Of the fold itself: one more whenever the facts of events that were logged before would be others, so that a store
/// makes them anew (`StatisticsRecords::facts_are_missing`).
pub const FOLD: u32 = 3;

/// Kinds of event that facts are made from; all others leave them as they are.
const HEEDED: &[&str] = &[
    "petition.registered",
    "petition.screening",
    "petition.unsealed",
    "petition.corrected",
    "petition.party_added",
    "petition.routed",
    "petition.handed_down",
    "petition.given_back",
    "petition.rerouted",
    "petition.competence_ruled",
    "petition.unit_succeeded",
    "petition.diverted",
    "petition.diversion_returned",
    "petition.not_accepted",
    "petition.no_longer_accepted",
    "petition.merged",
    "petition.accepted",
    "petition.handling",
    "petition.extended",
    "petition.reply_drafted",
    "petition.replied",
    "petition.clocks_recomputed",
    "petition.review_requested",
    "petition.review_beyond",
    "petition.reviewed",
    "petition.rereview_requested",
    "petition.rereview_beyond",
    "petition.closed",
    "petition.reopened",
    "petition.undone",
    "petition.withdrawn",
    "petition.contracted",
    "petition.contract_ended",
    "hearing.scheduled",
    "hearing.stage",
    "hearing.outcome_issued",
    "action_item.ordered",
    "action_item.closed",
    "evaluation.given",
    "petition.marked_urgent",
    "petition.urgent_seen",
    "supervision.ordered",
    "supervision.answered",
    "supervision.lifted",
    "recommendation.made",
    "recommendation.answered",
];

/// Whether an event of this kind can change facts.
#[must_use]
pub fn heeds(kind: &str) -> bool {
    HEEDED.contains(&kind)
}

/// An event as the fold sees it.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub petition: PetitionId,
    pub hearing: Option<HearingId>,
    pub kind: &'a str,
    pub at: Timestamp,
    pub due_after: Option<Timestamp>,
    pub details: &'a [(String, String)],
}

impl<'a> From<&'a Event> for Moment<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            petition: event.petition,
            hearing: event.hearing,
            kind: event.kind.as_str(),
            at: event.at,
            due_after: event.due_after,
            details: &event.details,
        }
    }
}

impl<'a> Moment<'a> {
    /// The last detail of this name.
    fn text(&self, name: &str) -> Option<&'a str> {
        self.details.iter().rev().find(|(found, _)| found == name).map(|(_, text)| text.as_str())
    }

    fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    fn id(&self, name: &str) -> Option<Uuid> {
        Uuid::try_parse(self.text(name)?).ok()
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        self.read(name).map(Timestamp)
    }

    fn day(&self, name: &str) -> Option<Date> {
        Date::parse(self.text(name)?, crate::domain::timestamp::DAY).ok()
    }
}

impl Facts {
    /// The facts a registration makes; none from any other event.
    #[must_use]
    pub fn begin(moment: &Moment<'_>, place: DivisionCode) -> Option<Self> {
        if moment.kind != "petition.registered" {
            return None;
        }
        Some(Self {
            petition: moment.petition,
            place,
            registered_at: moment.at,
            registered_by: AgencyId(moment.id("registered_by")?),
            channel: moment.read("channel")?,
            category: moment.read("category")?,
            class: moment.read("content_class")?,
            persons: moment.read("persons_concerned").unwrap_or(1),
            routing: Due { by: moment.due_after, done: None },
            desk: None,
            behind: Vec::new(),
            routed: None,
            notice: Due::default(),
            accepted_at: None,
            reply: Due::default(),
            extended_at: None,
            result: None,
            review_at: None,
            reviewed_at: None,
            rereview_at: None,
            closed_at: None,
            reopened_at: None,
            left: None,
            sessions: Vec::new(),
            items: Vec::new(),
            contracts: Vec::new(),
            evaluations: Vec::new(),
            answered_by: None,
            urgent_at: None,
            urgent_seen_at: None,
            orders: Vec::new(),
            recommendations: Vec::new(),
        })
    }

    /// What they are after one more event. Events come in the order of their chain.
    pub fn apply(&mut self, moment: &Moment<'_>) {
        let at = moment.at;
        match moment.kind {
            "petition.screening" | "petition.corrected" | "petition.party_added" => self.corrected(moment),
            "petition.unsealed" => {
                self.corrected(moment);
                self.still_due(moment);
            }
            "petition.routed" | "petition.rerouted" | "petition.competence_ruled" => self.routed(moment),
            "petition.handed_down" | "petition.given_back" => self.passed(moment),
            "petition.unit_succeeded" => self.succeeded(moment),
            "petition.diverted" => self.leave(Leaving::Diverted, moment),
            "petition.not_accepted" => self.leave(Leaving::NotAccepted, moment),
            "petition.no_longer_accepted" => self.leave(Leaving::NoLongerAccepted, moment),
            "petition.merged" => self.leave(Leaving::Merged, moment),
            "petition.withdrawn" => self.leave(Leaving::Withdrawn, moment),
            "petition.accepted" => self.accepted(moment),
            "petition.extended" => {
                first(&mut self.extended_at, at);
                self.still_due(moment);
            }
            "petition.handling" => self.still_due(moment),
            "petition.clocks_recomputed" => self.recomputed(moment),
            "petition.reply_drafted" => self.result = moment.read("result").or(self.result),
            "petition.replied" => first(&mut self.reply.done, at),
            "petition.review_requested" | "petition.review_beyond" => first(&mut self.review_at, at),
            "petition.reviewed" => first(&mut self.reviewed_at, at),
            "petition.rereview_requested" | "petition.rereview_beyond" => first(&mut self.rereview_at, at),
            "petition.closed" => self.closed(at),
            "petition.contracted" => self.contracted(moment),
            "petition.contract_ended" => self.contract_ended(moment),
            "petition.reopened" => first(&mut self.reopened_at, at),
            "petition.undone" | "petition.diversion_returned" => self.begun_again(at),
            "evaluation.given" => self.evaluated(moment),
            "petition.marked_urgent" => first(&mut self.urgent_at, at),
            "petition.urgent_seen" => first(&mut self.urgent_seen_at, at),
            "supervision.ordered" => self.ordered(moment),
            "supervision.answered" | "supervision.lifted" => self.order_answered(moment),
            "recommendation.made" => self.recommended(moment),
            "recommendation.answered" => self.recommendation_answered(moment),
            "action_item.ordered" => self.item_ordered(moment),
            "action_item.closed" => self.item_closed(moment),
            _ => self.in_hearing(moment),
        }
    }

    fn corrected(&mut self, moment: &Moment<'_>) {
        self.category = moment.read("category").unwrap_or(self.category);
        self.class = moment.read("content_class").unwrap_or(self.class);
        self.persons = moment.read("persons_concerned").unwrap_or(self.persons);
        if let Some(place) = moment.read("place") {
            self.place = place;
        }
    }

    /// To hand it down is a bureau's duty done; what is given back is the duty of who has it again.
    fn passed(&mut self, moment: &Moment<'_>) {
        let (by, Some(to)) = (self.desk(), moment.id("bureau").map(AgencyId)) else { return };
        let part = self.routing.done.is_none();
        if moment.kind == "petition.handed_down" {
            let how = moment.read("how").unwrap_or(Routing::Transfer);
            self.behind.push(Behind { at: moment.at, step: Step::Down { how, by, part } });
        }
        if part {
            self.undo_part_of(to);
            self.desk = Some(to);
        }
    }

    /// What is still to be routed or handled is the successor's.
    fn succeeded(&mut self, moment: &Moment<'_>) {
        let (from, to) = (moment.id("from").map(AgencyId), moment.id("unit").map(AgencyId));
        let (Some(from), Some(to)) = (from, to) else { return };
        if self.routing.done.is_none() && self.desk() == from {
            self.desk = Some(to);
        }
        if let Some(routed) = self.routed.as_mut().filter(|routed| routed.unit == from) {
            routed.unit = to;
            self.behind.push(Behind { at: moment.at, step: Step::Succeeded { unit: from } });
        }
    }

    /// A ruling or a rerouting to another unit starts that unit's own 15 days; the first date stays.
    fn routed(&mut self, moment: &Moment<'_>) {
        let Some(unit) = moment.id("unit").map(AgencyId) else { return };
        let how = moment.read("how").or(self.routed.map(|routed| routed.how)).unwrap_or(Routing::Transfer);
        first(&mut self.routing.done, moment.at);
        let before = self.last_sent();
        self.behind.extend(before);
        self.routed = Some(Routed { how, unit, at: moment.at });
        self.notice = Due { by: notice_due(moment), done: None };
    }

    fn accepted(&mut self, moment: &Moment<'_>) {
        first(&mut self.accepted_at, moment.at);
        first(&mut self.notice.done, moment.at);
        first(&mut self.reply.by, moment.due_after);
    }

    /// A step under way may have moved the day the reply is due: an extension, or a calendar that changed. An extension tells
    /// of its own clock, and of the day ordered where that comes before.
    fn still_due(&mut self, moment: &Moment<'_>) {
        let due = moment.time("next_due").or(moment.due_after);
        if self.accepted_at.is_some() && self.reply.done.is_none() && due.is_some() {
            self.reply.by = due;
        }
    }

    fn recomputed(&mut self, moment: &Moment<'_>) {
        let running = if self.routing.done.is_none() {
            &mut self.routing.by
        } else if self.notice.done.is_none() {
            &mut self.notice.by
        } else {
            return self.still_due(moment);
        };
        *running = moment.due_after.or(*running);
    }

    /// To divert or to turn down is an answer too: it does the duty that was running.
    fn leave(&mut self, why: Leaving, moment: &Moment<'_>) {
        let at = moment.at;
        if self.left.is_none() {
            self.left = Some(Left { why, at, repeat: repeats(why, moment) });
        }
        if !matches!(why, Leaving::Merged | Leaving::Withdrawn) {
            first(&mut self.routing.done, at);
            if self.routed.is_some() {
                first(&mut self.notice.done, at);
            }
        }
    }

    /// It has not left after all. What was done by then was done on its day; an acceptance that came to no reply is
    /// followed by another, and that one counts.
    fn begun_again(&mut self, at: Timestamp) {
        self.left = None;
        first(&mut self.reopened_at, at);
        if self.reply.done.is_none() {
            (self.accepted_at, self.reply.by) = (None, None);
        }
    }

    fn evaluated(&mut self, moment: &Moment<'_>) {
        let (Some(target), Some(level)) = (moment.read("target"), moment.read::<Satisfaction>("level"))
        else {
            return;
        };
        self.evaluations.retain(|evaluation| evaluation.target != target);
        self.evaluations.push(Evaluation { target, level, at: moment.at });
        self.evaluations.sort_by_key(|evaluation| evaluation.target);
        if self.is_merged() {
            self.answered_by = moment.id("unit").map(AgencyId).or(self.answered_by);
        }
    }

    fn ordered(&mut self, moment: &Moment<'_>) {
        let Some((id, to)) = demanded(moment) else { return };
        let answer = Due { by: moment.due_after, done: None };
        self.orders.push(Order { id, to, at: moment.at, answer });
    }

    /// Recommendations are lifted by the same kind of event, and no order is answered by it.
    fn order_answered(&mut self, moment: &Moment<'_>) {
        let id = moment.id("demand").map(DemandId);
        if let Some(order) = self.orders.iter_mut().find(|order| Some(order.id) == id) {
            first(&mut order.answer.done, moment.at);
        }
    }

    fn recommended(&mut self, moment: &Moment<'_>) {
        let Some((id, to)) = demanded(moment) else { return };
        let made_at = moment.at;
        self.recommendations.push(Recommendation { id, to, made_at, answered_at: None, adopted: false });
    }

    fn recommendation_answered(&mut self, moment: &Moment<'_>) {
        let id = moment.id("demand").map(DemandId);
        if let Some(one) = self.recommendations.iter_mut().find(|one| Some(one.id) == id) {
            first(&mut one.answered_at, moment.at);
            one.adopted = moment.text("adopted") == Some("yes");
        }
    }

    fn closed(&mut self, at: Timestamp) {
        first(&mut self.closed_at, at);
        for running in self.contracts.iter_mut().filter(|one| one.ended_at.is_none()) {
            first(&mut running.settled_at, at);
        }
    }

    fn contracted(&mut self, moment: &Moment<'_>) {
        if let Some(leader) = moment.id("leader").map(StaffId) {
            let taken_at = moment.at;
            self.contracts.push(Contracted { leader, taken_at, ended_at: None, settled_at: None });
        }
    }

    fn contract_ended(&mut self, moment: &Moment<'_>) {
        let leader = moment.id("leader").map(StaffId);
        let running = self.contracts.iter_mut().filter(|one| Some(one.leader) == leader);
        running.for_each(|one| first(&mut one.ended_at, moment.at));
    }

    fn item_ordered(&mut self, moment: &Moment<'_>) {
        let (Some(id), Some(agency)) = (moment.id("item"), moment.id("agency")) else { return };
        let due = Due { by: moment.due_after, done: None };
        let (id, agency, hearing) = (ActionItemId(id), AgencyId(agency), moment.hearing);
        self.items.push(Item { id, agency, hearing, due });
    }

    fn item_closed(&mut self, moment: &Moment<'_>) {
        let id = moment.id("item").map(ActionItemId);
        if let Some(item) = self.items.iter_mut().find(|item| Some(item.id) == id) {
            first(&mut item.due.done, moment.at);
        }
    }

    fn in_hearing(&mut self, moment: &Moment<'_>) {
        let Some(hearing) = moment.hearing else { return };
        if moment.kind == "hearing.scheduled" {
            let host = moment.id("host").map(AgencyId);
            let (Some(host), Some(starts_at), Some(kind)) =
                (host, moment.time("starts_at"), moment.read("kind"))
            else {
                return;
            };
            let (leader, held_at, decided_at) = (None, None, None);
            self.sessions.push(Session { hearing, kind, host, leader, starts_at, held_at, decided_at });
            return;
        }
        let Some(session) = self.sessions.iter_mut().find(|session| session.hearing == hearing) else {
            return;
        };
        match moment.kind {
            "hearing.outcome_issued" => first(&mut session.decided_at, moment.at),
            "hearing.stage" => {
                session.starts_at = moment.time("starts_at").unwrap_or(session.starts_at);
                if moment.text("to") == Some("in_session") && session.held_at.is_none() {
                    session.held_at = Some(moment.at);
                    session.leader = moment.id("presider").map(StaffId);
                }
            }
            _ => {}
        }
    }
}

/// A demand and the organ it went to.
fn demanded(moment: &Moment<'_>) -> Option<(DemandId, AgencyId)> {
    Some((DemandId(moment.id("demand")?), AgencyId(moment.id("addressee")?)))
}

/// Whether whoever leaves so had raised the same matter before: it is being handled already (art. 19), was ended by
/// re-review (art. 36), or went into a petition of their own. What is merged without a word of that is several people's.
fn repeats(why: Leaving, moment: &Moment<'_>) -> bool {
    match why {
        Leaving::NoLongerAccepted => true,
        Leaving::NotAccepted => moment.read("ground") == Some(NonAcceptance::PendingElsewhere),
        Leaving::Merged => moment.read("same_person") == Some(true),
        Leaving::Withdrawn | Leaving::Diverted => false,
    }
}

/// Sets what is not set yet: first dates stand.
fn first(slot: &mut Option<Timestamp>, at: impl Into<Option<Timestamp>>) {
    if slot.is_none() {
        *slot = at.into();
    }
}

/// When the unit's notice is due. An event tells the earliest clock: of an assignment that may be the day
/// ordered for the reply, and then the statutory 15 days are counted here, unrolled.
fn notice_due(moment: &Moment<'_>) -> Option<Timestamp> {
    let ordered = moment.day("ordered_until").map(Timestamp::end_of);
    let statutory = || {
        let day = moment.at.local_date().saturating_add(Duration::days(NOTICE_DAYS));
        Timestamp::end_of(day)
    };
    moment.time("accept_due").or(match moment.due_after {
        Some(due) if Some(due) == ordered => Some(statutory()),
        due => due,
    })
}
