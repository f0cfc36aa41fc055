//! The agreement, action items, proposed lines and the line being read: decided by `domain::hearing`, recorded, then
//! announced.
//!
//! What seats ask for is in [`asking`], what everybody is told in [`views`].

mod asking;
mod views;

use super::{
    answers::{Asker, not_stored},
    live::Live,
};
use crate::{
    domain::{
        event::Change,
        hearing::{EntryProposal, Hearing, ItemProposal, PaperKind, SigningRecord, StageName},
        ids::EntryId,
    },
    storage::{Records, StoreError, Tx},
};

/// What is put to people in a live hearing, as it is in the store.
#[derive(Debug, Default)]
pub struct Papers {
    pub agreement: SigningRecord,
    pub items: Vec<ItemProposal>,
    /// Of earlier sessions: [`carried_items`].
    pub carried: Vec<ItemProposal>,
    pub entries: Vec<EntryProposal>,
    /// Read aloud now. Not kept: it is a finger on a page.
    reading: Option<EntryId>,
}

/// What agencies accepted in the sessions that `hearing` goes on with: those were adjourned and ordered nothing, and
/// nobody is asked twice. What stays behind the wall comes to no table that stands before it.
///
/// # Errors
/// The store cannot be read.
pub async fn carried_items(
    records: &mut dyn Records,
    hearing: &Hearing,
) -> Result<Vec<ItemProposal>, StoreError> {
    let (mut carried, mut before) = (Vec::new(), hearing.continues);
    if before.is_none() {
        return Ok(carried);
    }
    let petition = records.petition(hearing.petition).await?;
    let is_kept = |one: &Hearing| petition.as_ref().is_some_and(|it| one.stays_behind_the_wall(it));
    let carries =
        |one: &Hearing| one.stage.name() == StageName::Adjourned && (is_kept(hearing) || !is_kept(one));
    while let Some(id) = before {
        let earlier = records.hearing(id).await?.filter(carries);
        let Some(earlier) = earlier else { break };
        let items = records.item_proposals(id).await?;
        carried.extend(items.into_iter().filter(|item| item.acceptance().is_some()));
        before = earlier.continues;
    }
    Ok(carried)
}

/// A proposal as it is after a change.
#[derive(Debug, Clone)]
pub enum Proposed {
    Item(ItemProposal),
    Entry(EntryProposal),
}

impl Proposed {
    pub async fn write(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match self {
            Self::Item(item) => tx.put_item_proposal(item).await,
            Self::Entry(entry) => tx.put_entry_proposal(entry).await,
        }
    }

    fn change(&self) -> Change {
        match self {
            Self::Item(item) => item.change(),
            Self::Entry(entry) => entry.change(),
        }
    }
}

impl Papers {
    pub async fn read(records: &mut dyn Records, hearing: &Hearing) -> Result<Self, StoreError> {
        Ok(Self {
            agreement: records.signing_record(hearing.id, PaperKind::Agreement).await?,
            items: records.item_proposals(hearing.id).await?,
            carried: carried_items(records, hearing).await?,
            entries: records.entry_proposals(hearing.id).await?,
            reading: None,
        })
    }

    fn keep(&mut self, proposed: Proposed) {
        match proposed {
            Proposed::Item(item) => match self.items.iter_mut().find(|known| known.id == item.id) {
                Some(known) => *known = item,
                None => self.items.push(item),
            },
            Proposed::Entry(entry) => match self.entries.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => *known = entry,
                None => self.entries.push(entry),
            },
        }
    }

    fn is_empty(&self) -> bool {
        self.agreement.latest().is_none()
            && self.items.is_empty()
            && self.entries.is_empty()
            && self.reading.is_none()
    }
}

impl Live {
    pub fn proposed_stored(&mut self, proposed: Proposed, asker: Asker, stored: bool) {
        if stored {
            self.papers.keep(proposed);
            self.announce_papers(false);
            self.answer(asker, Ok(()));
        } else {
            self.answer(asker, Err(not_stored()));
        }
    }

    /// Minutes that are signed or closed are not the text that was being read aloud.
    pub fn end_reading(&mut self) {
        if !self.table.stage().takes_minutes() && self.papers.reading.take().is_some() {
            self.announce_papers(false);
        }
    }

    /// A line that somebody proposed is in the minutes now.
    pub fn entry_taken(&mut self, entry: EntryId) {
        if self.papers.entries.iter().any(|known| known.id == entry) {
            self.announce_papers(false);
        }
    }

    /// What one paper's seats have said.
    pub fn signing_record(&self, paper: PaperKind) -> &SigningRecord {
        match paper {
            PaperKind::Minutes => &self.signing.record,
            PaperKind::Agreement => &self.papers.agreement,
        }
    }
}
