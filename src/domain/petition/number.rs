//! Numbers people read aloud, and the code that opens a petition (docs/rules.md 3.6).

use super::Channel;
use crate::domain::jurisdiction::DivisionCode;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use time::Date;

/// 信访件号: `XF`, registering division (6 digits), day, channel digit, running number (6 digits), check
/// character. Holding one means that the check character was right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PetitionNumber(String);

/// A text that is no number of a petition or hearing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a valid number")]
pub struct BadNumber(pub String);

impl PetitionNumber {
    /// The running sequence that numbers are drawn from: all but the running number.
    #[must_use]
    pub fn sequence_name(registered_in: &DivisionCode, day: Date, channel: Channel) -> String {
        format!("XF{}{}{}", six_digits(registered_in), eight_digits(day), channel_digit(channel))
    }

    /// The names of all sequences of a day; `_` is any character.
    #[must_use]
    pub fn sequences_of_day(day: Date) -> String {
        format!("XF______{}_", eight_digits(day))
    }

    /// # Errors
    /// `sequence` is 0 or has more than six digits.
    pub fn new(
        registered_in: &DivisionCode,
        day: Date,
        channel: Channel,
        sequence: u32,
    ) -> Result<Self, BadNumber> {
        let body = format!("{}{sequence:06}", Self::sequence_name(registered_in, day, channel));
        let (1..=999_999, Some(check)) = (sequence, check_character(&body)) else {
            return Err(BadNumber(body));
        };
        Ok(Self(format!("{body}{check}")))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PetitionNumber {
    type Err = BadNumber;

    /// Takes what people type: small letters, spaces and dashes are forgiven, a wrong character is not.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let plain = normalised(text);
        let bad = || BadNumber(text.to_owned());
        let (Some("XF"), Some(digits), 24) = (plain.get(..2), plain.get(2..23), plain.len()) else {
            return Err(bad());
        };
        let sound = digits.bytes().all(|b| b.is_ascii_digit())
            && plain.get(..23).and_then(check_character) == plain.chars().last();
        if sound { Ok(Self(plain)) } else { Err(bad()) }
    }
}

impl fmt::Display for PetitionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 接访编号: `TJ`, host division (6 digits), day, `-`, running number of that day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HearingNumber(String);

impl HearingNumber {
    /// The running sequence it is drawn from: one for each host division and day.
    #[must_use]
    pub fn sequence_name(host: &DivisionCode, day: Date) -> String {
        format!("TJ{}{}", six_digits(host), eight_digits(day))
    }

    /// The names of all sequences of a year; `_` is any character.
    #[must_use]
    pub fn sequences_of_year(year: i32) -> String {
        format!("TJ______{year}____")
    }

    /// A host above a county is filled up with zeros, one below it goes by its county; `sequence` counts from 1.
    #[must_use]
    pub fn new(host: &DivisionCode, day: Date, sequence: u32) -> Self {
        Self(format!("{}-{sequence}", Self::sequence_name(host, day)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HearingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 查询码: with the number it opens the status page. Shown once; only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct QueryCode(String);

/// No 0/O, 1/I/L: the code is read aloud and typed by hand.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 10;

impl QueryCode {
    /// Draws a code: 31 does not divide 256, so bytes above 247 are drawn again and every letter is as
    /// likely as the next.
    pub fn draw(mut fill: impl FnMut(&mut [u8])) -> Self {
        let mut code = String::with_capacity(CODE_LENGTH);
        let mut random = [0; 16];
        while code.len() < CODE_LENGTH {
            fill(&mut random);
            let letters = random.iter().filter(|byte| **byte < 248).map(|byte| usize::from(*byte) % 31);
            code.extend(letters.take(CODE_LENGTH - code.len()).map(|index| char::from(ALPHABET[index])));
        }
        Self(code)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Self::hash_of(&self.0)
    }

    /// SHA-256 of a code as typed: case, spaces and dashes do not matter.
    #[must_use]
    pub fn hash_of(typed: &str) -> [u8; 32] {
        Sha256::digest(normalised(typed)).into()
    }
}

impl fmt::Debug for QueryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QueryCode(…)")
    }
}

fn normalised(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '－'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// A county's code, its county's for a township, filled with zeros for city and province (GB/T 2260).
fn six_digits(division: &DivisionCode) -> String {
    let code = division.as_str();
    format!("{:0<6}", code.get(..6).unwrap_or(code))
}

fn eight_digits(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day())
}

/// Twelve channels, ten digits: related ones share.
const fn channel_digit(channel: Channel) -> u8 {
    match channel {
        Channel::GridReport => 0,
        Channel::Web => 1,
        Channel::App | Channel::Wechat => 2,
        Channel::Phone => 3,
        Channel::Hotline12345 => 4,
        Channel::Letter => 5,
        Channel::Fax => 6,
        Channel::Visit => 7,
        Channel::LeaderMailbox => 8,
        Channel::SuperiorTransfer | Channel::OtherOrgan => 9,
    }
}

/// ISO 7064 MOD 37,36: finds every single wrong character and every swap of neighbours but a few.
/// None if `body` has anything but digits and capital letters.
fn check_character(body: &str) -> Option<char> {
    let carry = body.chars().try_fold(36, |carry, c| {
        let value = c.to_digit(36).filter(|_| !c.is_ascii_lowercase())?;
        let sum = (carry + value) % 36;
        Some((if sum == 0 { 36 } else { sum }) * 2 % 37)
    })?;
    char::from_digit((37 - carry) % 36, 36).map(|c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_check_character_is_that_of_iso_7064() {
        // The example of the Global Release Identifier standard, which uses MOD 37,36.
        assert_eq!(check_character("A12425GABC1234002"), Some('M'));
        assert_eq!(check_character("a1"), None);
    }

    #[test]
    fn a_number_is_read_back_as_people_type_it() {
        let day = date!(2026 - 11 - 23);
        for (division, channel, head) in [
            ("62", Channel::Visit, "XF620000202611237000001"),
            ("6201", Channel::Web, "XF620100202611231000001"),
            ("620103", Channel::Letter, "XF620103202611235000001"),
            ("620103002", Channel::GridReport, "XF620103202611230000001"),
        ] {
            let number = PetitionNumber::new(&division.parse().unwrap(), day, channel, 1).unwrap();
            assert!(number.as_str().starts_with(head), "{number}");
            let typed = format!(" {}-{} ", &number.as_str()[..12].to_lowercase(), &number.as_str()[12..]);
            assert_eq!(typed.parse(), Ok(number));
        }
    }

    #[test]
    fn one_wrong_character_is_always_found() {
        let number =
            PetitionNumber::new(&"620102".parse().unwrap(), date!(2026 - 11 - 23), Channel::Web, 4711);
        let number = number.unwrap().0;
        for place in 2..number.len() {
            for wrong in ('0'..='9').filter(|c| !number[place..].starts_with(*c)) {
                let mut text = number.clone();
                text.replace_range(place..=place, &wrong.to_string());
                assert!(text.parse::<PetitionNumber>().is_err(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", "XF", "六二", "XF6201022026112310000010", "TJ62010220261123-1", "XFA2010220261123100000"]
        {
            assert!(text.parse::<PetitionNumber>().is_err(), "{text}");
        }
        let day = date!(2026 - 11 - 23);
        for sequence in [0, 1_000_000] {
            assert!(PetitionNumber::new(&"62".parse().unwrap(), day, Channel::Web, sequence).is_err());
        }
    }

    #[test]
    fn a_hearing_is_numbered_by_its_host_and_day() {
        let number = HearingNumber::new(&"6201".parse().unwrap(), date!(2026 - 11 - 23), 12);
        assert_eq!(number.as_str(), "TJ62010020261123-12");
    }

    #[test]
    fn every_letter_of_a_code_is_as_likely_as_the_next() {
        let mut counts = [0; 31];
        for byte in 0..248 {
            let code = QueryCode::draw(|bytes| bytes.fill(byte));
            let letter = code.as_str().as_bytes()[0];
            counts[ALPHABET.iter().position(|l| *l == letter).unwrap()] += 1;
        }
        assert_eq!(counts, [8; 31]);
    }

    #[test]
    fn bytes_that_would_favour_a_letter_are_drawn_again() {
        let mut draws = 0;
        let code = QueryCode::draw(|bytes| {
            draws += 1;
            bytes.fill(if draws < 3 { 248 } else { 30 });
        });
        assert_eq!((code.as_str(), draws), ("ZZZZZZZZZZ", 3));
    }

    #[test]
    fn a_code_is_known_by_its_letters_alone() {
        let code = QueryCode::draw(|bytes| bytes.fill(9));
        for typed in ["BBBBBBBBBB", "bbbbb-bbbbb", " bbb bbb－bbbb\n"] {
            assert_eq!(QueryCode::hash_of(typed), code.hash(), "{typed}");
        }
        assert_ne!(QueryCode::hash_of("BBBBBBBBBC"), code.hash());
        assert!(!format!("{code:?}").contains("BBB"));
    }
}
