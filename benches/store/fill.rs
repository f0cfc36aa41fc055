//! Writes petitions and their logs, county beside county: chains do not wait for each other.

use crate::{
    story::{House, petition_id, tell},
    town::{self, County},
};
use lianjie::{domain::petition::Calendar, storage::SharedStore};
use std::{collections::HashMap, sync::Arc};
use tokio::task::JoinSet;

/// Petitions in one transaction.
const AT_ONCE: usize = 500;

/// Whether there was anything to do.
///
/// # Panics
/// The store was filled in part, or to another size.
pub async fn fill(store: &SharedStore, petitions: usize) -> bool {
    let mut records = store.read().await.unwrap();
    let mut is_there = async |n: usize| records.petition(petition_id(n)).await.unwrap().is_some();
    let (first, last, more) = (is_there(0).await, is_there(petitions - 1).await, is_there(petitions).await);
    drop(records);
    assert!(first == last && !more, "the store was filled in part, or to another size: use an empty one");
    if first {
        return false;
    }
    let counties = town::counties();
    let mut tx = store.begin().await.unwrap();
    town::settle(tx.as_mut(), &counties).await;
    tx.commit().await.unwrap();
    let (all, mut filling) = (counties.len(), JoinSet::new());
    for (index, county) in counties.into_iter().enumerate() {
        // The last one comes last everywhere: it says that all are there.
        let own: Vec<usize> = (index..petitions).step_by(all).collect();
        filling.spawn(fill_county(store.clone(), county, own, Arc::new(Calendar::shipped())));
    }
    filling.join_all().await;
    true
}

async fn fill_county(store: SharedStore, county: County, own: Vec<usize>, calendar: Arc<Calendar>) {
    let mut house = House { county: &county, calendar: &calendar, sequences: HashMap::new() };
    for some in own.chunks(AT_ONCE) {
        let mut tx = store.begin().await.unwrap();
        for n in some {
            let (registration, events) = tell(&mut house, *n);
            tx.add_petition(&registration).await.unwrap();
            for event in &events {
                tx.append(event).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }
}
