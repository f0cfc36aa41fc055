//! Division codes (行政区划) from province to grid.

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
        /// 网格: a part of a village, numbered locally.
        Grid = "grid",
    }
);

/// A GB/T 2260 / GB/T 10114 code: 2 digits for a province, 4 city, 6 county, 9 township, 12 village; a grid
/// has its village's code and two or three digits more. A code starts with the codes of all its ancestors.
///
/// It lies in place, for statistics hold a million of them: zeroes behind the digits, so that codes are in the order of
/// their texts.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DivisionCode {
    digits: [u8; LONGEST],
    length: u8,
}

const LONGEST: usize = 15;

/// The text that was to be a division code and is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a division code (2, 4, 6, 9, 12, 14 or 15 digits)")]
pub struct BadDivisionCode(pub String);

impl FromStr for DivisionCode {
    type Err = BadDivisionCode;
    fn from_str(text: &str) -> Result<Self, BadDivisionCode> {
        let well_formed =
            matches!(text.len(), 2 | 4 | 6 | 9 | 12 | 14 | 15) && text.bytes().all(|b| b.is_ascii_digit());
        if well_formed { Ok(Self::of(text.as_bytes())) } else { Err(BadDivisionCode(text.to_owned())) }
    }
}

impl DivisionCode {
    fn of(digits: &[u8]) -> Self {
        let mut code = Self { digits: [0; LONGEST], length: 0 };
        for (place, digit) in code.digits.iter_mut().zip(digits) {
            *place = *digit;
            code.length += 1;
        }
        code
    }

    fn digits(&self) -> &[u8] {
        self.digits.get(..self.length.into()).unwrap_or_default()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.digits()).unwrap_or_default()
    }

    /// By how many digits it has.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.length {
            2 => Level::Province,
            4 => Level::City,
            6 => Level::County,
            9 => Level::Township,
            12 => Level::Village,
            _ => Level::Grid,
        }
    }

    /// Whether `other` is this division or lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        // A grid of two digits is not the beginning of one of three.
        if self.level() == Level::Grid { self == other } else { other.digits().starts_with(self.digits()) }
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
            Level::Grid => return (self.level() == Level::Grid).then(|| self.clone()),
        };
        self.digits().get(..digits).map(Self::of)
    }

    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match self.level() {
            Level::Province => None,
            Level::City => self.at(Level::Province),
            Level::County => self.at(Level::City),
            Level::Township => self.at(Level::County),
            Level::Village => self.at(Level::Township),
            Level::Grid => self.at(Level::Village),
        }
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({})", self.as_str())
    }
}

/// A division (行政区划) with its name in full, 甘肃省 or 西湖街道; what it lies in is told by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    pub code: DivisionCode,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_says_its_level_and_its_parent() {
        for (text, level, parent) in [
            ("62", Level::Province, None),
            ("6201", Level::City, Some("62")),
            ("620103", Level::County, Some("6201")),
            ("620103002", Level::Township, Some("620103")),
            ("620103002001", Level::Village, Some("620103002")),
            ("62010300200101", Level::Grid, Some("620103002001")),
            ("620103002001012", Level::Grid, Some("620103002001")),
        ] {
            assert_eq!(code(text).level(), level, "{text}");
            assert_eq!(code(text).parent(), parent.map(code), "{text}");
            assert_eq!(code(text).at(level), Some(code(text)), "{text}");
        }
        for bad in ["", "6", "62010", "6201030020010", "6201030020010123", "62010a"] {
            assert!(bad.parse::<DivisionCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn codes_are_in_the_order_of_their_texts() {
        let texts = ["62", "6201", "620102", "620102001", "62010200100101", "620103", "63"];
        assert!(texts.is_sorted());
        let codes = texts.map(code);
        assert!(codes.is_sorted());
        assert_eq!(codes.each_ref().map(DivisionCode::as_str), texts);
    }

    #[test]
    fn a_grid_holds_itself_alone() {
        let village = code("620103002001");
        assert!(village.contains(&code("620103002001012")));
        assert!(code("62010300200101").contains(&code("62010300200101")));
        assert!(!code("62010300200101").contains(&code("620103002001012")));
        assert_eq!(village.at(Level::Grid), None);
    }
}
