//! The closed file of the model hearing (归档, H17): once, of what is over, and nothing is added to it any more.

use super::{deeds::REASON, story::Story};
use crate::domain::{
    event::Change,
    hearing::{Entry, ItemProposal, Outcome, Package, SigningRecord, Stage, StageName, Step},
};

/// All that a file is made of, as it was when it was closed.
pub type Filed = (Stage, Vec<Entry>, [SigningRecord; 2], Vec<ItemProposal>, Option<Outcome>, Vec<Change>);

impl Story {
    /// What has an outcome needs no reason, what has none does.
    pub fn archives(&mut self, reasoned: bool) {
        let ripe = match self.hearing.stage.name() {
            StageName::OutcomeIssued => true,
            StageName::Closed | StageName::Adjourned | StageName::InPerson | StageName::NoShow => reasoned,
            _ => false,
        };
        let may = ripe && self.filed.is_none();
        let before = self.log.len();
        let package = Package { sha256: [7; 32], bytes: 4_000, seals: 1 };
        self.takes(Step::Archive { package, reason: reasoned.then(|| REASON.to_owned()) });
        assert_eq!(self.log.len() > before, may, "archived from {}", self.hearing.stage.name());
        if may {
            self.filed = Some(self.as_filed());
        }
    }

    pub fn file_holds(&self) {
        assert_eq!(self.hearing.archived.is_some(), self.filed.is_some());
        if let Some(filed) = &self.filed {
            assert_eq!(*filed, self.as_filed(), "something was added to a closed file");
        }
    }

    fn as_filed(&self) -> Filed {
        let (stage, minutes, papers) =
            (self.hearing.stage.clone(), self.minutes.clone(), self.papers.clone());
        (stage, minutes, papers, self.items.clone(), self.outcome.clone(), self.log.clone())
    }
}
