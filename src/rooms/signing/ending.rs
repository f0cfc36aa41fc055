//! What a step does to papers: freezing a version, naming what is unfinished, sealing.

use super::{
    super::{
        Refused,
        answers::{Asker, not_stored},
        journal::{Receipt, Record, Write},
        live::Live,
        pending::Pending,
    },
    Added,
};
use crate::{
    domain::{
        event::{Actor, Change},
        hearing::{
            self, FrozenPaper, Hearing, Outcome, PaperKind, Seal, Signed, SigningRecord, Step, Unfinished,
            naming_unsigned,
        },
    },
    storage::StoreError,
};
use signaling::wire::RefusalCode;

/// What signing has to do with a step.
#[derive(Debug)]
pub struct Checked {
    pub version: Option<FrozenPaper>,
    pub left: Unfinished,
}

impl Live {
    /// Whether this step may be taken as far as signing goes; the version it freezes, and what it leaves unfinished.
    pub fn check_signing(&self, step: &Step) -> Result<Checked, hearing::Refusal> {
        let record = &self.signing.record;
        let (version, left) = match step {
            Step::StartSigning => {
                record.may_begin(&self.table.hearing, &self.table.petition.number, &self.table.minutes)?;
                (None, Unfinished::default())
            }
            Step::ReviewMinutes => (self.freeze(None), Unfinished::default()),
            Step::Close { left, .. } | Step::IssueOutcome { left } => {
                let left = Unfinished::as_said(left, &self.table.hearing, record, &self.papers.agreement)?;
                (self.freeze_at_end(), left)
            }
            Step::Archive { package, .. } if package.seals != self.signing.seals => {
                let sentence = "It was signed or decided meanwhile: archive it as it stands now";
                return Err(hearing::Refusal::new(hearing::RefusalCode::StaleRevision, sentence));
            }
            Step::Adjourn { .. } | Step::ConvertInPerson { .. } | Step::DeclareNoShow { .. } => {
                (self.freeze_at_end(), Unfinished::default())
            }
            _ => (None, Unfinished::default()),
        };
        Ok(Checked { version, left })
    }

    fn freeze_at_end(&self) -> Option<FrozenPaper> {
        let (hearing, petition) = (&self.table.hearing, &self.table.petition.number);
        self.signing.record.freeze_at_end(hearing, petition, &self.table.minutes, self.now())
    }

    /// The node's seal on a hearing that is over, with what is being added to its papers now and what was left
    /// unfinished.
    pub fn seal(
        &self,
        over: &Hearing,
        added: Option<&Added>,
        outcome: Option<&Outcome>,
        left: &Unfinished,
    ) -> Option<Seal> {
        if !over.stage.name().has_file() {
            return None;
        }
        let [minutes, agreement] = self.papers_with(added);
        let signed = Signed { minutes: &minutes, agreement: &agreement, left };
        let place = (self.signing.seals + 1, self.now());
        Some(Seal::of(over, &self.table.petition.number, &signed, outcome, place, &*self.sealer))
    }

    /// Minutes and agreement as they will be.
    fn papers_with(&self, added: Option<&Added>) -> [SigningRecord; 2] {
        let mut papers = [self.signing.record.clone(), self.papers.agreement.clone()];
        if let Some(added) = added {
            added.clone().enter(&mut papers[usize::from(added.paper() == PaperKind::Agreement)]);
        }
        papers
    }

    /// The log's line of a step, with the seats that are told that their signature is missing.
    pub fn telling_unsigned(&self, change: Change, next: &Hearing, froze: Option<&Added>) -> Change {
        if !next.stage.name().takes_paper() || next.archived.is_some() {
            return change;
        }
        let [minutes, _] = self.papers_with(froze);
        naming_unsigned(change, minutes.silent(&next.seats))
    }

    /// Seals what has no seal: it ended before ends were sealed. Its minutes are frozen first, as they stand.
    pub fn seal_late(&mut self, by: Actor, outcome: Option<&Outcome>, asker: Asker) {
        let unfrozen = self.signing.record.latest().is_none() && !self.table.minutes.is_empty();
        let froze = unfrozen.then(|| self.freeze(None)).flatten().map(Added::Version);
        let seal = self.seal(&self.table.hearing, froze.as_ref(), outcome, &Unfinished::default());
        match seal.filter(|_| self.signing.seals == 0) {
            Some(seal) => self.record_signing(froze, Some(seal), by, asker),
            None => self.answer(asker, Ok(())),
        }
    }

    /// Puts the next version of the outcome on record, and the node's seal on it. A closed file is opened by it: what it says
    /// stands no longer alone, and it is closed anew.
    pub fn outcome_corrected(&mut self, by: Actor, outcome: Box<Outcome>, asker: Asker) {
        let (opened, change) = self.table.hearing.reopened_by(outcome.corrected());
        let seal = self.seal(&self.table.hearing, None, Some(&outcome), &Unfinished::default());
        let seals = u32::from(seal.is_some());
        let changes = [change].into_iter().chain(seal.iter().map(Seal::change));
        let events = changes.map(|change| self.event(change, by)).collect();
        let record =
            Record::of(events).with_all(opened.clone()).with(Write::Corrected(outcome)).with_all(seal);
        self.writing.put(record, Pending::Outcome { opened: opened.map(Box::new), seals, asker });
    }

    pub fn outcome_stored(
        &mut self,
        (opened, seals): (Option<Hearing>, u32),
        asker: Asker,
        result: Result<Receipt, StoreError>,
    ) {
        let answer = match result {
            Ok(_) => {
                self.signing.seals += seals;
                if let Some(opened) = opened {
                    self.table.hearing.version = opened.version + 1;
                    self.table.hearing.archived = None;
                }
                Ok(())
            }
            // Two put the same version right, and the other was quicker.
            Err(StoreError::Exists { .. }) => {
                Err(Refused::new(RefusalCode::StaleRevision, "another version of the outcome stands now"))
            }
            Err(_) => Err(not_stored()),
        };
        self.answer(asker, answer);
    }
}
