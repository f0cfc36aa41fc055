//! People of a petition, each sealed under the petition's own key.

use super::{Asked, Session, party_index};
use crate::{
    domain::{
        Timestamp,
        ids::{PersonId, PetitionId},
        people::Party,
        petition::Election,
    },
    storage::{
        StoreError,
        error::{or_exists, or_stale},
        rows::people::PartyRecord,
        statements::statements,
        vault::PetitionKey,
    },
};
use sqlx::{query, query_as, query_scalar};

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    PARTIES = "select id, kind, name, phone, id_number, address, authority from parties
        where petition = $1 and ended_at is null order by position";
    PETITION_KEY = "select wrapped from petition_keys where petition = $1";
    ADD_PETITION_KEY = "insert into petition_keys (petition, wrapped) values ($1, $2)";
    ADD_PARTY = "insert into parties (petition, position, id, kind, name, phone, id_number, address, phone_mark,
            id_mark, authority)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    SAVE_PARTY = "update parties set name = $3, phone = $4, id_number = $5, address = $6, phone_mark = $7,
            id_mark = $8
        where petition = $1 and id = $2";
    LAST_PARTY = "select position from parties where petition = $1 order by position desc limit 1";
    END_AUTHORITY = "update parties set ended_at = $3
        where petition = $1 and id = $2 and kind = 'agent' and ended_at is null";
    DROP_REPRESENTATIVE = "delete from parties where petition = $1 and id = $2 and kind = 'representative'";
}

/// None once they are erased.
pub(super) async fn all(session: &mut Session, id: PetitionId) -> Result<Vec<Party>> {
    let Some(key) = key(session, id).await? else { return Ok(Vec::new()) };
    let rows: Vec<PartyRecord> = query_as(PARTIES).bind(id.0).fetch_all(session.conn()).await?;
    rows.into_iter().map(|row| row.open(&key)).collect()
}

/// Those a petition is registered with, under a new key.
pub(super) async fn add(session: &mut Session, id: PetitionId, parties: &[Party]) -> Result<()> {
    let (key, wrapped) = session.vault().new_key(id)?;
    query(ADD_PETITION_KEY).bind(id.0).bind(wrapped).execute(session.conn()).await?;
    put(session, (id, &key), 0, parties).await
}

pub(super) async fn elect(session: &mut Session, id: PetitionId, election: &Election) -> Result<()> {
    for person in &election.dismissed {
        let done = query(DROP_REPRESENTATIVE).bind(id.0).bind(person.0).execute(session.conn()).await?;
        or_stale("representative", done.rows_affected())?;
    }
    append(session, id, &election.elected).await
}

/// What found them finds the petition no more.
pub(super) async fn end_authority(
    session: &mut Session,
    id: PetitionId,
    person: PersonId,
    at: Timestamp,
) -> Result<()> {
    let done = query(END_AUTHORITY).bind(id.0).bind(person.0).bind(at.0).execute(session.conn()).await?;
    or_stale("agent", done.rows_affected())?;
    let rest = all(session, id).await?;
    party_index::renew(session, id, &rest).await
}

/// Behind those there are.
pub(super) async fn append(session: &mut Session, id: PetitionId, parties: &[Party]) -> Result<()> {
    let last: Option<i64> = query_scalar(LAST_PARTY).bind(id.0).fetch_optional(session.conn()).await?;
    let Some(key) = key(session, id).await? else { return or_stale("petition", 0) };
    put(session, (id, &key), last.map_or(0, |last| last + 1), parties).await
}

/// Somebody's words set right; what finds them is [`party_index::renew`]'s.
pub(super) async fn save(
    session: &mut Session,
    (id, key): (PetitionId, &PetitionKey),
    party: &Party,
) -> Result<()> {
    let sealed = PartyRecord::seal(party, key)?;
    let done = query(SAVE_PARTY)
        .bind(id.0)
        .bind(sealed.id)
        .bind(sealed.name)
        .bind(sealed.phone)
        .bind(sealed.id_number)
        .bind(sealed.address)
        .bind(party.phone.as_deref().and_then(|phone| session.vault().phone_mark(phone)))
        .bind(party.id_number.as_deref().and_then(|number| session.vault().id_mark(number)))
        .execute(session.conn())
        .await?;
    or_stale("party", done.rows_affected())
}

/// None once they are erased.
pub(super) async fn key(session: &mut Session, id: PetitionId) -> Result<Option<PetitionKey>> {
    let wrapped: Option<Vec<u8>> =
        query_scalar(PETITION_KEY).bind(id.0).fetch_optional(session.conn()).await?;
    wrapped.map(|wrapped| session.vault().unwrap_key(id, &wrapped)).transpose()
}

/// Somebody as [`ADD_PARTY`] takes them.
pub(super) struct SealedParty {
    petition: PetitionId,
    position: i64,
    sealed: PartyRecord,
    phone_mark: Option<Vec<u8>>,
    id_mark: Option<Vec<u8>>,
}

impl SealedParty {
    pub(super) fn of(
        session: &Session,
        (petition, key): (PetitionId, &PetitionKey),
        position: i64,
        party: &Party,
    ) -> Result<Self> {
        let vault = session.vault();
        Ok(Self {
            petition,
            position,
            sealed: PartyRecord::seal(party, key)?,
            phone_mark: party.phone.as_deref().and_then(|phone| vault.phone_mark(phone)),
            id_mark: party.id_number.as_deref().and_then(|number| vault.id_mark(number)),
        })
    }
}

/// For [`ADD_PARTY`].
pub(super) fn bind_party<'q>(asked: Asked<'q>, party: &'q SealedParty) -> Result<Asked<'q>> {
    let SealedParty { petition, position, sealed, phone_mark, id_mark } = party;
    Ok(asked
        .bind(petition.0)
        .bind(*position)
        .bind(sealed.id)
        .bind(sealed.kind.as_str())
        .bind(sealed.name.as_slice())
        .bind(sealed.phone.as_deref())
        .bind(sealed.id_number.as_deref())
        .bind(sealed.address.as_deref())
        .bind(phone_mark.as_deref())
        .bind(id_mark.as_deref())
        .bind(sealed.authority))
}

async fn put(
    session: &mut Session,
    (id, key): (PetitionId, &PetitionKey),
    first: i64,
    parties: &[Party],
) -> Result<()> {
    for (position, party) in (first..).zip(parties) {
        let sealed = SealedParty::of(session, (id, key), position, party)?;
        bind_party(query(ADD_PARTY), &sealed)?.execute(session.conn()).await.map_err(or_exists("party"))?;
    }
    party_index::add(session, id, parties).await
}
