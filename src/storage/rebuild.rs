//! Makes the facts of petitions anew from the log, or holds the kept ones against it.

use super::{Records, Store, StoreError};
use crate::domain::{
    ids::PetitionId,
    jurisdiction::DivisionCode,
    statistics::{Facts, Moment, heeds},
};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, StoreError>;

/// Events read at a time.
const SLICE: u32 = 2_000;

/// Facts of a chain as its log has them, each with the number of its last event.
type Folded = BTreeMap<PetitionId, (u64, Facts)>;

/// A chain's log, folded up to an entry.
struct Folding {
    folded: Folded,
    next: u64,
}

/// How many petitions of a chain there are facts of, and of how many the kept ones differed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsReport {
    pub chain: DivisionCode,
    pub petitions: usize,
    pub different: usize,
}

/// Holds every kept fact against the log.
///
/// # Errors
/// The database failed; facts that differ are no error.
pub async fn check_facts(store: &dyn Store) -> Result<Vec<FactsReport>> {
    let mut reports = Vec::new();
    for chain in store.read().await?.chains().await? {
        let mut records = store.read().await?;
        let mut folding = Folding::new();
        folding.go_on(records.as_mut(), &chain).await?;
        reports.push(compare(records.as_mut(), &chain, &folding.folded).await?);
    }
    Ok(reports)
}

/// Makes them all anew, a chain at a time. Nobody waits while the log is folded; they do while what came meanwhile is, and
/// while the facts are written.
///
/// # Errors
/// The database failed. Chains done before are done.
pub async fn rebuild_facts(store: &dyn Store) -> Result<Vec<FactsReport>> {
    let mut reports = Vec::new();
    for chain in store.read().await?.chains().await? {
        let mut folding = Folding::new();
        folding.go_on(store.read().await?.as_mut(), &chain).await?;
        let mut tx = store.begin().await?;
        tx.hold_chain(&chain).await?;
        folding.go_on(tx.as_mut(), &chain).await?;
        let report = compare(tx.as_mut(), &chain, &folding.folded).await?;
        tx.forget_facts(&chain).await?;
        for (number, facts) in folding.folded.values() {
            tx.put_facts(&chain, *number, facts).await?;
        }
        tx.commit().await?;
        reports.push(report);
    }
    let mut tx = store.begin().await?;
    tx.facts_are_made().await?;
    tx.commit().await?;
    Ok(reports)
}

async fn compare(records: &mut dyn Records, chain: &DivisionCode, folded: &Folded) -> Result<FactsReport> {
    let kept: Folded = records
        .facts_since(chain, 0)
        .await?
        .into_iter()
        .map(|(number, facts)| (facts.petition, (number, facts)))
        .collect();
    let missing = folded.iter().filter(|(id, facts)| kept.get(*id) != Some(*facts)).count();
    let unknown = kept.keys().filter(|id| !folded.contains_key(*id)).count();
    Ok(FactsReport { chain: chain.clone(), petitions: folded.len(), different: missing + unknown })
}

impl Folding {
    const fn new() -> Self {
        Self { folded: Folded::new(), next: 1 }
    }

    /// Up to the last entry that `records` sees.
    async fn go_on(&mut self, records: &mut dyn Records, chain: &DivisionCode) -> Result<()> {
        loop {
            let slice = records.chain_slice(chain, self.next, SLICE).await?;
            let Some(last) = slice.last() else { return Ok(()) };
            self.next = last.number + 1;
            for chained in slice.iter().filter(|chained| heeds(chained.event.kind)) {
                let (id, moment) = (chained.event.petition, Moment::from(&chained.event));
                if let Some((number, facts)) = self.folded.get_mut(&id) {
                    facts.apply(&moment);
                    *number = chained.number;
                } else if let Some(petition) = records.petition(id).await? {
                    let begun = Facts::begin(&moment, petition.place);
                    self.folded.extend(begun.map(|facts| (id, (chained.number, facts))));
                }
            }
        }
    }
}
