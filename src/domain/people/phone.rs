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
}
