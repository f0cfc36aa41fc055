//! What SQLite says in its own way. There is one writer, so a lock is a look whether the row is there.

pub(super) const LOCK_HEARING: &str = "select entries from hearings where id = $1";
pub(super) const LOCK_ROOM: &str = "select 1 from reception_rooms where id = $1 and closed_at is null";
pub(super) const LOCK_STAFF: &str = "select 1 from staff where id = $1";
pub(super) const LOCK_HEAD: &str = "select number, hash from chain_heads where chain = $1";
pub(super) const HOLD_CALENDAR: &str = "select number from calendars order by number desc limit 1";
pub(super) const LOCK_CALENDARS: &str = "select 1 from calendars limit 1";
pub(super) const HOLD: &str = "select 1 where $1 is not null";
pub(super) const ADD_SEARCH: &str =
    "insert into petition_search (rowid, tokens) values ((select row from petitions where id = $1), $2)";
pub(super) const DROP_SEARCH: &str =
    "delete from petition_search where rowid = (select row from petitions where id = $1)";

pub(super) const HAS_MIGRATIONS: &str =
    "select count(*) from sqlite_master where type = 'table' and name = '_sqlx_migrations'";

/// Of a statement that inserts many rows. Each is looked up by its name among all of them: a few hundred are the best.
pub(super) const MOST_PARAMETERS: usize = 250;

/// Every index that is no table's own, and how it was made.
pub(super) const INDEXES: &str =
    "select name, sql from sqlite_master where type = 'index' and sql is not null";

/// The condition that ties `petition_search` to `petitions p` by the words bound as `parameter`.
pub(super) fn matches(parameter: &str) -> String {
    format!("petition_search match {parameter} and p.row = petition_search.rowid")
}

/// All of `tokens`, as the full-text engine wants to be asked.
pub(super) fn match_all(tokens: &[String]) -> String {
    tokens.iter().map(|token| format!("\"{token}\"")).collect::<Vec<_>>().join(" ")
}
