//! SQL that writes many petitions with their histories at once, for benches and tests. Nobody is notified of them.

use super::{
    Asked, Session, dialect,
    facts::{PUT_FACTS, PlacedFacts, bind_facts},
    log::{ADD_EVENT, SET_HEAD, bind_event, link, lock_head},
    parties::{ADD_PARTY, ADD_PETITION_KEY, SealedParty, bind_party},
    party_index::{ADD_TOKEN, bind_token, tokens_of},
    petition_binds::{PlacedClock, bind_clock, bind_registration, bind_words},
    petition_writes::{ADD_PETITION, ADD_SEARCH, PUT_CLOCK},
};
use crate::{
    domain::{
        event::ChainedEvent,
        jurisdiction::DivisionCode,
        petition::Registration,
        statistics::{Facts, Moment, heeds},
    },
    storage::{History, StoreError, error::or_exists, statements::many, values::stored},
};
use sqlx::{AssertSqlSafe, query};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, StoreError>;

pub(super) async fn add(session: &mut Session, histories: &[History]) -> Result<()> {
    let registrations: Vec<&Registration> = histories.iter().map(|history| &history.registration).collect();
    insert(session, ("petition", ADD_PETITION), &registrations, |asked, one| bind_registration(asked, one))
        .await?;
    let clocks: Vec<PlacedClock<'_>> = registrations
        .iter()
        .flat_map(|one| {
            (0..).zip(&one.petition.clocks).map(|(nth, clock)| PlacedClock(one.petition.id, nth, clock))
        })
        .collect();
    insert(session, ("clock", PUT_CLOCK), &clocks, bind_clock).await?;
    insert(session, ("words of a petition", ADD_SEARCH), &registrations, |asked, one| {
        bind_words(asked, &one.petition)
    })
    .await?;
    add_people(session, &registrations).await?;
    add_events(session, histories).await
}

async fn add_people(session: &mut Session, registrations: &[&Registration]) -> Result<()> {
    let (mut keys, mut people, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    for Registration { petition, parties, .. } in registrations {
        let (key, wrapped) = session.vault().new_key(petition.id)?;
        for (position, party) in (0..).zip(parties) {
            people.push(SealedParty::of(session, (petition.id, &key), position, party)?);
        }
        tokens.extend(tokens_of(session, petition.id, parties));
        keys.push((petition.id, wrapped));
    }
    insert(session, ("petition key", ADD_PETITION_KEY), &keys, |asked, (id, wrapped)| {
        Ok(asked.bind(id.0).bind(wrapped.as_slice()))
    })
    .await?;
    insert(session, ("party", ADD_PARTY), &people, bind_party).await?;
    insert(session, ("party", ADD_TOKEN), &tokens, bind_token).await
}

async fn add_events(session: &mut Session, histories: &[History]) -> Result<()> {
    let mut heads: BTreeMap<DivisionCode, (u64, [u8; 32])> = BTreeMap::new();
    let (mut events, mut facts) = (Vec::new(), Vec::new());
    for History { registration, events: past } in histories {
        let first = events.len();
        for event in past {
            let head = match heads.get(&event.chain) {
                Some(head) => *head,
                None => lock_head(session, &event.chain).await?,
            };
            let appended = link(head, event);
            heads.insert(event.chain.clone(), (appended.number, appended.hash));
            events.push(appended);
        }
        facts.extend(fold(&registration.petition.place, &events[first..]));
    }
    insert(session, ("event", ADD_EVENT), &events, bind_event).await?;
    insert(session, ("facts of a petition", PUT_FACTS), &facts, bind_facts).await?;
    for (chain, (number, hash)) in heads {
        query(SET_HEAD)
            .bind(chain.as_str())
            .bind(stored("number of an event", number)?)
            .bind(hash.as_slice())
            .execute(session.conn())
            .await?;
    }
    Ok(())
}

/// What statistics know of a petition after its past.
fn fold(place: &DivisionCode, past: &[ChainedEvent]) -> Option<PlacedFacts> {
    let mut known: Option<PlacedFacts> = None;
    for ChainedEvent { number, event, .. } in past.iter().filter(|one| heeds(one.event.kind)) {
        let moment = Moment::from(event);
        match &mut known {
            Some(placed) => {
                placed.facts.apply(&moment);
                placed.number = *number;
            }
            None => {
                let begun = Facts::begin(&moment, place.clone());
                known = begun.map(|facts| PlacedFacts { chain: event.chain.clone(), number: *number, facts });
            }
        }
    }
    known
}

/// As few statements as parameters allow. What is left over at the end is not kept prepared: its like will not come again.
async fn insert<'q, T>(
    session: &mut Session,
    (what, one): (&'static str, &str),
    rows: &'q [T],
    bind: impl Fn(Asked<'q>, &'q T) -> Result<Asked<'q>>,
) -> Result<()> {
    let (_, width) = many(one, 1);
    let most = (dialect::MOST_PARAMETERS / width).max(1);
    for some in rows.chunks(most) {
        let (sql, _) = many(one, some.len());
        let asked = query(AssertSqlSafe(sql)).persistent(some.len() == most);
        let asked = some.iter().try_fold(asked, &bind)?;
        asked.execute(session.conn()).await.map_err(or_exists(what))?;
    }
    Ok(())
}
