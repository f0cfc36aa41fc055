//! The bodies written once and compiled for each database: `super::Session` is that database's own.

mod administration;
mod bookings;
mod check_in;
mod clients;
mod colleagues;
mod corrections;
mod delegations;
mod documents;
mod exhibits;
mod facts;
mod filters;
mod grid;
mod grid_notices;
mod hearings;
mod histories;
mod indexes;
mod intake;
mod keeping;
mod log;
mod minutes;
mod narrowing;
mod notices;
mod openings;
mod organs;
mod outbox;
mod outcomes;
mod papers;
mod papers_owed;
mod parties;
mod party_index;
mod people;
mod petition_binds;
mod petition_writes;
mod petitions;
mod places;
mod presiding;
mod quality;
mod queue;
mod ranges;
mod reception;
mod recordings;
mod requests;
mod restoring;
mod schema;
mod screens;
mod second_factors;
mod signing;
mod staff_notices;
mod staff_phones;
mod staff_warnings;
mod supervision;
mod vault_seal;
mod words;
mod work_list;
mod work_list_shape;

use super::{Asked, Connection, Row, Session, dialect};
use crate::storage::{Records, StoreError, Tx, statements::Statement};

pub(super) use indexes::{lay_aside, make};
pub(super) use schema::{migrate, of as schema};

/// Each of its parts is implemented in the module named for it.
impl Records for Session {}

/// Seals a new store under the master key, and refuses another key.
pub(super) async fn seal(mut session: Session) -> Result<(), StoreError> {
    if !vault_seal::check(&mut session).await? {
        vault_seal::set(&mut session).await?;
        Box::new(session).commit().await?;
    }
    Ok(())
}

/// Refuses another key than the one these records are sealed under. Records without a seal were never opened.
pub(super) async fn unlock(mut session: Session) -> Result<(), StoreError> {
    if vault_seal::check(&mut session).await? { Ok(()) } else { Err(StoreError::Absent) }
}

/// What no migration can do, for want of the key or of how words are made: a few petitions at a time, so that another server
/// may work. Says whether more are left.
pub(super) async fn catch_up(mut session: Session) -> Result<bool, StoreError> {
    let people = party_index::catch_up(&mut session).await?;
    let words = words::catch_up(&mut session).await?;
    Box::new(session).commit().await?;
    Ok(people || words)
}

pub(in crate::storage) fn statements() -> Vec<Statement> {
    let lists = [
        administration::ALL,
        bookings::ALL,
        check_in::ALL,
        facts::ALL,
        delegations::ALL,
        documents::ALL,
        filters::ALL,
        clients::ALL,
        grid::ALL,
        hearings::ALL,
        intake::ALL,
        keeping::ALL,
        log::ALL,
        minutes::ALL,
        outbox::ALL,
        outcomes::ALL,
        corrections::ALL,
        parties::ALL,
        party_index::ALL,
        people::ALL,
        petitions::ALL,
        petition_writes::ALL,
        organs::ALL,
        places::ALL,
        presiding::ALL,
        quality::ALL,
        colleagues::ALL,
        staff_notices::ALL,
        staff_phones::ALL,
        staff_warnings::ALL,
        supervision::ALL,
        recordings::ALL,
        reception::ALL,
        requests::ALL,
        restoring::ALL,
        schema::ALL,
        screens::ALL,
        second_factors::ALL,
        notices::ALL,
        openings::ALL,
        queue::ALL,
        papers::ALL,
        papers_owed::ALL,
        signing::ALL,
        exhibits::ALL,
        vault_seal::ALL,
        words::ALL,
        work_list::ALL,
    ];
    let named = lists.into_iter().flatten();
    let named = named.map(|(name, sql)| Statement { name: (*name).to_owned(), sql: (*sql).to_owned() });
    named.chain(work_list::all()).collect()
}
