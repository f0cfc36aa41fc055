//! The words that petitions are found by, made anew: of what was set right, and of what there was before a part of it was
//! among the words.

use super::{Session, dialect, petition_binds::bind_words};
use crate::{
    domain::{ids::PetitionId, petition::Petition},
    storage::{PetitionRecords, StoreError, damaged::passed_over, statements::statements},
};
use sqlx::{query, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    DROP_SEARCH = dialect::DROP_SEARCH;
    WORDS_BACKLOG = "select petition from words_backlog limit 200";
    WORDS_DONE = "delete from words_backlog where petition = $1";
}

pub(super) async fn renew(session: &mut Session, petition: &Petition) -> Result<()> {
    query(DROP_SEARCH).bind(petition.id.0).execute(session.conn()).await?;
    bind_words(query(dialect::ADD_SEARCH), petition)?.execute(session.conn()).await?;
    Ok(())
}

/// Of some petitions that wait for it; `false` when all are done. What cannot be read keeps the words it has.
pub(super) async fn catch_up(session: &mut Session) -> Result<bool> {
    let behind: Vec<Uuid> = query_scalar(WORDS_BACKLOG).fetch_all(session.conn()).await?;
    for id in &behind {
        if let Some(petition) = passed_over(id, session.petition(PetitionId(*id)).await)?.flatten() {
            renew(session, &petition).await?;
        }
        query(WORDS_DONE).bind(id).execute(session.conn()).await?;
    }
    Ok(!behind.is_empty())
}
