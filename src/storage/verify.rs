//! Walks every hash chain and names the first place where the log is not what was written.

use super::{Records, Store, StoreError};
use crate::domain::{chain, event::ChainedEvent, jurisdiction::DivisionCode};

type Result<T> = std::result::Result<T, StoreError>;

/// Events read at a time.
const SLICE: u32 = 500;

/// What was found, chain by chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub chains: Vec<ChainReport>,
}

impl Report {
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.chains.iter().all(|chain| chain.fault.is_none())
    }

    /// Those that are as they were written.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.chains.iter().map(|chain| chain.sound).sum()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    pub chain: DivisionCode,
    /// Events that are as they were written, from the first on.
    pub sound: u64,
    pub fault: Option<Fault>,
}

/// The first thing wrong with a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("event {number} was changed")]
    Changed { number: u64 },
    #[error("event {number} cannot be read: {why}")]
    Unreadable { number: u64, why: String },
    #[error("event {number} is missing")]
    Missing { number: u64 },
    #[error("events from {number} on are missing: the chain's head is {head}")]
    Truncated { number: u64, head: u64 },
    #[error("event {number} is not the one the chain's head was written for")]
    Replaced { number: u64 },
    #[error("events from {number} on were added behind the chain's head")]
    BeyondHead { number: u64 },
}

/// Checks the whole log as it stands at the moment of the call.
///
/// # Errors
/// The database failed; a log that is not sound is no error but a [`Fault`].
pub async fn verify(store: &dyn Store) -> Result<Report> {
    let mut records = store.read().await?;
    let mut chains = Vec::new();
    for code in records.chains().await? {
        let (sound, fault) = walk(records.as_mut(), &code).await?;
        chains.push(ChainReport { chain: code, sound, fault });
    }
    Ok(Report { chains })
}

async fn walk(records: &mut dyn Records, code: &DivisionCode) -> Result<(u64, Option<Fault>)> {
    let (head, head_hash) = records.chain_head(code).await?.unwrap_or((0, chain::GENESIS));
    let (mut sound, mut hash) = (0, chain::GENESIS);
    loop {
        let next = sound + 1;
        let slice = match slice(records, code, next).await? {
            Ok(slice) => slice,
            Err(fault) => return Ok((sound, Some(fault))),
        };
        if slice.is_empty() {
            return Ok((sound, ending(sound, &hash, head, &head_hash)));
        }
        for event in slice {
            if let Some(fault) = check(&event, sound + 1, &hash, head) {
                return Ok((sound, Some(fault)));
            }
            (sound, hash) = (event.number, event.hash);
        }
    }
}

fn check(event: &ChainedEvent, number: u64, previous: &[u8; 32], head: u64) -> Option<Fault> {
    if event.number > number {
        Some(Fault::Missing { number })
    } else if number > head {
        Some(Fault::BeyondHead { number })
    } else if event.previous != *previous || chain::hash(previous, number, &event.event) != event.hash {
        Some(Fault::Changed { number })
    } else {
        None
    }
}

fn ending(last: u64, hash: &[u8; 32], head: u64, head_hash: &[u8; 32]) -> Option<Fault> {
    if last < head {
        Some(Fault::Truncated { number: last + 1, head })
    } else if hash != head_hash {
        Some(Fault::Replaced { number: last })
    } else {
        None
    }
}

/// The next events. A slice in which one cannot be read is read again one by one to find it.
async fn slice(
    records: &mut dyn Records,
    code: &DivisionCode,
    from: u64,
) -> Result<std::result::Result<Vec<ChainedEvent>, Fault>> {
    match records.chain_slice(code, from, SLICE).await {
        Ok(slice) => Ok(Ok(slice)),
        Err(StoreError::Corrupt { .. }) => match records.chain_slice(code, from, 1).await {
            Ok(one) => Ok(Ok(one)),
            Err(StoreError::Corrupt { what, why }) => {
                Ok(Err(Fault::Unreadable { number: from, why: format!("{what}: {why}") }))
            }
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    }
}
