//! What PostgreSQL says in its own way: row locks and its full-text type. `no key update` because rows that
//! others refer to must not stop inserts that refer to them.

pub(super) const LOCK_HEARING: &str = "select entries from hearings where id = $1 for no key update";
pub(super) const LOCK_ROOM: &str =
    "select 1 from reception_rooms where id = $1 and closed_at is null for no key update";
pub(super) const LOCK_STAFF: &str = "select 1 from staff where id = $1 for no key update";
pub(super) const LOCK_HEAD: &str = "select number, hash from chain_heads where chain = $1 for update";
/// Its lock on the table is what [`LOCK_CALENDARS`] waits for.
pub(super) const HOLD_CALENDAR: &str = "select number from calendars order by number desc limit 1 for share";
pub(super) const LOCK_CALENDARS: &str = "lock table calendars in exclusive mode";
/// For what is read, judged and replaced, and has no row of its own to lock.
pub(super) const HOLD: &str = "select 1 from pg_advisory_xact_lock(hashtextextended($1, 0))";
pub(super) const ADD_SEARCH: &str =
    "insert into petition_search (petition, tokens) values ($1, $2::text::tsvector)";
pub(super) const DROP_SEARCH: &str = "delete from petition_search where petition = $1";

pub(super) const HAS_MIGRATIONS: &str =
    "select count(*) from pg_class where oid = to_regclass('_sqlx_migrations')";

/// Of a statement that inserts many rows: half of what the protocol can count.
pub(super) const MOST_PARAMETERS: usize = 32_000;

/// Every index that is no constraint's, and how it was made.
pub(super) const INDEXES: &str = "select i.indexname::text, i.indexdef from pg_indexes i
    where i.schemaname = current_schema()
        and not exists (select 1 from pg_constraint c where c.conname = i.indexname)";

/// The condition that ties `petition_search` to `petitions p` by the words bound as `parameter`.
pub(super) fn matches(parameter: &str) -> String {
    format!("petition_search.tokens @@ {parameter}::text::tsquery and p.id = petition_search.petition")
}

/// All of `tokens`, as the full-text engine wants to be asked.
pub(super) fn match_all(tokens: &[String]) -> String {
    tokens.join(" & ")
}
