//! Exhibits of a live hearing: decided by `domain::hearing::exhibit`, recorded, then announced. What is shown
//! now, and to whom, is the room's business.
//!
//! What seats and desk ask for is in [`asking`], who is told of an exhibit in [`viewing`].

mod asking;
mod viewing;

use super::{
    answers::{Asker, Asking, Refused, not_stored},
    journal::Receipt,
    live::Live,
    pending::Pending,
    writing::TRY_AGAIN_AFTER,
};
use crate::{
    domain::{
        Timestamp,
        hearing::{Exhibit, Seat},
        ids::{ExhibitId, SeatId},
        petition::{Attachment, MAX_FILES},
    },
    storage::{StoreError, Tx},
};
use signaling::wire::{self, RefusalCode};
use std::collections::BTreeSet;

/// A file somebody lays before the hearing, over HTTP.
#[derive(Debug, Clone)]
pub struct Brought {
    pub id: ExhibitId,
    pub file: Attachment,
    pub title: String,
    pub brought_by: Option<SeatId>,
    /// Who keeps the minutes laid it there: it is taken at once.
    pub by_keeper: bool,
    /// It is among the petition's files already; else it comes among them with the exhibit, or not at all.
    pub filed: bool,
}

/// The exhibits of a live hearing, as they are in the store.
#[derive(Debug, Default)]
pub struct Exhibits {
    all: Vec<Exhibit>,
    viewers: BTreeSet<(ExhibitId, SeatId)>,
    /// On their way to the record: numbers they were given are taken.
    coming: Vec<Exhibit>,
    /// Viewers are on their way to the record.
    clearing: bool,
    clear_not_before: Option<Timestamp>,
}

/// What is written of exhibits.
#[derive(Debug, Clone)]
pub enum Laid {
    New { exhibit: Exhibit, filed: bool },
    Changed(Exhibit),
    Viewed { exhibit: ExhibitId, seats: Vec<SeatId>, at: Timestamp },
}

/// A job about exhibits that has not come back.
#[derive(Debug)]
pub enum Underway {
    State { exhibit: Exhibit, asker: Asker },
    OnRecord { exhibit: Exhibit, by: Asking, op: wire::OpId },
    Viewers { exhibit: ExhibitId, seats: Vec<SeatId> },
}

impl From<Underway> for Pending {
    fn from(underway: Underway) -> Self {
        Self::Exhibit(Box::new(underway))
    }
}

impl Laid {
    /// Whether it would be one file more than a petition may have; looked at in the transaction that adds it.
    pub async fn is_too_many(&self, tx: &mut dyn Tx) -> Result<bool, StoreError> {
        let Self::New { exhibit, filed: false } = self else { return Ok(false) };
        Ok(tx.attachments(exhibit.file.petition).await?.len() >= MAX_FILES)
    }

    pub async fn write(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match self {
            Self::New { exhibit, filed } => {
                if !filed {
                    tx.add_attachment(&exhibit.file).await?;
                }
                tx.add_exhibit(exhibit).await
            }
            Self::Changed(exhibit) => tx.save_exhibit(exhibit).await,
            Self::Viewed { exhibit, seats, at } => {
                for seat in seats {
                    tx.add_exhibit_viewer(*exhibit, *seat, *at).await?;
                }
                Ok(())
            }
        }
    }
}

impl Exhibits {
    pub fn of(all: Vec<Exhibit>, viewers: Vec<(ExhibitId, SeatId)>) -> Self {
        Self { all, viewers: viewers.into_iter().collect(), ..Self::default() }
    }

    fn one(&self, id: ExhibitId) -> Option<&Exhibit> {
        self.all.iter().find(|exhibit| exhibit.id == id)
    }

    /// Those in the store and those on their way there.
    fn known(&self) -> Vec<Exhibit> {
        self.all.iter().chain(&self.coming).cloned().collect()
    }

    /// Parties know of their own and of what they were shown; who keeps the minutes of all.
    fn may_know(&self, seat: &Seat, exhibit: &Exhibit) -> bool {
        seat.keeps_minutes()
            || exhibit.brought_by == Some(seat.id)
            || self.viewers.contains(&(exhibit.id, seat.id))
    }

    fn keep(&mut self, exhibit: Exhibit) {
        match self.all.iter_mut().find(|known| known.id == exhibit.id) {
            Some(known) => *known = exhibit,
            None => self.all.push(exhibit),
        }
    }

    /// When viewers may be put on record again, if they could not be.
    pub fn look_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.clear_not_before.filter(|at| *at > now)
    }
}

impl Live {
    pub fn exhibit_stored(&mut self, underway: Underway, result: Result<Receipt, StoreError>) {
        match underway {
            Underway::State { exhibit, asker } => {
                let stored = match result {
                    Ok(Receipt::Full) => Err(full()),
                    Ok(_) => Ok(()),
                    Err(_) => Err(not_stored()),
                };
                self.exhibit_settled(exhibit, stored.is_ok());
                self.answer(asker, stored);
            }
            Underway::OnRecord { exhibit, by, op } => {
                self.exhibit_settled(exhibit, result.is_ok());
                self.entry_stored(by.into(), op, result);
            }
            Underway::Viewers { exhibit, seats } => {
                self.exhibits.clearing = false;
                match result {
                    Ok(_) => self.viewers_cleared(exhibit, seats),
                    Err(_) => {
                        self.exhibits.clear_not_before = Some(self.now().plus_millis(TRY_AGAIN_AFTER));
                    }
                }
            }
        }
    }

    fn exhibit_settled(&mut self, exhibit: Exhibit, stored: bool) {
        self.exhibits.coming.retain(|coming| coming.id != exhibit.id);
        if stored {
            self.tell_exhibit(&exhibit);
            self.exhibits.keep(exhibit);
        }
    }
}

fn full() -> Refused {
    Refused::new(RefusalCode::TooManyFiles, format!("the petition has {MAX_FILES} files already"))
}
