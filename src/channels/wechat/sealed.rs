//! 安全模式: messages under AES-256-CBC, as the platform does it: sixteen random bytes, the length of the message (four
//! bytes, big-endian), the message, the account's app id; padded to 32 bytes; the key's first half is the first
//! block's mask. Signed with token, time and nonce, so that here the signature covers the message.

use super::message::{BadMessage, members};
use aes::{
    Aes256,
    cipher::{BlockDecrypt, BlockEncrypt, KeyInit, generic_array::GenericArray},
};
use base64::{
    Engine,
    alphabet::STANDARD as LETTERS,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

const BLOCK: usize = 16;
/// To so many bytes the platform pads, not to a block of the cipher.
const PADDED_TO: usize = 32;
/// Characters of an `EncodingAESKey`.
const KEY_CHARS: usize = 43;
/// Random bytes in front.
const SALT: usize = 16;

/// An account's key for messages.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a key is not logged")]
pub struct MessageKey([u8; 32]);

/// A message that was sealed, and the account it is for.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "what a follower writes is not logged")]
pub struct Unsealed {
    pub message: String,
    pub app_id: String,
}

/// The `EncodingAESKey` to set an account up with: the last 43 characters of its signing secret; letters and digits.
#[must_use]
pub fn account_key(signing_secret: &str) -> Option<&str> {
    signing_secret.len().checked_sub(KEY_CHARS).and_then(|from| signing_secret.get(from..))
}

impl MessageKey {
    /// `None`: not 43 characters of base64.
    #[must_use]
    pub fn of(encoding_aes_key: &str) -> Option<Self> {
        // 43 characters carry 258 bits: what is over is not looked at.
        let lenient = GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::RequireNone);
        let bytes = GeneralPurpose::new(&LETTERS, lenient).decode(encoding_aes_key).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// # Errors
    /// It is no base64 of whole blocks, or was sealed under another key.
    pub fn open(&self, sealed: &str) -> Result<Unsealed, BadMessage> {
        let bad = || BadMessage::Sealed;
        let mut bytes = STANDARD.decode(sealed.trim()).map_err(|_| bad())?;
        if bytes.is_empty() || !bytes.len().is_multiple_of(BLOCK) {
            return Err(bad());
        }
        let (cipher, mask) = self.cipher();
        decrypt(&cipher, mask, &mut bytes);
        let padding = usize::from(*bytes.last().ok_or_else(bad)?);
        let padded = (1..=PADDED_TO).contains(&padding) && padding <= bytes.len();
        let plain = bytes.len().checked_sub(padding).filter(|_| padded).ok_or_else(bad)?;
        let plain = bytes.get(SALT..plain).ok_or_else(bad)?;
        let (length, rest) = plain.split_first_chunk::<4>().ok_or_else(bad)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| bad())?;
        let (message, app_id) = rest.split_at_checked(length).ok_or_else(bad)?;
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| bad());
        Ok(Unsealed { message: text(message)?, app_id: text(app_id)? })
    }

    #[must_use]
    pub fn seal(&self, unsealed: &Unsealed, salt: [u8; SALT]) -> String {
        let message = unsealed.message.as_bytes();
        let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
        let mut bytes = [&salt[..], &length.to_be_bytes(), message, unsealed.app_id.as_bytes()].concat();
        let padding = PADDED_TO - bytes.len() % PADDED_TO;
        bytes.resize(bytes.len() + padding, u8::try_from(padding).unwrap_or_default());
        let (cipher, mask) = self.cipher();
        encrypt(&cipher, mask, &mut bytes);
        STANDARD.encode(bytes)
    }

    fn cipher(&self) -> (Aes256, [u8; BLOCK]) {
        let mut mask = [0; BLOCK];
        mask.iter_mut().zip(self.0).for_each(|(mask, byte)| *mask = byte);
        (Aes256::new(GenericArray::from_slice(&self.0)), mask)
    }
}

/// Cipher block chaining (NIST SP 800-38A 6.2) over whole blocks.
fn encrypt(cipher: &Aes256, mut mask: [u8; BLOCK], bytes: &mut [u8]) {
    for block in bytes.chunks_exact_mut(BLOCK) {
        block.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        cipher.encrypt_block(GenericArray::from_mut_slice(block));
        mask.copy_from_slice(block);
    }
}

fn decrypt(cipher: &Aes256, mut mask: [u8; BLOCK], bytes: &mut [u8]) {
    for block in bytes.chunks_exact_mut(BLOCK) {
        let mut next = [0; BLOCK];
        next.copy_from_slice(block);
        cipher.decrypt_block(GenericArray::from_mut_slice(block));
        block.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        mask = next;
    }
}

/// The sealed text in the platform's envelope.
///
/// # Errors
/// It is no flat XML, or has none.
pub fn sealed_in(body: &str) -> Result<String, BadMessage> {
    members(body)?.remove("Encrypt").ok_or(BadMessage::Missing("Encrypt"))
}

/// SHA-1 of token, time, nonce and the sealed text, sorted and joined.
#[must_use]
pub fn message_signature(token: &str, timestamp: &str, nonce: &str, sealed: &str) -> String {
    let mut parts = [token, timestamp, nonce, sealed];
    parts.sort_unstable();
    hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, parts.concat().as_bytes()))
}

/// A sealed answer in its envelope.
#[must_use]
pub fn envelope(sealed: &str, token: &str, seconds: i64, nonce: &str) -> String {
    let signature = message_signature(token, &seconds.to_string(), nonce, sealed);
    format!(
        "<xml><Encrypt><![CDATA[{sealed}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>\
        <TimeStamp>{seconds}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    fn unsealed(message: &str) -> Unsealed {
        Unsealed { message: message.to_owned(), app_id: "wx5823bf96d3bd56c7".to_owned() }
    }

    /// NIST SP 800-38A F.2.5 and F.2.6, the first two blocks.
    #[test]
    fn blocks_are_chained_as_the_standard_says() {
        let bytes = |text: &str| hex::decode(text).unwrap();
        let key = bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        let cipher = Aes256::new(GenericArray::from_slice(&key));
        let mask = std::array::from_fn(|place| u8::try_from(place).unwrap());
        let plain = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        let mut both = plain.clone();
        encrypt(&cipher, mask, &mut both);
        assert_eq!(both, bytes("f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"));
        decrypt(&cipher, mask, &mut both);
        assert_eq!(both, plain);
    }

    #[test]
    fn what_is_sealed_opens_under_its_key_and_no_other() {
        let key = MessageKey::of(KEY).unwrap();
        for message in ["", "<xml>信访</xml>", &"长".repeat(500), &"a".repeat(11)] {
            let sealed = key.seal(&unsealed(message), [9; 16]);
            assert_eq!(STANDARD.decode(&sealed).unwrap().len() % PADDED_TO, 0);
            assert!(key.open(&sealed).unwrap() == unsealed(message), "{message}");
            let other = MessageKey::of(&KEY.replace('a', "b")).unwrap();
            assert!(!other.open(&sealed).is_ok_and(|opened| opened == unsealed(message)));
        }
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let key = MessageKey::of(KEY).unwrap();
        for sealed in ["", "?", "AAAA", &STANDARD.encode([7; 48]), &STANDARD.encode([0; 17])] {
            assert!(key.open(sealed).is_err(), "{sealed}");
        }
        for wrong in ["", "short", &format!("{KEY}A"), &KEY.replace('a', "-")] {
            assert!(MessageKey::of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn an_envelope_is_signed_over_what_is_in_it() {
        let key = MessageKey::of(KEY).unwrap();
        let body = envelope(&key.seal(&unsealed("好"), [1; 16]), "token", 1_600_000_000, "n");
        let sealed = sealed_in(&body).unwrap();
        assert!(key.open(&sealed).unwrap() == unsealed("好"));
        assert!(body.contains(&message_signature("token", "1600000000", "n", &sealed)));
        // sha1sum of "1600000000ntokenx" and "1600000000Zm9v+/==ntoken", computed elsewhere.
        for (sealed, signature) in [
            ("x", "6bb1203e269f3156ff0d425dc2d1c265227d253e"),
            ("Zm9v+/==", "1a75660a63a560411911f4587318453ba34a35d5"),
        ] {
            assert_eq!(message_signature("token", "1600000000", "n", sealed), signature);
        }
        assert!(sealed_in("<xml><A>1</A></xml>").is_err());
    }

    #[test]
    fn the_key_of_an_account_is_the_end_of_its_secret() {
        let secret = "0123456789abcdef".repeat(4);
        assert_eq!(account_key(&secret).map(str::len), Some(43));
        assert!(account_key(&secret).and_then(MessageKey::of).is_some());
        assert!(account_key("short").is_none());
    }
}
