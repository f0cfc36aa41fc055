//! A record set right: the matter, its people, what finds them, and what stood there before, sealed.

use super::{Session, parties, party_index, words};
use crate::{
    domain::{
        ids::{EventId, PersonId, PetitionId},
        jurisdiction::Level,
        people::Party,
        petition::{Corrected, FormerValue, Petition, RecordField},
    },
    storage::{StoreError, error::or_stale, statements::statements, values::parse, vault::PetitionKey},
};
use sqlx::{query, query_as};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    FORMER_VALUES = "select event, field, person, former from petition_corrections where petition = $1
        order by event, position";
    ADD_FORMER = "insert into petition_corrections (event, position, petition, field, person, former)
        values ($1, $2, $3, $4, $5, $6)";
    SAVE_MATTER = "update petitions set title = $2, text = $3, place = $4, l1 = $5, l2 = $6, l3 = $7, l4 = $8,
            l5 = $9, persons_concerned = $10, respondent = $11,
            elsewhere = (select a.id from agencies a
                where a.id = petitions.registered_by and substr($4, 1, length(a.division)) <> a.division)
        where id = $1";
}

pub(super) async fn correct(session: &mut Session, event: EventId, corrected: &Corrected) -> Result<()> {
    let Corrected { petition, parties, former, .. } = corrected;
    let Some(key) = parties::key(session, petition.id).await? else { return or_stale("petition", 0) };
    keep(session, (event, petition.id), &key, former).await?;
    save_matter(session, petition).await?;
    for party in parties {
        if former.iter().any(|former| former.person == Some(party.id)) {
            parties::save(session, (petition.id, &key), party).await?;
        }
    }
    party_index::renew(session, petition.id, parties).await
}

/// Oldest first; none once its people are erased.
pub(super) async fn former(session: &mut Session, id: PetitionId) -> Result<Vec<(EventId, FormerValue)>> {
    let Some(key) = parties::key(session, id).await? else { return Ok(Vec::new()) };
    let rows: Vec<(Uuid, String, Option<Uuid>, Vec<u8>)> =
        query_as(FORMER_VALUES).bind(id.0).fetch_all(session.conn()).await?;
    let open = |(event, field, person, sealed): (Uuid, String, Option<Uuid>, Vec<u8>)| {
        let field: RecordField = parse("corrected field", &field)?;
        let person = person.map(PersonId);
        let text = key.open(whose(person), field.as_str(), &sealed)?;
        Ok((EventId(event), FormerValue { field, person, text }))
    };
    rows.into_iter().map(open).collect()
}

/// One who joined: sealed and found like the others.
pub(super) async fn join(session: &mut Session, petition: &Petition, party: &Party) -> Result<()> {
    save_matter(session, petition).await?;
    parties::append(session, petition.id, std::slice::from_ref(party)).await
}

async fn keep(
    session: &mut Session,
    (event, petition): (EventId, PetitionId),
    key: &PetitionKey,
    former: &[FormerValue],
) -> Result<()> {
    for (position, FormerValue { field, person, text }) in (0_i64..).zip(former) {
        query(ADD_FORMER)
            .bind(event.0)
            .bind(position)
            .bind(petition.0)
            .bind(field.as_str())
            .bind(person.map(|person| person.0))
            .bind(key.seal(whose(*person), field.as_str(), text)?)
            .execute(session.conn())
            .await?;
    }
    Ok(())
}

/// What is nobody's is sealed as the matter's.
fn whose(person: Option<PersonId>) -> PersonId {
    person.unwrap_or(PersonId(Uuid::nil()))
}

/// What [`save_petition`](crate::storage::PetitionWrites::save_petition) leaves alone, and the words it is found by.
async fn save_matter(session: &mut Session, petition: &Petition) -> Result<()> {
    let at = |level| petition.place.at(level).map(|code| code.to_string());
    query(SAVE_MATTER)
        .bind(petition.id.0)
        .bind(&petition.title)
        .bind(&petition.text)
        .bind(petition.place.as_str())
        .bind(at(Level::Province))
        .bind(at(Level::City))
        .bind(at(Level::County))
        .bind(at(Level::Township))
        .bind(at(Level::Village))
        .bind(i64::from(petition.persons_concerned))
        .bind(petition.respondent.as_deref())
        .execute(session.conn())
        .await?;
    words::renew(session, petition).await
}
