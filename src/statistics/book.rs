//! The facts of all petitions in memory, brought up to the head of each chain before they are counted.

use crate::{
    domain::{
        ids::PetitionId,
        jurisdiction::DivisionCode,
        statistics::{Facts, Signal, signals_of},
    },
    storage::{Records, StoreError},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock};

/// The facts of all petitions, a chapter for each chain. A question first brings the chapters it needs up to
/// the heads of their chains: numbers of a chain are given out under its lock, so that what was committed
/// later has a higher one, and nothing is missed or read twice.
#[derive(Debug, Clone, Default)]
pub struct Book {
    chapters: Arc<Mutex<BTreeMap<DivisionCode, Arc<RwLock<Chapter>>>>>,
}

#[derive(Debug, Default)]
struct Chapter {
    /// The chain's number these facts are as of.
    head: u64,
    facts: Vec<Facts>,
    places: HashMap<PetitionId, usize>,
    /// What of the house's parts was ever in use here.
    signals: BTreeSet<Signal>,
}

impl Chapter {
    fn take(&mut self, facts: Facts) {
        self.signals.extend(signals_of(&facts));
        match self.places.get(&facts.petition) {
            Some(place) => self.facts[*place] = facts,
            None => {
                self.places.insert(facts.petition, self.facts.len());
                self.facts.push(facts);
            }
        }
    }
}

impl Book {
    /// Reads all that is on record, so that the first question waits for what is left of it and not for the whole; of how many
    /// petitions.
    ///
    /// # Errors
    /// The records cannot be read.
    pub async fn prepare(&self, records: &mut dyn Records) -> Result<usize, StoreError> {
        let open = self.open(records, None).await?;
        Ok(open.iter().map(|chapter| chapter.facts.len()).sum())
    }

    /// What `work` makes of the facts of the chains that `division` has part in, as of `records`' view of
    /// the log. `work` runs beside the runtime: a year of a city takes it a tenth of a second.
    ///
    /// # Errors
    /// The records cannot be read.
    ///
    /// # Panics
    /// Never, unless `work` does.
    pub async fn ask<T: Send + 'static>(
        &self,
        records: &mut dyn Records,
        division: &DivisionCode,
        work: impl FnOnce(&[&Facts]) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let open = self.open(records, Some(division)).await?;
        let asked = tokio::task::spawn_blocking(move || {
            let facts: Vec<&Facts> = open.iter().flat_map(|chapter| &chapter.facts).collect();
            work(&facts)
        });
        asked.await.map_err(|error| StoreError::Database(Box::new(error)))
    }

    /// What was ever logged in any chain, whatever division is asked about: one district's first evaluation makes every
    /// district's share of them a number.
    ///
    /// # Errors
    /// The records cannot be read.
    pub async fn signals(&self, records: &mut dyn Records) -> Result<Vec<Signal>, StoreError> {
        let open = self.open(records, None).await?;
        let all: BTreeSet<Signal> = open.iter().flat_map(|chapter| chapter.signals.iter().copied()).collect();
        Ok(all.into_iter().collect())
    }

    /// The chapters that `division` has part in, or all.
    async fn open(
        &self,
        records: &mut dyn Records,
        division: Option<&DivisionCode>,
    ) -> Result<Vec<OwnedRwLockReadGuard<Chapter>>, StoreError> {
        let mut chapters = self.chapters.lock().await;
        let mut open = Vec::new();
        for (chain, head) in records.chain_heads().await? {
            if division.is_some_and(|one| !one.contains(&chain) && !chain.contains(one)) {
                continue;
            }
            let chapter = chapters.entry(chain.clone()).or_default().clone();
            let known = chapter.read().await.head;
            if known < head {
                let news = records.facts_since(&chain, known).await?;
                let mut chapter = chapter.write().await;
                news.into_iter().for_each(|(_, facts)| chapter.take(facts));
                chapter.head = head;
            }
            open.push(chapter.read_owned().await);
        }
        Ok(open)
    }
}
