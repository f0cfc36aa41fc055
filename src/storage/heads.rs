//! What the log came to at one moment, to be kept where nobody of this house writes. A log that was cut short or written
//! anew as a whole is sound in itself: only what was kept elsewhere tells.

use super::{Records, Store, StoreError};
use crate::domain::{Timestamp, chain, ids::DeedId, jurisdiction::DivisionCode};

type Result<T> = std::result::Result<T, StoreError>;

/// Entries of the administration log read at a time.
const SLICE: u32 = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    pub chains: Vec<ChainHead>,
    /// Entries of the administration log made before this are counted.
    pub until: Timestamp,
    pub deeds: Tally,
    /// Who came and went.
    pub sessions: Tally,
}

/// The last event of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    pub chain: DivisionCode,
    pub number: u64,
    pub hash: [u8; 32],
}

/// How many entries, and a hash over them from the newest to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub count: u64,
    pub hash: [u8; 32],
}

/// What does not stand any more as it did.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Gone {
    #[error("{chain}: CUT: it had {had} events then and has {has}")]
    Cut { chain: DivisionCode, had: u64, has: u64 },
    #[error("{chain}: WRITTEN ANEW: event {number} is another than then")]
    Rewritten { chain: DivisionCode, number: u64 },
    #[error("administration log, {list}: {had} entries then, {has} of that time now")]
    Deeds { list: &'static str, had: u64, has: u64 },
    #[error("administration log, {list}: WRITTEN ANEW: its {count} entries are others than then")]
    OtherDeeds { list: &'static str, count: u64 },
}

/// The log as it stands now; of the administration log what was made before `until`.
///
/// # Errors
/// The database failed, or a head cannot be read.
pub async fn heads(store: &dyn Store, until: Timestamp) -> Result<Heads> {
    let mut records = store.read().await?;
    let mut chains = Vec::new();
    for (chain, _) in records.chain_heads().await? {
        let head = records.chain_head(&chain).await?.filter(|(number, _)| *number > 0);
        chains.extend(head.map(|(number, hash)| ChainHead { chain, number, hash }));
    }
    let deeds = tally(records.as_mut(), false, until).await?;
    let sessions = tally(records.as_mut(), true, until).await?;
    Ok(Heads { chains, until, deeds, sessions })
}

/// What of `then` does not stand in the log any more. That what stands there is whole is for `verify` to say.
///
/// # Errors
/// The database failed.
pub async fn gone_since(store: &dyn Store, then: &Heads) -> Result<Vec<Gone>> {
    let mut records = store.read().await?;
    let mut gone = Vec::new();
    for head in &then.chains {
        gone.extend(gone_of(records.as_mut(), head).await?);
    }
    for (list, sessions, had) in [("deeds", false, then.deeds), ("sign-ins", true, then.sessions)] {
        let has = tally(records.as_mut(), sessions, then.until).await?;
        if has.count != had.count {
            gone.push(Gone::Deeds { list, had: had.count, has: has.count });
        } else if has.hash != had.hash {
            gone.push(Gone::OtherDeeds { list, count: had.count });
        }
    }
    Ok(gone)
}

async fn gone_of(records: &mut dyn Records, then: &ChainHead) -> Result<Option<Gone>> {
    let ChainHead { chain, number, hash } = then;
    let rewritten = Gone::Rewritten { chain: chain.clone(), number: *number };
    let found = match records.chain_slice(chain, *number, 1).await {
        Err(StoreError::Corrupt { .. }) => return Ok(Some(rewritten)),
        found => found?,
    };
    match found.first() {
        Some(event) if event.number == *number && event.hash == *hash => Ok(None),
        Some(event) if event.number == *number => Ok(Some(rewritten)),
        _ => {
            let has = records.chain_head(chain).await?.map_or(0, |(last, _)| last);
            Ok(Some(Gone::Cut { chain: chain.clone(), had: *number, has }))
        }
    }
}

async fn tally(records: &mut dyn Records, sessions: bool, until: Timestamp) -> Result<Tally> {
    let (mut tally, mut before) = (Tally { count: 0, hash: chain::GENESIS }, first_id_of(until));
    loop {
        let some = records.deeds("", sessions, Some(before), SLICE).await?;
        let Some(last) = some.last() else { return Ok(tally) };
        before = last.id;
        for deed in &some {
            tally.count += 1;
            tally.hash = chain::deed_hash(&tally.hash, deed);
        }
    }
}

/// Ids sort by the time they were made.
fn first_id_of(at: Timestamp) -> DeedId {
    let millis = u64::try_from(at.0).unwrap_or_default();
    DeedId(uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid())
}
