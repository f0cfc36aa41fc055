//! SQL of who opened a petition's page, and who looked for a person.

use super::Session;
use crate::storage::{
    Cursor, Looked, Opening, OpeningRecords, OpeningRow, OpeningWrites, OpeningsWanted, Page, StoreError,
    blind, error::or_exists, rows::opening::OpeningRecord, statements::statements,
};
use async_trait::async_trait;
use sqlx::{query, query_as};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! openings {
    ($whose:literal) => {
        concat!(
            "select o.id, o.at, o.staff, o.petition, p.number, o.sought, o.digest
            from openings o left join petitions p on p.id = o.petition where ",
            $whose,
            "(o.at, o.id) < ($2, $3) and o.at >= $4 and substr(o.division, 1, length($1)) = $1
            order by o.at desc, o.id desc limit $5"
        )
    };
}

statements! {
    OPENINGS = openings!("");
    OPENINGS_BY = openings!("o.staff = $6 and ");
    ADD_OPENING = "insert into openings (id, at, staff, division, petition, sought, digest)
        values ($1, $2, $3, $4, $5, $6, $7)";
}

/// Not the kinds of the index of people: who has a copy of the records does not read from it whose petition was looked for.
fn kept(session: &Session, words: &str) -> Option<(&'static str, Vec<u8>)> {
    let (by, plain) = blind::noted(words)?;
    Some((by.as_str(), session.vault().blind(&format!("sought {by}"), &plain)))
}

#[async_trait]
impl OpeningRecords for Session {
    async fn openings(
        &mut self,
        wanted: &OpeningsWanted,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<OpeningRow>> {
        let end = Cursor(wanted.until.0, Uuid::nil());
        let Cursor(at, id) = after.map_or(end, |after| after.min(end));
        let statement = if wanted.by.is_some() { OPENINGS_BY } else { OPENINGS };
        let mut list = query_as(statement)
            .bind(wanted.division.as_str())
            .bind(at)
            .bind(id)
            .bind(wanted.from.0)
            .bind(i64::from(limit) + 1);
        if let Some(by) = wanted.by {
            list = list.bind(by.0);
        }
        let rows: Vec<OpeningRecord> = list.fetch_all(self.conn()).await?;
        Page::cut(rows, limit, OpeningRecord::place).try_map(OpeningRow::try_from)
    }
}

#[async_trait]
impl OpeningWrites for Session {
    async fn add_opening(&mut self, opening: Opening<'_>) -> Result<()> {
        let (petition, sought) = match opening.what {
            Looked::Page(petition) => (Some(petition.0), None),
            Looked::Person(words) => match kept(self, words) {
                None => return Ok(()),
                sought => (None, sought),
            },
        };
        let (by, digest) = sought.unzip();
        query(ADD_OPENING)
            .bind(opening.id.0)
            .bind(opening.at.0)
            .bind(opening.by.0)
            .bind(opening.division.as_str())
            .bind(petition)
            .bind(by)
            .bind(digest)
            .execute(self.conn())
            .await
            .map_err(or_exists("opening"))?;
        Ok(())
    }
}
