//! How a petition moves. A transition is a variant of [`Transition`], a row of the table (`table.rs`) and
//! an arm of [`Move::enter`]; the arms are in `routing`, `travel`, `sealing`, `handling`, `review` and `ending`.

mod ending;
mod handling;
mod review;
mod routing;
mod sealing;
mod travel;

pub use ending::SETTLED_AFTER;
pub use routing::OBJECTIONS_BEFORE_RULING;
pub use sealing::{accused_at_table, joined_stay_sealed};

use super::{
    By, Calendar, Category, Clock, ClockKind, Petition, Refusal, RefusalCode, Transition, table::Row,
};
use crate::domain::{ReasonNeeded, Timestamp, event::Change, given_reason, ids::AgencyId};

/// A petition that moved, and what goes into the log. `version` is still the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub petition: Petition,
    pub change: Change,
}

/// Moves `petition`, or says which rule and article forbid it. An organ's lateness is recorded, never a bar:
/// a missed date makes it liable (art. 43–46), it must not strand the petition. What lapses are windows: to
/// object, to extend, to ask for review.
///
/// # Errors
/// [`Refusal`]; nothing changed.
pub fn apply(
    petition: &Petition,
    transition: Transition,
    by: By,
    now: Timestamp,
    calendar: &Calendar,
) -> Result<Applied, Refusal> {
    let kind = transition.kind();
    let row = Row::of(kind);
    if !row.from.contains(&petition.state.name()) {
        let from = petition.state.name();
        return Err(row.refuse(RefusalCode::WrongState, format!("A petition that is {from} cannot {kind}")));
    }
    row.allows(by)?;
    let before = petition.next_judged().map(|clock| clock.due);
    let late = petition.clocks.iter().any(|clock| {
        clock.is_lapsed(now) && !clock.kind.is_window() && !petition.is_ordered_from_above(clock)
    });
    let mut moving =
        Move { row, petition: petition.clone(), change: Change::new(row.event), by, now, calendar };
    moving.enter(transition)?;
    let Move { mut petition, mut change, .. } = moving;
    if !super::possible(petition.state.name(), super::TransitionKind::Unseal) {
        petition.course.unsealing = None; // nobody could decide on it any more
    }
    if late {
        change = change.with("late", "yes");
    }
    let next = petition.next_judged().map(|clock| clock.due);
    // An extension tells of the clock it moves, which need not be the next: an assigned matter has an ordered day besides.
    let change = if change.due_after.is_none() { change.due(before, next) } else { change.beside(next) };
    Ok(Applied { petition, change })
}

/// A transition under way.
struct Move<'a> {
    row: &'static Row,
    petition: Petition,
    change: Change,
    by: By,
    now: Timestamp,
    calendar: &'a Calendar,
}

impl Move<'_> {
    fn enter(&mut self, transition: Transition) -> Result<(), Refusal> {
        use Transition as T;
        match transition {
            T::StartScreening { category, content_class } => self.start_screening(category, content_class),
            T::Reclassify { category, content_class, reason } => {
                self.reclassify(category, content_class, reason)
            }
            T::Merge { lead, same_person } => self.merge(&lead, same_person),
            T::Divert { way, organ, reason } => self.divert(way, &organ, reason),
            T::ReturnDiverted { reason } => self.return_diverted(reason),
            T::Route { how, unit, ordered_until } => self.send(how, &unit, ordered_until),
            T::HandDown { how, bureau, was, ordered_until, share, by } => {
                self.hand_down(how, &bureau, &was, ordered_until, (share, by))
            }
            T::GiveBack { to, share, reason, by } => self.give_back(&to, reason, (share, by)),
            T::RefuseAcceptance { ground, elsewhere, reason } => {
                self.refuse_acceptance(ground, elsewhere.as_deref(), reason)
            }
            T::RefuseRepeated { earlier, received_on, same, reason } => {
                self.refuse_repeated((&earlier, received_on), same, reason)
            }
            T::Object { reason } => self.object(reason),
            T::RefuseObjection { reason } => self.refuse_objection(reason),
            T::Reroute { how, unit, ordered_until, reason } => {
                self.reroute(how, &unit, ordered_until, reason)
            }
            T::TakeBack { reason } => self.take_back(reason),
            T::RuleCompetence { unit, ruled_by, was, reason } => {
                self.rule_competence(&unit, &ruled_by, &was, reason)
            }
            T::Accept => self.accept(),
            T::AssignHandler { handler } => self.assign_handler(&handler),
            T::Recuse { staff, reason } => self.recuse(staff, reason),
            T::Extend { days, reason } => self.extend(days, reason),
            T::DraftReply(opinion) => self.draft_reply(opinion),
            T::ApproveReply { by } => self.approve_reply(by),
            T::ReturnReply { how, reason } => self.return_reply(how, reason),
            T::DeliverReply { delivery, by, two_stage } => self.deliver_reply(delivery, by, two_stage),
            T::RecordReceipt { received_on, reason } => self.record_receipt(received_on, reason),
            T::RequestReview { organ, above, reason } => self.request_review(organ.as_ref(), &above, reason),
            T::StartReview => self.start_review(),
            T::DecideReview { finding, text, delivery, redo_until } => {
                self.decide_review(finding, text, delivery, redo_until)
            }
            T::RequestRereview { organ, above, reason } => {
                self.request_rereview(organ.as_ref(), &above, reason)
            }
            T::StartRereview => self.start_rereview(),
            T::PauseClock { hearing, reason, in_handling } => self.pause_clock(hearing, reason, in_handling),
            T::ResumeClock => self.resume_clock(),
            T::DecideRereview { finding, text, redo_until } => {
                self.decide_rereview(finding, text, redo_until)
            }
            T::Close { reason, accepted } => self.close(reason, accepted),
            T::Terminate { delivery } => self.terminate(delivery),
            T::Withdraw { reason, together, proof } => self.withdraw(reason, together, proof),
            T::Reopen { ground, reason } => self.reopen(ground, reason),
            T::Undo { ground, reason } => self.undo(ground, reason),
            T::Archive { retention } => self.archive(retention),
            T::NameAccused { agencies, staff, reason } => self.name_accused(&agencies, &staff, reason),
            T::ProposeUnsealing { category, reason, by } => self.propose_unsealing(category, reason, by),
            T::Unseal { by } => self.unseal(by),
            T::RefuseUnsealing { reason } => self.refuse_unsealing(reason),
        }
    }

    fn reason(&mut self, reason: String) -> Result<(), Refusal> {
        let Ok(reason) = given_reason(&reason) else {
            return self.no(RefusalCode::ReasonNeeded, ReasonNeeded::SENTENCE);
        };
        self.change.reason = Some(reason);
        Ok(())
    }

    fn unit(&self) -> Result<AgencyId, Refusal> {
        let unit = self.petition.state.unit();
        unit.ok_or_else(|| self.row.refuse(RefusalCode::WrongState, "It was not routed to a unit yet"))
    }

    fn no<T>(&self, code: RefusalCode, sentence: impl Into<String>) -> Result<T, Refusal> {
        Err(self.row.refuse(code, sentence))
    }

    /// Refuses by another article than that of the row.
    fn no_by<T>(&self, article: u8, code: RefusalCode, sentence: &str) -> Result<T, Refusal> {
        Err(Refusal { article, ..self.row.refuse(code, sentence) })
    }

    /// Sixty days, review and re-review are for appeals (art. 31(6), 34–36; docs/rules.md 7.3).
    fn is_appeal(&self) -> bool {
        self.petition.category == Category::Appeal
    }

    fn note(&mut self, name: &str, value: impl std::fmt::Display) {
        self.change.details.push((name.to_owned(), value.to_string()));
    }

    fn start(&mut self, kind: ClockKind) {
        self.start_at(kind, self.now);
    }

    fn start_at(&mut self, kind: ClockKind, anchor: Timestamp) {
        if let Some(clock) = Clock::start(kind, anchor, self.calendar) {
            if !self.change.details.iter().any(|(name, _)| name == "calendar") {
                self.note("calendar", self.calendar.version());
            }
            self.petition.clocks.push(clock);
        }
    }

    fn stop(&mut self, kinds: &[ClockKind]) {
        let going = |clock: &&mut Clock| kinds.contains(&clock.kind) && clock.stopped_at.is_none();
        for clock in self.petition.clocks.iter_mut().filter(going) {
            clock.stop(self.now, self.calendar);
        }
    }

    fn stop_all(&mut self) {
        self.stop(ClockKind::ALL);
    }

    /// The clock of this kind that is not stopped.
    fn clock_mut(&mut self, kind: ClockKind) -> Option<&mut Clock> {
        self.petition.clocks.iter_mut().find(|clock| clock.kind == kind && clock.stopped_at.is_none())
    }
}

#[cfg(test)]
mod tests;
