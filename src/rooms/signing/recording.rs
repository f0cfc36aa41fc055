//! Records signing requests and announces them.

use super::{
    super::{
        answers::{Asker, not_stored},
        journal::Record,
        live::Live,
        pending::Pending,
    },
    Added,
};
use crate::domain::{
    event::Actor,
    hearing::{PaperKind, Seal, Unfinished},
};

impl Live {
    pub fn add(&mut self, added: Added, actor: Actor, asker: impl Into<Asker>) {
        // On paper after the end: the last seal must be on it, too.
        let seal = self.seal(&self.table.hearing, Some(&added), None, &Unfinished::default());
        self.record_signing(Some(added), seal, actor, asker.into());
    }

    pub(super) fn record_signing(
        &mut self,
        added: Option<Added>,
        seal: Option<Seal>,
        actor: Actor,
        asker: Asker,
    ) {
        let mut events: Vec<_> = added.iter().map(|added| self.event(added.change(), actor)).collect();
        if let Some(Added::Signature(signature)) = &added {
            let agreed = self.signing_record(signature.paper).agreed_by(signature);
            events.extend(agreed.map(|change| self.event(change, Actor::System)));
        }
        events.extend(seal.iter().map(|seal| self.event(seal.change(), actor)));
        let seals = u32::from(seal.is_some());
        let record = Record::of(events).with_all(added.clone()).with_all(seal);
        self.writing.put(record, Pending::Signing { added: added.map(Box::new), seals, asker });
    }

    pub fn signing_stored(&mut self, added: Option<Added>, seals: u32, asker: Asker, stored: bool) {
        if stored {
            self.signing.seals += seals;
            if let Some(added) = added {
                self.keep_added(added);
            }
            self.answer(asker, Ok(()));
        } else {
            self.answer(asker, Err(not_stored()));
        }
    }

    /// It is in the record: everybody hears of it.
    pub fn keep_added(&mut self, added: Added) {
        if let Added::Code(code) = added {
            return self.signing.keep_code(code);
        }
        let with_text = matches!(added, Added::Version(_));
        let paper = added.paper();
        added.enter(match paper {
            PaperKind::Minutes => &mut self.signing.record,
            PaperKind::Agreement => &mut self.papers.agreement,
        });
        match paper {
            PaperKind::Minutes => self.announce_read_back(with_text),
            PaperKind::Agreement => self.announce_papers(with_text),
        }
    }
}
