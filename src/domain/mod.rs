//! The rules of petitions and hearings. Pure: no I/O, no clock, no chance, nothing serializable.

pub mod administration;
pub mod chain;
pub mod channels;
pub mod document;
pub mod duty;
pub mod event;
pub mod grid;
pub mod hearing;
pub mod ids;
pub mod jurisdiction;
pub mod local_rules;
pub mod opening;
pub mod password_age;
pub mod people;
pub mod petition;
pub mod quality;
mod reason;
pub mod reception;
pub mod request;
pub mod rights;
pub mod second_factor;
pub mod staff_notice;
pub mod statistics;
pub mod supervision;
pub mod timestamp;
pub mod width;

pub use reason::{ReasonNeeded, given_reason};
pub use timestamp::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp, parse_day};

use sha2::{Digest, Sha256};
use std::error::Error;

/// Gives an enum its stable text (stored, chained and filtered by) and reads it back.
macro_rules! named {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownName;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownName { kind: stringify!($name), text: text.to_owned() }),
                }
            }
        }
    };
}
pub(crate) use named;

/// A text that names no variant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {kind}")]
pub struct UnknownName {
    pub kind: &'static str,
    pub text: String,
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a text, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// What an error came of, the nearest first.
pub fn causes(error: &dyn Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

/// An error with its causes on one line. Some errors name their cause in their own text: it is not repeated.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    causes(error).map(ToString::to_string).fold(error.to_string(), |line, cause| {
        if line.ends_with(&cause) { line } else { format!("{line}: {cause}") }
    })
}
