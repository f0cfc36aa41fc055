//! SQL of statistics: facts are brought up to each event in the transaction that appends it.

use super::{Asked, Session, log};
use crate::{
    domain::{
        Timestamp,
        event::ChainedEvent,
        ids::{PetitionId, StaffId},
        jurisdiction::DivisionCode,
        statistics::{Charge, Contact, FOLD, Facts, Moment, Named, heeds},
    },
    storage::{
        StatisticsRecords, StatisticsWrites, StoreError,
        error::or_stale,
        rows::facts::{FactsRow, encode},
        statements::statements,
        values::{parse, stored},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    FACTS = "select petition, number, place, facts from petition_facts where petition = $1";
    FACTS_SINCE = "select petition, number, place, facts from petition_facts where chain = $1 and number > $2";
    PUT_FACTS = "insert into petition_facts (petition, chain, number, place, facts) values ($1, $2, $3, $4, $5)
        on conflict (petition) do update
        set number = excluded.number, place = excluded.place, facts = excluded.facts";
    FORGET_FACTS = "delete from petition_facts where chain = $1";
    PLACE = "select place from petitions where id = $1";
    ANY_EVENT = "select number from chain_heads where number > 0 limit 1";
    ANY_FACTS = "select number from petition_facts limit 1";
    FOLDED_BY = "select version from facts_fold where version = $1 limit 1";
    FORGET_FOLD = "delete from facts_fold";
    PUT_FOLD = "insert into facts_fold (version) values ($1)";
    NAMED_SINCE = "select id, place, respondent from petitions
        where registered_at >= $1 and respondent is not null and category <> 'report' and place like $2
        order by registered_at desc, id";
    /// Who did not sign has no name to be known by: 匿名 stands for nobody. A phone that was left is somebody's.
    CONTACTS_SINCE = "select p.id, p.place, i.token from petitions p join party_index i on i.petition = p.id
        where p.registered_at >= $1 and p.category <> 'report' and p.place like $2
            and (p.signed = true or i.kind <> 'name')
        order by p.registered_at desc, p.id";
    CHARGES = "select key, staff, taken_at from warning_charges";
    TAKE_CHARGE = "insert into warning_charges (key, staff, taken_at) values ($1, $2, $3)
        on conflict (key) do update set staff = excluded.staff, taken_at = excluded.taken_at";
}

/// Brings the facts of a petition up to an event that was just appended. The chain's head is locked by this
/// transaction and all events of a petition are in one chain: nobody else writes them meanwhile.
pub(super) async fn follow(session: &mut Session, appended: &ChainedEvent) -> Result<()> {
    let event = &appended.event;
    if !heeds(event.kind) {
        return Ok(());
    }
    let moment = Moment::from(event);
    let facts = match session.facts(event.petition).await? {
        Some(mut facts) => {
            facts.apply(&moment);
            Some(facts)
        }
        None => place(session, event.petition).await?.and_then(|place| Facts::begin(&moment, place)),
    };
    match facts {
        Some(facts) => session.put_facts(&event.chain, appended.number, &facts).await,
        None => Ok(()),
    }
}

async fn place(session: &mut Session, id: PetitionId) -> Result<Option<DivisionCode>> {
    let place: Option<String> = query_scalar(PLACE).bind(id.0).fetch_optional(session.conn()).await?;
    place.map(|code| parse("place of a petition", &code)).transpose()
}

/// Facts as of an event of a chain, as [`PUT_FACTS`] takes them.
pub(super) struct PlacedFacts {
    pub chain: DivisionCode,
    pub number: u64,
    pub facts: Facts,
}

/// For [`PUT_FACTS`].
pub(super) fn bind_facts<'q>(asked: Asked<'q>, placed: &'q PlacedFacts) -> Result<Asked<'q>> {
    let PlacedFacts { chain, number, facts } = placed;
    Ok(asked
        .bind(facts.petition.0)
        .bind(chain.as_str())
        .bind(stored("number of an event", *number)?)
        .bind(facts.place.as_str())
        .bind(encode(facts)?))
}

#[async_trait]
impl StatisticsRecords for Session {
    async fn facts_since(&mut self, chain: &DivisionCode, number: u64) -> Result<Vec<(u64, Facts)>> {
        let rows: Vec<FactsRow> = query_as(FACTS_SINCE)
            .bind(chain.as_str())
            .bind(stored("number of an event", number)?)
            .fetch_all(self.conn())
            .await?;
        rows.into_iter().map(TryFrom::try_from).collect()
    }

    async fn facts(&mut self, id: PetitionId) -> Result<Option<Facts>> {
        let row: Option<FactsRow> = query_as(FACTS).bind(id.0).fetch_optional(self.conn()).await?;
        let read = row.map(<(u64, Facts)>::try_from).transpose()?;
        Ok(read.map(|(_, facts)| facts))
    }

    async fn facts_are_missing(&mut self) -> Result<bool> {
        let event: Option<i64> = query_scalar(ANY_EVENT).fetch_optional(self.conn()).await?;
        let facts: Option<i64> = query_scalar(ANY_FACTS).fetch_optional(self.conn()).await?;
        let fold: Option<i64> =
            query_scalar(FOLDED_BY).bind(i64::from(FOLD)).fetch_optional(self.conn()).await?;
        Ok(event.is_some() && (facts.is_none() || fold.is_none()))
    }

    async fn named_since(&mut self, division: &DivisionCode, since: Timestamp) -> Result<Vec<Named>> {
        let rows: Vec<(Uuid, String, String)> =
            query_as(NAMED_SINCE).bind(since.0).bind(format!("{division}%")).fetch_all(self.conn()).await?;
        let named = |(id, place, respondent): (Uuid, String, String)| {
            Ok(Named { petition: PetitionId(id), place: parse("place of a petition", &place)?, respondent })
        };
        rows.into_iter().map(named).collect()
    }

    async fn contacts_since(&mut self, division: &DivisionCode, since: Timestamp) -> Result<Vec<Contact>> {
        let rows: Vec<(Uuid, String, Vec<u8>)> = query_as(CONTACTS_SINCE)
            .bind(since.0)
            .bind(format!("{division}%"))
            .fetch_all(self.conn())
            .await?;
        let contact = |(id, place, token): (Uuid, String, Vec<u8>)| {
            Ok(Contact { petition: PetitionId(id), place: parse("place of a petition", &place)?, token })
        };
        rows.into_iter().map(contact).collect()
    }

    async fn charges(&mut self) -> Result<Vec<Charge>> {
        let rows: Vec<(String, Uuid, i64)> = query_as(CHARGES).fetch_all(self.conn()).await?;
        let charge = |(key, staff, at)| Charge { key, staff: StaffId(staff), taken_at: Timestamp(at) };
        Ok(rows.into_iter().map(charge).collect())
    }
}

#[async_trait]
impl StatisticsWrites for Session {
    async fn hold_chain(&mut self, chain: &DivisionCode) -> Result<()> {
        log::lock_head(self, chain).await.map(drop)
    }

    async fn forget_facts(&mut self, chain: &DivisionCode) -> Result<()> {
        query(FORGET_FACTS).bind(chain.as_str()).execute(self.conn()).await?;
        Ok(())
    }

    async fn put_facts(&mut self, chain: &DivisionCode, number: u64, facts: &Facts) -> Result<()> {
        let placed = PlacedFacts { chain: chain.clone(), number, facts: facts.clone() };
        let done = bind_facts(query(PUT_FACTS), &placed)?.execute(self.conn()).await?;
        or_stale("facts of a petition", done.rows_affected())
    }

    async fn facts_are_made(&mut self) -> Result<()> {
        query(FORGET_FOLD).execute(self.conn()).await?;
        query(PUT_FOLD).bind(i64::from(FOLD)).execute(self.conn()).await?;
        Ok(())
    }

    async fn take_charge(&mut self, charge: &Charge) -> Result<()> {
        let done = query(TAKE_CHARGE)
            .bind(&charge.key)
            .bind(charge.staff.0)
            .bind(charge.taken_at.0)
            .execute(self.conn())
            .await?;
        or_stale("warning", done.rows_affected())
    }
}
