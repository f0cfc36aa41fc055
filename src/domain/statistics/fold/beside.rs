//! Facts about a petition from others: evaluations, supervision orders, leaders in charge, hearings and their action items.

use super::{Moment, first};
use crate::domain::{
    DAY_MS, Timestamp,
    event::EventKind,
    ids::{ActionItemId, AgencyId, DemandId, StaffId},
    statistics::{Contracted, Due, Evaluation, Facts, Item, Order, Recommendation, Satisfaction, Session},
    supervision::days_waited,
};

impl Facts {
    pub(super) fn evaluated(&mut self, moment: &Moment<'_>) {
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

    pub(super) fn marked_urgent(&mut self, moment: &Moment<'_>) {
        first(&mut self.urgent_at, moment.at);
    }

    pub(super) fn urgent_seen(&mut self, moment: &Moment<'_>) {
        first(&mut self.urgent_seen_at, moment.at);
    }

    pub(super) fn ordered(&mut self, moment: &Moment<'_>) {
        let Some((id, to)) = demanded(moment) else { return };
        let answer = Due { by: moment.due_after, done: None };
        self.orders.push(Order { id, to, at: moment.at, answer });
    }

    /// An order that was lifted needs no answer any more; a recommendation is lifted by the same kind of event.
    pub(super) fn lifted(&mut self, moment: &Moment<'_>) {
        self.order_answered(moment);
        let id = moment.id("demand").map(DemandId);
        if let Some(one) = self.recommendations.iter_mut().find(|one| Some(one.id) == id) {
            one.lifted = one.answered_at.is_none();
        }
    }

    pub(super) fn order_answered(&mut self, moment: &Moment<'_>) {
        let id = moment.id("demand").map(DemandId);
        if let Some(order) = self.orders.iter_mut().find(|order| Some(order.id) == id) {
            first(&mut order.answer.done, moment.at);
        }
    }

    pub(super) fn recommended(&mut self, moment: &Moment<'_>) {
        let Some((id, to)) = demanded(moment) else { return };
        let made_at = moment.at;
        let (answered_at, adopted, lifted) = (None, false, false);
        self.recommendations.push(Recommendation { id, to, made_at, answered_at, adopted, lifted });
    }

    pub(super) fn recommendation_answered(&mut self, moment: &Moment<'_>) {
        let id = moment.id("demand").map(DemandId);
        if let Some(one) = self.recommendations.iter_mut().find(|one| Some(one.id) == id) {
            first(&mut one.answered_at, moment.at);
            one.adopted = moment.text("adopted") == Some("yes");
        }
    }

    pub(super) fn contracted(&mut self, moment: &Moment<'_>) {
        if let Some(leader) = moment.id("leader").map(StaffId) {
            let taken_at = moment.at;
            self.contracts.push(Contracted { leader, taken_at, ended_at: None, settled_at: None });
        }
    }

    pub(super) fn contract_ended(&mut self, moment: &Moment<'_>) {
        let leader = moment.id("leader").map(StaffId);
        let running = self.contracts.iter_mut().filter(|one| Some(one.leader) == leader);
        running.for_each(|one| first(&mut one.ended_at, moment.at));
    }

    pub(super) fn item_ordered(&mut self, moment: &Moment<'_>) {
        let (Some(id), Some(agency)) = (moment.id("item"), moment.id("agency")) else { return };
        // What was promised in the room may be ordered after its day, and is then due on that of the order.
        let day = Timestamp::end_of(moment.at.local_date());
        let due = Due { by: moment.due_after.map(|by| by.max(day)), done: None };
        let (id, agency, hearing) = (ActionItemId(id), AgencyId(agency), moment.hearing);
        self.items.push(Item { id, agency, hearing, due, declined_at: None });
    }

    fn item_of(&mut self, moment: &Moment<'_>) -> Option<&mut Item> {
        let id = moment.id("item").map(ActionItemId)?;
        self.items.iter_mut().find(|item| item.id == id)
    }

    pub(super) fn item_closed(&mut self, moment: &Moment<'_>) {
        if let Some(item) = self.item_of(moment) {
            first(&mut item.due.done, moment.at);
        }
    }

    pub(super) fn item_declined(&mut self, moment: &Moment<'_>) {
        if let Some(item) = self.item_of(moment) {
            item.declined_at = Some(moment.at);
        }
    }

    /// A report may be sent back too: then nothing was waited for.
    pub(super) fn item_sent_back(&mut self, moment: &Moment<'_>) {
        let Some(item) = self.item_of(moment) else { return };
        if let Some(declined_at) = item.declined_at.take() {
            let waited = days_waited(declined_at, moment.at).whole_days() * DAY_MS;
            item.due.by = item.due.by.map(|by| by.plus_millis(waited));
        }
    }

    /// Nobody owes it, and nobody kept it: it is no item.
    pub(super) fn item_lifted(&mut self, moment: &Moment<'_>) {
        let id = moment.id("item").map(ActionItemId);
        self.items.retain(|item| Some(item.id) != id);
    }

    pub(super) fn in_hearing(&mut self, moment: &Moment<'_>) {
        let Some(hearing) = moment.hearing else { return };
        if moment.kind == EventKind::HearingScheduled {
            let host = moment.id("host").map(AgencyId);
            let (Some(host), Some(starts_at), Some(kind)) =
                (host, moment.time("starts_at"), moment.read("kind"))
            else {
                return;
            };
            self.sessions.push(Session {
                hearing,
                kind,
                host,
                leader: None,
                starts_at,
                held_at: None,
                decided_at: None,
                in_person: false,
            });
            return;
        }
        let Some(session) = self.sessions.iter_mut().find(|session| session.hearing == hearing) else {
            return;
        };
        match moment.kind {
            EventKind::HearingOutcomeIssued => {
                first(&mut session.decided_at, moment.at);
                // Face to face before it ever went into session here: its outcome alone says that it was held.
                if session.in_person && session.held_at.is_none() {
                    session.held_at = Some(session.starts_at.min(moment.at));
                }
            }
            EventKind::HearingStage => {
                session.starts_at = moment.time("starts_at").unwrap_or(session.starts_at);
                session.in_person |= moment.text("to") == Some("in_person");
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
