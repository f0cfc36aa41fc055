//! Changing the agenda of a live hearing: recorded first, then announced.

use super::{
    Refused,
    answers::{Asker, not_stored, refused},
    journal::Record,
    live::Live,
    pending::Pending,
};
use crate::domain::{
    event::Actor,
    hearing::{Hearing, PlannedPhase},
};
use signaling::wire::RefusalCode;

impl Live {
    /// Another agenda in place of `before`, as it was read. It is a change of the hearing's own row, as a step is: one at a time.
    pub fn replan_asked(
        &mut self,
        (before, plan): (&[PlannedPhase], &[PlannedPhase]),
        by: Actor,
        asker: Asker,
    ) {
        if !self.table.hearing.plan().eq(before.iter().copied()) {
            let detail = "the agenda was changed meanwhile".to_owned();
            return self.answer(asker, Err(Refused::new(RefusalCode::StaleRevision, detail)));
        }
        let (next, change) = match self.table.hearing.replanned(plan, &self.table.minutes) {
            Ok(Some(replanned)) => replanned,
            Ok(None) => return self.answer(asker, Ok(())),
            Err(refusal) => return self.answer(asker, Err(refused(&refusal))),
        };
        let record = Record::of(vec![self.event(change, by)]).with(next.clone());
        self.writing.put(record, Pending::Agenda { next: Box::new(next), asker });
    }

    /// Pages are told with what presiding is now.
    pub fn agenda_stored(&mut self, next: Hearing, asker: Asker, stored: bool) {
        if !stored {
            return self.answer(asker, Err(not_stored()));
        }
        self.table.hearing.version = next.version + 1;
        (self.table.hearing.agenda, self.table.hearing.planned) = (next.agenda, next.planned);
        self.answer(asker, Ok(()));
    }
}
