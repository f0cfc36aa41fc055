//! The big screen of a reception room (接访室大屏): a television that is paired with the room once.

use crate::domain::{
    Timestamp,
    ids::{RoomId, ScreenId, StaffId},
};

/// A screen paired with a room. It opens that room's own seat, one hearing at a time, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomScreen {
    pub id: ScreenId,
    pub room: RoomId,
    /// What people of the house call it.
    pub name: String,
    pub paired_at: Timestamp,
    pub paired_by: StaffId,
    /// To the minute.
    pub last_seen_at: Timestamp,
    pub revoked: Option<Revoked>,
}

/// Why a screen opens nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    pub at: Timestamp,
    pub by: StaffId,
    pub reason: String,
}

/// What a screen shows until somebody at a desk says which room it hangs in. Eight digits: they are read off a wall and
/// typed elsewhere, and whoever may type them is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PairingCode(String);

impl PairingCode {
    /// Of chance.
    #[must_use]
    pub fn of(chance: [u8; 8]) -> Self {
        Self(format!("{:08}", u64::from_le_bytes(chance) % 100_000_000))
    }

    /// As it was typed: with spaces or dashes anywhere; none where it is no code.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let whole = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
        whole.then_some(Self(digits))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_eight_digits_however_they_are_typed() {
        for (typed, code) in [
            ("04291735", Some("04291735")),
            (" 0429 1735 ", Some("04291735")),
            ("0429-1735", Some("04291735")),
            ("0429　1735", Some("04291735")),
            ("0429173", None),
            ("042917355", None),
            ("0429173a", None),
            ("٠٤٢٩", None),
            ("", None),
        ] {
            let read = PairingCode::read(typed);
            assert_eq!(read.as_ref().map(PairingCode::as_str), code, "{typed:?}");
        }
    }

    #[test]
    fn a_code_of_chance_keeps_its_noughts() {
        assert_eq!(PairingCode::of([7, 0, 0, 0, 0, 0, 0, 0]).as_str(), "00000007");
        assert_eq!(PairingCode::of([0xff; 8]).as_str().len(), 8);
    }
}
