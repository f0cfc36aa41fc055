//! Lists by keyset: the next page starts behind the last row of this one, so nothing is skipped or doubled when rows
//! come in between.

use uuid::Uuid;

/// One page of a list and where the next one starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Give this back as `after`; none at the end.
    pub next: Option<String>,
}

/// Where a row stands in its list: its time, and its id among those of one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(pub i64, pub Uuid);

impl Cursor {
    /// Before all rows of a list that rises...
    pub const LOWEST: Self = Self(i64::MIN, Uuid::nil());
    /// ...and of one that falls.
    pub const HIGHEST: Self = Self(i64::MAX, Uuid::max());

    #[must_use]
    pub fn write(self) -> String {
        format!("{}.{}", self.0, self.1.simple())
    }

    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self(at.parse().ok()?, Uuid::try_parse(id).ok()?))
    }
}

impl<T> Page<T> {
    /// Of `rows`, read up to one more than `limit` to know whether there is a next page.
    #[must_use]
    pub fn cut(mut rows: Vec<T>, limit: u32, place: impl Fn(&T) -> Cursor) -> Self {
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = rows.last().filter(|_| more).map(|row| place(row).write());
        Self { rows, next }
    }

    /// Where the next page goes on.
    #[must_use]
    pub fn after(&self) -> Option<Cursor> {
        self.next.as_deref().and_then(Cursor::read)
    }

    /// The same page of what `read` makes of its rows.
    ///
    /// # Errors
    /// The first that `read` found.
    pub fn try_map<U, E>(self, read: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let rows = self.rows.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Page { rows, next: self.next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_another_text_is_none() {
        for place in [Cursor::LOWEST, Cursor::HIGHEST, Cursor(-7, Uuid::from_u128(7))] {
            assert_eq!(Cursor::read(&place.write()), Some(place));
        }
        for text in ["", "2", "2.", ".2", "x.00000000000000000000000000000007", "1.2.3"] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }

    /// (rows read, limit, rows shown, whether more follow).
    #[test]
    fn a_page_ends_where_more_were_read_than_wanted() {
        for (read, limit, shown, more) in
            [(0, 2, 0, false), (2, 2, 2, false), (3, 2, 2, true), (1, 0, 0, false)]
        {
            let rows = (0..read).map(|n| Cursor(n, Uuid::nil())).collect();
            let page = Page::cut(rows, limit, |row| *row);
            let next = more.then(|| Cursor(shown - 1, Uuid::nil()).write());
            assert_eq!((i64::try_from(page.rows.len()), page.next), (Ok(shown), next), "{read} of {limit}");
        }
    }
}
