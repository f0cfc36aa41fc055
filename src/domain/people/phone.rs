//! Phone numbers: normalised, and never shown in logs.

use std::fmt;

/// A number to reach somebody by. Not shown by `Debug`: logs know no numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

/// Whether a text can be dialled: 5 to 20 digits, and what people write between them.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let odd = text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '+' | '-' | ' ' | '(' | ')'));
    !odd && (5..=20).contains(&digits)
}

/// Its digits, without the country's. Stored marks of phones are made of them: they stay as they are.
#[must_use]
pub fn own_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("86").filter(|rest| rest.len() >= 10).unwrap_or(&digits).to_owned()
}

/// Whether messages reach it: eleven digits from 13 to 19, however they are written.
#[must_use]
pub fn is_mobile(phone: &str) -> bool {
    let own = own_digits(phone);
    own.len() == 11 && own.starts_with('1') && !matches!(own.as_bytes().get(1), Some(b'0'..=b'2'))
}

/// The same for whatever rings one and the same phone: with or without the country's number, and the zeros before it or
/// before the area's.
#[must_use]
pub fn line(phone: &str) -> String {
    let own = own_digits(phone);
    own_digits(own.trim_start_matches('0')).trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_digits_with_what_people_write_between() {
        for (text, is) in [
            ("139 0000 0001", true),
            ("+86 (0931) 000-0200", true),
            ("1234", false),
            ("*******0001", false), // as it is shown to some
            ("", false),
        ] {
            assert_eq!(is_phone(text), is, "{text}");
        }
        assert_eq!(format!("{:?}", Phone::new("13900000001".into())), "Phone(..)");
    }

    #[test]
    fn messages_go_to_mobile_phones() {
        for (phone, is) in [
            ("13900000001", true),
            ("+86 139-0000-0001", true),
            ("0931-8888888", false),
            ("12345", false),
            ("12000000001", false),
            ("", false),
        ] {
            assert_eq!(is_mobile(phone), is, "{phone}");
        }
    }

    #[test]
    fn one_phone_is_one_line_however_it_is_written() {
        for (written, rings) in [
            ("13800000000", "13800000000"),
            ("138 00000000", "13800000000"),
            ("(138)-0000-0000", "13800000000"),
            ("+86 138 0000 0000", "13800000000"),
            ("0086-13800000000", "13800000000"),
            ("013800000000", "13800000000"),
            ("0931-8880200", "9318880200"),
            ("+86 (931) 888-0200", "9318880200"),
            ("8611234", "8611234"), // somebody's, within their town
        ] {
            assert_eq!(line(written), rings, "{written}");
        }
        assert_ne!(line("13800000000"), line("13800000001"));
    }
}
