//! The work list: which petitions, next due first. One family of statements, one member per shape of filter,
//! because an optional condition inside a statement (`$1 is null or ...`) would cost it its index.
//!
//! Scope and state choose the index range, in the order of the list; everything else narrows what is read from it.

use super::{
    Session, dialect,
    narrowing::Narrowing,
    party_index,
    ranges::{Ranges, Scope},
    work_list_shape::{Search, Shape},
};
use crate::storage::{
    Cursor, Page, PetitionFilter, PetitionRow, StoreError, bigrams,
    rows::petition::ListedRecord,
    statements::{Statement, statements},
    values,
};
use sqlx::{AssertSqlSafe, query::QueryAs, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Most rows of a page, whatever was asked.
const MOST_ROWS: u32 = 200;

statements! {
    /// What a unit had when it was merged into this agency, and one before it into that unit, is this agency's (art. 24).
    /// Asked first: as a condition of the list it made PostgreSQL read every petition there is.
    BEFORE = "with recursive before (agency) as (
            select c.agency from agency_closures c where c.successor = $1
            union select c.agency from agency_closures c join before b on c.successor = b.agency)
        select agency from before order by agency";
}

pub(super) async fn page(session: &mut Session, filter: &PetitionFilter) -> Result<Page<PetitionRow>> {
    let Some(scope) = Scope::of(&filter.scope) else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let search = filter.search.as_deref().and_then(bigrams::query);
    let before = before(session, scope).await?;
    let narrowing = Narrowing::of(filter);
    let limit = filter.limit.clamp(1, MOST_ROWS);
    let asked = Asked { filter, search: search.as_ref(), before: &before, narrowing, limit };
    let found = match &search {
        None => Search::None,
        // Petitions with a common word are a fifth of all: reading them all to sort them takes a second where a million are.
        Some(query) if !query.tokens.is_empty() => {
            let rows = asked.read_head(session, scope).await?;
            if rows.len() > rows_of(limit) {
                return cut(rows, limit);
            }
            Search::Pairs
        }
        Some(_) => Search::Scan,
    };
    cut(asked.read(session, scope, found).await?, limit)
}

/// How many a filter without words shows, up to its limit.
pub(super) async fn count(session: &mut Session, filter: &PetitionFilter) -> Result<u32> {
    let Some(scope) = Scope::of(&filter.scope) else { return Ok(0) };
    let narrowing = Narrowing::of(filter);
    let before = before(session, scope).await?;
    let asked = Asked { filter, search: None, before: &before, narrowing, limit: filter.limit };
    let sql = format!("select count(*) from ({}) found", asked.shape(scope, Search::None).candidates());
    let list = asked.bind(query_as(AssertSqlSafe(sql)), scope, i64::from(filter.limit));
    let (found,): (i64,) = list.fetch_one(session.conn()).await?;
    values::count("number of petitions", found)
}

/// The units merged into the scope's agency.
async fn before(session: &mut Session, scope: Scope<'_>) -> Result<Vec<Uuid>> {
    match scope.agency.filter(|_| scope.ranges.inherits()) {
        Some(agency) => Ok(query_scalar(BEFORE).bind(agency.0).fetch_all(session.conn()).await?),
        None => Ok(Vec::new()),
    }
}

fn rows_of(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

/// What a list is asked, whichever of its ranges are read.
struct Asked<'a> {
    filter: &'a PetitionFilter,
    search: Option<&'a bigrams::Query>,
    before: &'a [Uuid],
    narrowing: Narrowing,
    limit: u32,
}

impl<'a> Asked<'a> {
    /// The page of a search from where the list of a division begins; fewer rows than a page: it does not show there.
    async fn read_head(&self, session: &mut Session, scope: Scope<'a>) -> Result<Vec<ListedRecord>> {
        let Some((division, beyond)) = scope.parted().filter(|_| !self.narrowing.has_few()) else {
            return Ok(Vec::new());
        };
        let mut rows = self.read(session, division, Search::Head).await?;
        if let Some(beyond) = beyond.filter(|_| rows.len() > rows_of(self.limit)) {
            // All before the last of these is known now, and what is beyond the division is little enough to be read.
            rows.extend(self.read(session, beyond, Search::Scan).await?);
            rows.sort_by_key(ListedRecord::place_in_list);
            rows.dedup_by_key(|row| row.place_in_list());
        }
        Ok(rows)
    }

    async fn read(
        &self,
        session: &mut Session,
        scope: Scope<'a>,
        search: Search,
    ) -> Result<Vec<ListedRecord>> {
        let filter = self.filter;
        let list = query_as(AssertSqlSafe(self.shape(scope, search).sql()));
        let mut list = self.bind(list, scope, i64::from(self.limit) + 1);
        if let Some(asked) = self.search {
            if search == Search::Pairs {
                list = list.bind(dialect::match_all(&asked.tokens));
            }
            list = asked.likes.iter().fold(list, |list, like| list.bind(like.as_str()));
            let words = filter.search.as_deref().unwrap_or_default();
            let people = party_index::tokens(session, words, filter.found_by);
            list = people.into_iter().fold(list, |list, token| list.bind(token));
        }
        Ok(list.fetch_all(session.conn()).await?)
    }
}

impl<'a> Asked<'a> {
    fn before(&self, scope: Scope<'_>) -> &'a [Uuid] {
        if scope.ranges.inherits() { self.before } else { &[] }
    }

    fn shape(&self, scope: Scope<'_>, search: Search) -> Shape {
        Shape {
            ranges: scope.ranges,
            sealed: self.filter.is_sealed(),
            before: self.before(scope).len(),
            state: self.filter.state.is_some(),
            narrowing: self.narrowing,
            search,
            words: self.search.map_or(0, |asked| asked.likes.len()),
        }
    }

    /// All but the words searched for.
    fn bind<DB, O>(
        &self,
        mut list: QueryAs<'a, DB, O, DB::Arguments>,
        scope: Scope<'a>,
        rows: i64,
    ) -> QueryAs<'a, DB, O, DB::Arguments>
    where
        DB: sqlx::Database,
        i64: sqlx::Encode<'a, DB> + sqlx::Type<DB>,
        Uuid: sqlx::Encode<'a, DB> + sqlx::Type<DB>,
        &'a str: sqlx::Encode<'a, DB> + sqlx::Type<DB>,
    {
        let filter = self.filter;
        let after = filter.after.unwrap_or(Cursor::LOWEST);
        // Where the due times asked for begin, the list begins.
        let Cursor(due, id) =
            after.max(filter.due_from.map_or(Cursor::LOWEST, |from| Cursor(from.0, Uuid::nil())));
        list = list.bind(due).bind(id).bind(rows);
        if let Some(division) = scope.division {
            list = list.bind(division.as_str());
        }
        if let Some(agency) = scope.agency {
            list = list.bind(agency.0);
        }
        list = self.before(scope).iter().fold(list, |list, agency| list.bind(*agency));
        if let Some(state) = filter.state {
            list = list.bind(state.as_str());
        }
        Narrowing::bind(filter, list)
    }
}

fn cut(rows: Vec<ListedRecord>, limit: u32) -> Result<Page<PetitionRow>> {
    Page::cut(rows, limit, ListedRecord::place_in_list).try_map(PetitionRow::try_from)
}

/// The family, for the test that prepares all statements: every shape plainly, with each narrowing alone, and with all.
pub(super) fn all() -> Vec<Statement> {
    let mut statements = Vec::new();
    for ranges in Ranges::samples() {
        let before = usize::from(ranges.inherits());
        let whole = matches!(ranges, Ranges::Division(_));
        for (sealed, state) in [(false, false), (false, true), (true, false), (true, true)] {
            for search in [Search::None, Search::Head, Search::Pairs, Search::Scan] {
                if (sealed || search == Search::Head) && !whole {
                    continue;
                }
                for narrowing in Narrowing::samples() {
                    let words = usize::from(search != Search::None);
                    let shape = Shape { ranges, sealed, before, state, narrowing, search, words };
                    statements.push(Statement { name: shape.to_string(), sql: shape.sql() });
                }
                let more: &[usize] = match search {
                    Search::None => &[],
                    Search::Scan => &[0, 2],
                    Search::Head | Search::Pairs => &[2],
                };
                for words in more.iter().copied() {
                    let narrowing = Narrowing::default();
                    let shape = Shape { ranges, sealed, before, state, narrowing, search, words };
                    statements.push(Statement { name: shape.to_string(), sql: shape.sql() });
                }
            }
        }
    }
    statements
}
