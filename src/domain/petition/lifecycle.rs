//! How a petition moves, as far as it is built. A later transition is a variant of [`Transition`], a row
//! of its table (`transition.rs`) and an arm of [`Move::enter`].

use super::{
    By, Calendar, Category, ClockKind, ContentClass, Opinion, Petition, PetitionState, Refusal, RefusalCode,
    Routing, Transition, TransitionKind, transition::Row,
};
use crate::domain::{
    Timestamp,
    event::Change,
    ids::AgencyId,
    is_reason,
    jurisdiction::Agency,
    people::{Role, Staff},
};
use time::Date;

/// A petition that moved, and what goes into the log. `version` is still the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub petition: Petition,
    pub change: Change,
}

/// Moves `petition`, or says which rule and article forbid it. Lateness is recorded, never a bar: a
/// missed date makes the organ liable (art. 43–46), it must not strand the petition.
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
    let before = petition.next_due().map(|clock| clock.due);
    let late = before.is_some_and(|due| due < now);
    let mut moving =
        Move { row, petition: petition.clone(), change: Change::new(row.event), by, now, calendar };
    moving.enter(transition)?;
    let Move { petition, mut change, .. } = moving;
    if late && kind != TransitionKind::Close {
        change = change.with("late", "yes");
    }
    let change = change.due(before, petition.next_due().map(|clock| clock.due));
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
        match transition {
            Transition::StartScreening { category, content_class } => {
                self.start_screening(category, content_class)
            }
            Transition::Route { how, unit, ordered_until } => self.route(how, &unit, ordered_until),
            Transition::Accept => self.accept(),
            Transition::AssignHandler { handler } => self.assign_handler(&handler),
            Transition::DraftReply(opinion) => self.draft_reply(opinion),
            Transition::DeliverReply => self.deliver_reply(),
            Transition::Close { reason } => self.close(reason),
            Transition::Withdraw { reason } => self.withdraw(reason),
        }
    }

    fn start_screening(
        &mut self,
        category: Option<Category>,
        content_class: Option<ContentClass>,
    ) -> Result<(), Refusal> {
        if let Some(category) = category.filter(|category| *category != self.petition.category) {
            if self.petition.is_sealed() {
                let sentence = "A report (检举控告) stays sealed; it is not reclassified";
                return Err(Refusal { article: 30, ..self.row.refuse(RefusalCode::StaysSealed, sentence) });
            }
            self.note("category_before", self.petition.category);
            self.note("category", category);
            self.petition.category = category;
        }
        if let Some(class) = content_class.filter(|class| *class != self.petition.content_class) {
            self.note("content_class_before", self.petition.content_class);
            self.note("content_class", class);
            self.petition.content_class = class;
        }
        self.petition.state = PetitionState::Screening;
        Ok(())
    }

    fn route(&mut self, how: Routing, unit: &Agency, until: Option<Date>) -> Result<(), Refusal> {
        if self.petition.accused == Some(unit.id) {
            let sentence = "A report never goes to the agency it accuses";
            return Err(Refusal { article: 30, ..self.row.refuse(RefusalCode::AccusedUnit, sentence) });
        }
        let ordered = match (how, until) {
            (Routing::Transfer, None) => None,
            (Routing::Assignment, Some(day)) if day > self.now.local_date() => Some(day),
            (Routing::Transfer, Some(_)) => {
                return Err(self.row.refuse(RefusalCode::BadDeadline, "A transfer (转送) sets no deadline"));
            }
            (Routing::Assignment, None) => {
                return Err(self
                    .row
                    .refuse(RefusalCode::BadDeadline, "An assignment (交办) sets a handling deadline"));
            }
            (Routing::Assignment, Some(_)) => {
                return Err(self.row.refuse(RefusalCode::BadDeadline, "The ordered deadline must lie ahead"));
            }
        };
        self.note("how", how);
        self.note("unit", unit.id);
        self.stop(ClockKind::Route);
        self.start(ClockKind::Accept);
        if let Some(day) = ordered {
            self.petition.clocks.push(super::Clock::ordered(self.now, day));
            self.note("ordered_until", day);
        }
        self.petition.state = PetitionState::Routed { how, unit: unit.id, since: self.now };
        Ok(())
    }

    /// The 60 days run for appeals only: reports and suggestions have no such clock (domain.md trap 3).
    fn accept(&mut self) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.stop(ClockKind::Accept);
        if self.petition.category == Category::Appeal {
            self.start(ClockKind::Reply);
        }
        self.petition.state = PetitionState::Accepted { unit, since: self.now };
        Ok(())
    }

    fn assign_handler(&mut self, handler: &Staff) -> Result<(), Refusal> {
        let unit = self.unit()?;
        let works = [Role::Handler, Role::UnitHead, Role::BureauHead].iter().any(|role| handler.has(*role));
        if handler.agency != unit || handler.disabled || !works {
            let sentence = "The handler must be a handler (承办人) of the unit that has the petition";
            return Err(self.row.refuse(RefusalCode::BadHandler, sentence));
        }
        self.note("handler", handler.id);
        self.petition.state = PetitionState::Handling { unit, handler: handler.id, since: self.now };
        Ok(())
    }

    fn draft_reply(&mut self, opinion: Opinion) -> Result<(), Refusal> {
        let (PetitionState::Handling { unit, handler, .. } | PetitionState::ReplyApproval { unit, handler }) =
            self.petition.state
        else {
            return Err(self.row.refuse(RefusalCode::WrongState, "Nobody handles it yet"));
        };
        if !(10..=10_000).contains(&opinion.text.trim().chars().count()) {
            let sentence = "The opinion states request, facts, reasons and basis in 10 to 10,000 characters";
            return Err(self.row.refuse(RefusalCode::BadOpinion, sentence));
        }
        self.note("result", opinion.result);
        self.petition.opinion = Some(opinion);
        self.petition.state = PetitionState::ReplyApproval { unit, handler };
        Ok(())
    }

    fn deliver_reply(&mut self) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.stop(ClockKind::Reply);
        self.stop(ClockKind::Ordered);
        if self.petition.category == Category::Appeal {
            self.start(ClockKind::ReviewWindow);
        }
        self.petition.state = PetitionState::Replied { unit, delivered_at: self.now };
        Ok(())
    }

    /// While the window is open only staff close, and their reason says that the petitioner accepts the reply.
    fn close(&mut self, reason: String) -> Result<(), Refusal> {
        let unit = self.unit()?;
        let open = self.petition.clocks.iter().any(|clock| {
            clock.kind == ClockKind::ReviewWindow && clock.stopped_at.is_none() && self.now <= clock.due
        });
        if open && self.by == By::System {
            let sentence = "Review may still be asked for: the window is open";
            return Err(self.row.refuse(RefusalCode::TooEarly, sentence));
        }
        self.note("window", if open { "open" } else { "over" });
        self.reason(reason)?;
        self.stop_all();
        self.petition.state = PetitionState::Closed { unit, at: self.now };
        Ok(())
    }

    fn withdraw(&mut self, reason: String) -> Result<(), Refusal> {
        self.reason(reason)?;
        self.stop_all();
        self.petition.state = PetitionState::Withdrawn { at: self.now };
        Ok(())
    }

    fn reason(&mut self, reason: String) -> Result<(), Refusal> {
        if !is_reason(&reason) {
            return Err(self
                .row
                .refuse(RefusalCode::ReasonNeeded, "A reason of 5 to 500 characters is needed"));
        }
        self.change.reason = Some(reason);
        Ok(())
    }

    fn unit(&self) -> Result<AgencyId, Refusal> {
        self.petition
            .state
            .unit()
            .ok_or_else(|| self.row.refuse(RefusalCode::WrongState, "It was not routed to a unit yet"))
    }

    fn note(&mut self, name: &str, value: impl std::fmt::Display) {
        self.change.details.push((name.to_owned(), value.to_string()));
    }

    fn start(&mut self, kind: ClockKind) {
        if let Some(clock) = super::Clock::start(kind, self.now, self.calendar) {
            self.note("calendar", self.calendar.version());
            self.petition.clocks.push(clock);
        }
    }

    fn stop(&mut self, kind: ClockKind) {
        for clock in self.petition.clocks.iter_mut().filter(|c| c.kind == kind && c.stopped_at.is_none()) {
            clock.stopped_at = Some(self.now);
        }
    }

    fn stop_all(&mut self) {
        for clock in self.petition.clocks.iter_mut().filter(|clock| clock.stopped_at.is_none()) {
            clock.stopped_at = Some(self.now);
        }
    }
}

#[cfg(test)]
#[path = "lifecycle_tests.rs"]
mod tests;
