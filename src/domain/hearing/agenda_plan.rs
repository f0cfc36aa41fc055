//! The agenda changes after a hearing was scheduled: phases are added, left out, put in another order, given minutes.

use super::{AgendaPhase, Entry, Hearing, Refusal, RefusalCode, schedule::agenda_fault};
use crate::domain::event::{Change, EventKind};
use std::fmt;

/// Longest time planned for a phase, in minutes: a hearing's own.
const MAX_MINUTES: u16 = 480;

/// A phase of the agenda, and how long it is to take, if that is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedPhase {
    pub phase: AgendaPhase,
    pub minutes: Option<u16>,
}

impl fmt::Display for PlannedPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minutes {
            Some(minutes) => write!(f, "{} {minutes}", self.phase),
            None => write!(f, "{}", self.phase),
        }
    }
}

impl Hearing {
    /// The agenda with what is planned for each phase.
    pub fn plan(&self) -> impl Iterator<Item = PlannedPhase> {
        self.agenda.iter().map(|phase| PlannedPhase { phase: *phase, minutes: self.planned_minutes(*phase) })
    }

    #[must_use]
    pub fn planned_minutes(&self, phase: AgendaPhase) -> Option<u16> {
        self.planned.iter().find(|(known, _)| *known == phase).map(|(_, minutes)| *minutes)
    }

    /// How many phases at the front were held: up to the furthest that is on or was written in. None before the session.
    fn held(&self, minutes: &[Entry]) -> usize {
        let Some(phase) = self.stage.phase() else { return 0 };
        let phases = minutes.iter().map(|entry| entry.phase).chain([phase]);
        let places = phases.filter_map(|phase| self.agenda.iter().position(|one| *one == phase));
        places.max().map_or(0, |last| last + 1)
    }

    /// Another agenda in place of this one, and the log's line; nothing where it is the same. What has begun keeps its
    /// place: a phase that was held cannot be planned away, nor one that has lines of the minutes, as has what was gone
    /// back from.
    ///
    /// # Errors
    /// The minutes are read back or all is over, or it is no agenda.
    pub fn replanned(
        &self,
        plan: &[PlannedPhase],
        minutes: &[Entry],
    ) -> Result<Option<(Self, Change)>, Refusal> {
        let stage = self.stage.name();
        if !stage.takes_seats() {
            let sentence = format!("The agenda stands: the hearing is {stage}");
            return Err(Refusal::new(RefusalCode::WrongStage, sentence));
        }
        let agenda: Vec<_> = plan.iter().map(|one| one.phase).collect();
        let held = self.held(minutes);
        let bad = |sentence: &str| Err(Refusal::new(RefusalCode::BadAgenda, sentence));
        if agenda.is_empty() {
            return bad("An agenda has a phase");
        }
        if let Some(fault) = agenda_fault(&agenda, self.continues.is_some()) {
            return bad(&fault.sentence);
        }
        if agenda.get(..held) != Some(&self.agenda[..held]) {
            return bad("Phases that were held keep their place");
        }
        if plan.iter().any(|one| one.minutes.is_some_and(|minutes| !(1..=MAX_MINUTES).contains(&minutes))) {
            return bad("A phase is planned for 1 to 480 minutes");
        }
        let planned = plan.iter().filter_map(|one| Some((one.phase, one.minutes?))).collect();
        let next = Self { agenda, planned, ..self.clone() };
        let said = |hearing: &Self| hearing.plan().map(|one| one.to_string()).collect::<Vec<_>>().join(",");
        let (before, after) = (said(self), said(&next));
        let change = Change::new(EventKind::HearingAgendaChanged);
        Ok((before != after).then(|| (next, change.with("before", before).with("after", after))))
    }
}

#[cfg(test)]
#[path = "agenda_plan_tests.rs"]
mod tests;
