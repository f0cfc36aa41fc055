//! Repeated filing: a petition that is sent again after a lost answer is the same one, with its number and query code.

use super::{Petition, QueryCode};
use crate::domain::{
    ids::{PetitionId, StaffId},
    people::{Party, is_mobile},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Drawn by who files and known to nobody else: the house keeps its hash.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "with what is kept it tells the query code")]
pub struct FilingKey {
    /// Nobody who is signed in: a citizen.
    by: Option<StaffId>,
    key: Uuid,
}

/// What is kept of a filing that had a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    pub key_hash: [u8; 32],
    /// Drawn here: a key that somebody draws badly makes no code that can be guessed.
    pub salt: [u8; 32],
    /// Of what was filed.
    pub body_hash: [u8; 32],
    pub petition: PetitionId,
}

impl FilingKey {
    #[must_use]
    pub const fn new(by: Option<StaffId>, key: Uuid) -> Self {
        Self { by, key }
    }

    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        self.digest(&[b"filing"])
    }

    /// The code that belongs to key and salt: neither of them tells it alone, so that it is kept nowhere and can be said again.
    #[must_use]
    pub fn query_code(&self, salt: &[u8; 32]) -> QueryCode {
        let mut round = 0_u64;
        QueryCode::draw(|bytes| {
            let drawn = self.digest(&[b"query code", salt, &round.to_be_bytes()]);
            bytes.iter_mut().zip(drawn).for_each(|(byte, drawn)| *byte = drawn);
            round = round.wrapping_add(1);
        })
    }

    /// What is kept once there is a petition.
    #[must_use]
    pub fn kept(&self, salt: [u8; 32], body: &str, petition: PetitionId) -> Filing {
        Filing { key_hash: self.hash(), salt, body_hash: body_hash(&salt, body), petition }
    }

    fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        hash.update(self.by.map_or(Uuid::nil(), |by| by.0).as_bytes());
        hash.update(self.key.as_bytes());
        hash.finalize().into()
    }
}

impl Filing {
    /// Whether this is what was filed then.
    #[must_use]
    pub fn is_of(&self, body: &str) -> bool {
        self.body_hash == body_hash(&self.salt, body)
    }
}

/// The phone that is told number and code when a petition is registered, if one is. Never of a report (art. 30): whoever
/// picks the phone up would know that there is one. A landline takes no messages.
#[must_use]
pub fn code_goes_to<'a>(petition: &Petition, petitioner: Option<&'a Party>) -> Option<&'a str> {
    let told = petition.channel.sends_code() && petition.origin.signed && !petition.is_sealed();
    petitioner?.phone.as_deref().filter(|phone| told && is_mobile(phone))
}

fn body_hash(salt: &[u8; 32], body: &str) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(by: Option<u128>, key: u128) -> FilingKey {
        FilingKey::new(by.map(|by| StaffId(Uuid::from_u128(by))), Uuid::from_u128(key))
    }

    #[test]
    fn key_and_salt_say_the_same_code_again_and_no_other_pair_does() {
        let code = key(None, 1).query_code(&[7; 32]);
        assert_eq!(code, key(None, 1).query_code(&[7; 32]));
        for (other, salt) in [(key(None, 2), 7), (key(None, 1), 8), (key(Some(1), 1), 7)] {
            assert_ne!(code, other.query_code(&[salt; 32]));
        }
    }

    #[test]
    fn a_key_is_its_callers_own() {
        assert_eq!(key(Some(1), 9).hash(), key(Some(1), 9).hash());
        assert_ne!(key(Some(1), 9).hash(), key(Some(2), 9).hash());
        assert_ne!(key(Some(1), 9).hash(), key(None, 9).hash());
    }

    #[test]
    fn a_filing_knows_what_was_filed() {
        let kept = key(None, 1).kept([7; 32], "小区物业不公开收支", PetitionId(Uuid::from_u128(3)));
        assert!(kept.is_of("小区物业不公开收支") && !kept.is_of("小区物业不公开收支。"));
    }
}
