//! Names, numbers and what else is a person's alone: AES-256-GCM, a random key per petition, wrapped by the master key.
//! Titles, texts, minutes and files are not sealed: docs/operations.md has the list. Nothing deletes a petition's key yet;
//! it lies wrapped in each copy of the records, so whoever has a copy and the master key could still read.
//!
//! Keys and nonces come straight from the operating system and not from `World`: a test that replays chance
//! must never be able to make a nonce come twice.

use super::StoreError;
use crate::domain::{
    ids::{PersonId, PetitionId},
    people::own_digits,
    width::narrowed,
};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const KEY_LEN: usize = 32;
/// What the seal in the table `vault` says, sealed under the master key.
const SEAL_TEXT: &[u8] = b"lianjie vault 1";
/// What the key of blind indexes is derived by.
const BLINDING: &[u8] = b"lianjie blind index 1";
/// 128 bits: no two names of a country meet by chance.
const TOKEN_LEN: usize = 16;

/// Holds the master key.
pub(super) struct Vault {
    master: LessSafeKey,
    /// Of blind indexes: derived, so that a token tells nothing of the key that seals.
    blinding: hmac::Key,
}

/// Holds one petition's key.
pub(super) struct PetitionKey {
    petition: PetitionId,
    key: LessSafeKey,
}

impl Vault {
    pub(super) fn new(master_key: &[u8; KEY_LEN]) -> Self {
        let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, master_key), BLINDING);
        let blinding = hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref());
        Self { master: key(master_key), blinding }
    }

    /// The same for the same number, however it is written; none without digits.
    pub(super) fn phone_mark(&self, phone: &str) -> Option<Vec<u8>> {
        let digits = own_digits(&narrowed(phone));
        (!digits.is_empty()).then(|| self.blind("phone", &digits))
    }

    pub(super) fn id_mark(&self, number: &str) -> Option<Vec<u8>> {
        let plain: String = narrowed(number).chars().filter(char::is_ascii_alphanumeric).collect();
        (!plain.is_empty()).then(|| self.blind("id", &plain.to_ascii_uppercase()))
    }

    /// A name or number so that it can be found by whoever knows it: HMAC-SHA-256, half of it. Kind and text part
    /// at a zero, which neither has.
    pub(super) fn blind(&self, kind: &str, text: &str) -> Vec<u8> {
        let tag = hmac::sign(&self.blinding, &[kind.as_bytes(), &[0], text.as_bytes()].concat());
        tag.as_ref()[..TOKEN_LEN].to_vec()
    }

    /// A fresh key for `petition`, and the key wrapped for storing.
    pub(super) fn new_key(&self, petition: PetitionId) -> Result<(PetitionKey, Vec<u8>)> {
        let bytes: [u8; KEY_LEN] = random()?;
        let wrapped = seal(&self.master, &wrap_context(petition), &bytes)?;
        Ok((PetitionKey { petition, key: key(&bytes) }, wrapped))
    }

    pub(super) fn unwrap_key(&self, petition: PetitionId, wrapped: &[u8]) -> Result<PetitionKey> {
        let bytes = open(&self.master, &wrap_context(petition), wrapped)
            .and_then(|bytes| <[u8; KEY_LEN]>::try_from(bytes).ok())
            .ok_or_else(|| StoreError::corrupt("petition key", "it does not fit the master key"))?;
        Ok(PetitionKey { petition, key: key(&bytes) })
    }

    /// A secret of the house itself, under the master key; it opens only as `what` of `id`.
    pub(super) fn seal_text(&self, what: &'static str, id: Uuid, text: &str) -> Result<Vec<u8>> {
        seal(&self.master, &text_context(what, id), text.as_bytes())
    }

    pub(super) fn open_text(&self, what: &'static str, id: Uuid, sealed: &[u8]) -> Result<String> {
        open(&self.master, &text_context(what, id), sealed)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(|| StoreError::corrupt(what, "it does not fit the master key"))
    }

    /// To be stored once, so that a wrong master key is noticed at start.
    pub(super) fn seal(&self) -> Result<Vec<u8>> {
        seal(&self.master, b"seal", SEAL_TEXT)
    }

    pub(super) fn check_seal(&self, sealed: &[u8]) -> Result<()> {
        match open(&self.master, b"seal", sealed) {
            Some(text) if text == SEAL_TEXT => Ok(()),
            _ => Err(StoreError::corrupt(
                "personal information",
                "the master key is not the one it was sealed under",
            )),
        }
    }
}

impl PetitionKey {
    pub(super) fn seal(&self, person: PersonId, field: &'static str, text: &str) -> Result<Vec<u8>> {
        self.seal_bytes(person, field, text.as_bytes())
    }

    pub(super) fn open(&self, person: PersonId, field: &'static str, sealed: &[u8]) -> Result<String> {
        let text = String::from_utf8(self.open_bytes(person, field, sealed)?);
        text.map_err(|_| StoreError::corrupt(field, "it is no text"))
    }

    pub(super) fn seal_bytes(&self, person: PersonId, field: &'static str, bytes: &[u8]) -> Result<Vec<u8>> {
        seal(&self.key, &self.context(person, field), bytes)
    }

    pub(super) fn open_bytes(&self, person: PersonId, field: &'static str, sealed: &[u8]) -> Result<Vec<u8>> {
        open(&self.key, &self.context(person, field), sealed)
            .ok_or_else(|| StoreError::corrupt(field, "it does not fit the petition's key"))
    }

    /// A sealed text opens only where it was put: this petition, person and field.
    fn context(&self, person: PersonId, field: &str) -> Vec<u8> {
        [self.petition.0.as_bytes(), person.0.as_bytes(), field.as_bytes()].concat()
    }
}

fn text_context(what: &str, id: Uuid) -> Vec<u8> {
    [what.as_bytes(), id.as_bytes()].concat()
}

fn wrap_context(petition: PetitionId) -> Vec<u8> {
    [b"key".as_slice(), petition.0.as_bytes()].concat()
}

fn key(bytes: &[u8; KEY_LEN]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).expect("AES-256 keys have 32 bytes"))
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| StoreError::Database("the operating system gives no random bytes".into()))?;
    Ok(bytes)
}

/// Nonce, ciphertext, tag. Random nonces are safe here: a key seals a few thousand texts at most, far from 2³².
fn seal(key: &LessSafeKey, context: &[u8], text: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let mut sealed = text.to_vec();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context), &mut sealed)
        .map_err(|_| StoreError::Database("a text is too long to be sealed".into()))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &LessSafeKey, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut text = text.to_vec();
    let length = key.open_in_place(nonce, Aad::from(context), &mut text).ok()?.len();
    text.truncate(length);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ids(n: u128) -> (PetitionId, PersonId) {
        (PetitionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n + 1)))
    }

    #[test]
    fn what_was_sealed_opens_with_the_wrapped_key() {
        let vault = Vault::new(&[7; 32]);
        let (petition, person) = ids(1);
        let (key, wrapped) = vault.new_key(petition).unwrap();
        let sealed = key.seal(person, "name", "马秀英").unwrap();
        assert!(!sealed.windows(3).any(|bytes| bytes == "马".as_bytes()), "sealed, not stored as it is");
        let again = Vault::new(&[7; 32]).unwrap_key(petition, &wrapped).unwrap();
        assert_eq!(again.open(person, "name", &sealed).unwrap(), "马秀英");
    }

    #[test]
    fn a_sealed_text_opens_nowhere_else() {
        let vault = Vault::new(&[7; 32]);
        let (petition, person) = ids(1);
        let (elsewhere, stranger) = ids(3);
        let (key, wrapped) = vault.new_key(petition).unwrap();
        let sealed = key.seal(person, "name", "马秀英").unwrap();
        assert!(key.open(stranger, "name", &sealed).is_err(), "another person");
        assert!(key.open(person, "address", &sealed).is_err(), "another field");
        assert!(vault.unwrap_key(elsewhere, &wrapped).is_err(), "another petition");
        assert!(Vault::new(&[8; 32]).unwrap_key(petition, &wrapped).is_err(), "another master key");
        let mut changed = sealed;
        changed[NONCE_LEN] ^= 1;
        assert!(key.open(person, "name", &changed).is_err(), "a changed byte");
    }

    #[test]
    fn a_blinded_name_is_found_by_who_knows_key_kind_and_name() {
        let vault = Vault::new(&[7; 32]);
        let token = vault.blind("name", "马秀英");
        assert_eq!(token, Vault::new(&[7; 32]).blind("name", "马秀英"));
        assert_eq!(token.len(), TOKEN_LEN);
        for other in [
            vault.blind("name", "马秀"),
            vault.blind("phone", "马秀英"),
            Vault::new(&[8; 32]).blind("name", "马秀英"),
        ] {
            assert_ne!(token, other);
        }
    }

    #[test]
    fn another_master_key_breaks_the_seal() {
        let seal = Vault::new(&[7; 32]).seal().unwrap();
        assert!(Vault::new(&[7; 32]).check_seal(&seal).is_ok());
        assert!(Vault::new(&[8; 32]).check_seal(&seal).is_err());
    }
}
