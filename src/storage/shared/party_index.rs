//! Finding people by the names and numbers that are sealed in `parties`.

use super::{Asked, Session};
use crate::{
    domain::{ids::PetitionId, people::Party, rights::FoundBy},
    storage::{PetitionRecords, StoreError, blind, statements::statements},
};
use sqlx::{query, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    ADD_TOKEN = "insert into party_index (petition, kind, token) values ($1, $2, $3)
        on conflict (petition, kind, token) do nothing";
    FORGET = "delete from party_index where petition = $1";
    BACKLOG = "select petition from party_index_backlog limit 200";
    DONE = "delete from party_index_backlog where petition = $1";
}

/// Call it for whoever is added to a petition.
pub(super) async fn add(session: &mut Session, petition: PetitionId, parties: &[Party]) -> Result<()> {
    for token in tokens_of(session, petition, parties) {
        bind_token(query(ADD_TOKEN), &token)?.execute(session.conn()).await?;
    }
    Ok(())
}

/// What people are found by, as [`ADD_TOKEN`] takes it.
pub(super) struct Token(PetitionId, &'static str, Vec<u8>);

pub(super) fn tokens_of(session: &Session, petition: PetitionId, parties: &[Party]) -> Vec<Token> {
    let vault = session.vault();
    let token = |(kind, text): (blind::Kind, String)| {
        Token(petition, kind.as_str(), vault.blind(kind.as_str(), &text))
    };
    parties.iter().flat_map(blind::of_party).map(token).collect()
}

/// For [`ADD_TOKEN`].
pub(super) fn bind_token<'q>(asked: Asked<'q>, token: &'q Token) -> Result<Asked<'q>> {
    let Token(petition, kind, token) = token;
    Ok(asked.bind(petition.0).bind(*kind).bind(token.as_slice()))
}

/// Call it when what somebody is found by has changed: the old words find nobody any more.
pub(super) async fn renew(session: &mut Session, petition: PetitionId, parties: &[Party]) -> Result<()> {
    query(FORGET).bind(petition.0).execute(session.conn()).await?;
    add(session, petition, parties).await
}

/// Blinds the people of some petitions from before there was an index; `false` when all are.
pub(super) async fn catch_up(session: &mut Session) -> Result<bool> {
    let behind: Vec<Uuid> = query_scalar(BACKLOG).fetch_all(session.conn()).await?;
    for petition in &behind {
        let parties = session.parties(PetitionId(*petition)).await?;
        add(session, PetitionId(*petition), &parties).await?;
        query(DONE).bind(petition).execute(session.conn()).await?;
    }
    Ok(!behind.is_empty())
}

/// The tokens `words` may have in the index: as many as there are kinds, empty ones for kinds they cannot be or that are not
/// looked for.
pub(super) fn tokens(session: &Session, words: &str, by: FoundBy) -> [Vec<u8>; 3] {
    let vault = session.vault();
    let sought = blind::of_words(words).into_iter().filter(|(kind, _)| kind.is_sought(by));
    let mut tokens = sought.map(|(kind, text)| vault.blind(kind.as_str(), &text));
    std::array::from_fn(|_| tokens.next().unwrap_or_default())
}
