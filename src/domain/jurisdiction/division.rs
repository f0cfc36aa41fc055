use crate::domain::named;
use std::{fmt, str::FromStr};

named!(
    /// Level of a division.
    pub enum Level {
        Province = "province",
        City = "city",
        County = "county",
        Township = "township",
        Village = "village",
    }
);

/// A GB/T 2260 / GB/T 10114 code: 2 digits for a province, 4 city, 6 county, 9 township, 12 village.
/// A code starts with the codes of all its ancestors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DivisionCode(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a division code (2, 4, 6, 9 or 12 digits)")]
pub struct BadDivisionCode(pub String);

impl FromStr for DivisionCode {
    type Err = BadDivisionCode;
    fn from_str(text: &str) -> Result<Self, BadDivisionCode> {
        let well_formed =
            matches!(text.len(), 2 | 4 | 6 | 9 | 12) && text.bytes().all(|b| b.is_ascii_digit());
        if well_formed { Ok(Self(text.to_owned())) } else { Err(BadDivisionCode(text.to_owned())) }
    }
}

impl DivisionCode {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn level(&self) -> Level {
        match self.0.len() {
            2 => Level::Province,
            4 => Level::City,
            6 => Level::County,
            9 => Level::Township,
            _ => Level::Village,
        }
    }

    /// Whether `other` is this division or lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// This division at `level`, if it is that deep.
    #[must_use]
    pub fn at(&self, level: Level) -> Option<Self> {
        let digits = match level {
            Level::Province => 2,
            Level::City => 4,
            Level::County => 6,
            Level::Township => 9,
            Level::Village => 12,
        };
        self.0.get(..digits).map(|code| Self(code.to_owned()))
    }

    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match self.level() {
            Level::Province => None,
            Level::City => self.at(Level::Province),
            Level::County => self.at(Level::City),
            Level::Township => self.at(Level::County),
            Level::Village => self.at(Level::Township),
        }
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    pub code: DivisionCode,
    pub name: String,
}
