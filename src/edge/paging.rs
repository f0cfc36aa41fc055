//! Query parameters of paged lists.

use super::problem::Problem;
use crate::{
    domain::jurisdiction::DivisionCode,
    storage::{Cursor, Sought},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Rows of a page at most.
const MOST: u32 = 100;

/// Where to go on from, and how many rows: `usual` if that is left out. To start over in silence would have a program read the
/// first page again and again; `after=` with nothing behind it begins a list.
pub fn asked(after: Option<&str>, limit: Option<u32>, usual: u32) -> Result<(Option<Cursor>, u32), Problem> {
    let read = |text| Cursor::read(text).ok_or_else(|| Problem::field("after", "Not the `next` of a page"));
    let after = after.filter(|text| !text.is_empty()).map(read).transpose()?;
    Ok((after, rows(limit, usual, MOST)?))
}

/// How many rows of a page that has `most` of them.
pub fn rows(limit: Option<u32>, usual: u32, most: u32) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(usual);
    let fits = (1..=most).contains(&limit);
    fits.then_some(limit).ok_or_else(|| Problem::field("limit", format!("1 to {most}")))
}

/// What somebody typed to find a row by; blanks alone are nothing.
pub fn words(search: Option<&str>) -> Option<&str> {
    search.map(str::trim).filter(|text| !text.is_empty())
}

/// Rows that are asked for by their ids, for a form that was filled before; as many as a hearing has seats, and more.
pub fn ids(asked: &str) -> Result<Vec<Uuid>, Problem> {
    let read = |id: &str| id.parse().map_err(|_| Problem::field("ids", "Ids with commas between"));
    asked.split(',').take(MOST as usize).map(read).collect()
}

/// Of a list that is asked for nothing but its page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl PageQuery {
    pub fn page(&self) -> Result<(Option<Cursor>, u32), Problem> {
        asked(self.after.as_deref(), self.limit, 50)
    }
}

/// Of a list that is looked through by words as well.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// Part of a name.
    search: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl SearchQuery {
    pub fn page(&self) -> Result<(Option<Cursor>, u32), Problem> {
        asked(self.after.as_deref(), self.limit, 50)
    }

    /// What of `division` is looked for.
    pub fn within(&self, division: &DivisionCode) -> Sought {
        Sought {
            place: Some(division.clone()),
            search: words(self.search.as_deref()).map(str::to_owned),
            ..Sought::default()
        }
    }
}
