//! Writes petitions and their logs, county beside county: chains do not wait for each other.

use crate::{
    story::{House, petition_id, tell},
    town::{self, County},
};
use lianjie::{
    domain::petition::Calendar,
    storage::{self, History, SharedStore},
};
use std::{collections::HashMap, sync::Arc, time::Instant};
use tokio::task::JoinSet;

/// Petitions in one transaction.
const AT_ONCE: usize = 4_000;

/// Whether there was anything to do.
///
/// # Panics
/// The store was filled in part, or to another size.
pub async fn fill(url: &str, store: &SharedStore, petitions: usize) -> bool {
    let mut records = store.read().await.unwrap();
    let mut is_there = async |n: usize| records.petition(petition_id(n)).await.unwrap().is_some();
    let (first, last, more) = (is_there(0).await, is_there(petitions - 1).await, is_there(petitions).await);
    drop(records);
    assert!(first == last && !more, "the store was filled in part, or to another size: use an empty one");
    if first {
        return false;
    }
    let (counties, began) = (town::counties(), Instant::now());
    let mut tx = store.begin().await.unwrap();
    town::settle(tx.as_mut(), &counties).await;
    tx.commit().await.unwrap();
    let indexes = storage::lay_aside_indexes(url).await.unwrap();
    let (all, mut filling) = (counties.len(), JoinSet::new());
    for (index, county) in counties.into_iter().enumerate() {
        // The last one comes last everywhere: it says that all are there.
        let own: Vec<usize> = (index..petitions).step_by(all).collect();
        filling.spawn(fill_county(store.clone(), county, own, Arc::new(Calendar::shipped())));
    }
    filling.join_all().await;
    println!("rows written in {:.0} s", began.elapsed().as_secs_f64());
    storage::make_indexes(url, indexes).await.unwrap();
    true
}

async fn fill_county(store: SharedStore, county: County, own: Vec<usize>, calendar: Arc<Calendar>) {
    let mut house = House { county: &county, calendar: &calendar, sequences: HashMap::new() };
    for some in own.chunks(AT_ONCE) {
        // Told before the turn begins: another county writes meanwhile.
        let histories: Vec<History> = some.iter().map(|n| tell(&mut house, *n)).collect();
        let mut tx = store.begin().await.unwrap();
        tx.add_histories(&histories).await.unwrap();
        tx.commit().await.unwrap();
    }
}
