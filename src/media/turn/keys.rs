//! Who may allocate: credentials and nonces that the server need not remember.
//!
//! A credential is what is known as the TURN REST convention: the username is `expiry:whom` (Unix seconds),
//! the password the base64 of its HMAC-SHA1 under the server's secret. HMAC-SHA1 because every TURN server and
//! tool makes it so; nothing known weakens it as a MAC. A nonce is the second it was made and a MAC of that
//! and of whom it was given to (stateless: a flood of requests leaves nothing behind).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::hmac;
use rtc_srtp::crypto::RTCCryptoProvider;
use rtc_stun::integrity::MessageIntegrity;

use crate::media::peer::ice::{Path, Via};

/// Goes into the key with name and password (RFC 8489 §9.2.2); clients take it from the challenge.
pub const REALM: &str = "lianjie";
/// Seconds a nonce is good for. RFC 8489 §9.2.4 leaves the time to us; a renewal costs one round trip.
pub const NONCE_LIFETIME: u64 = 3600;
/// Longest username looked at. RFC 8489 §14.3 allows 508 bytes, ours has 47.
const LONGEST_USERNAME: usize = 128;
/// Hex digits: seconds, MAC.
const NONCE_TIME: usize = 8;
const NONCE_MAC: usize = 16;

/// What a nonce turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonce {
    /// Ours, to this client: it is where it says it is.
    Fresh,
    /// Ours, to this client, and long ago.
    Stale,
    Foreign,
}

/// Makes a seat's username and password.
#[derive(Clone)]
pub struct Credentials {
    key: hmac::Key,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    pub fn new(secret: &[u8]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret) }
    }

    /// (username, password) of `whom`, good until then.
    pub fn until(&self, expiry: u64, whom: &str) -> (String, String) {
        let username = format!("{expiry}:{whom}");
        let password = self.password(&username);
        (username, password)
    }

    fn password(&self, username: &str) -> String {
        STANDARD.encode(hmac::sign(&self.key, username.as_bytes()))
    }

    /// The key that seals this user's messages (RFC 8489 §9.2.2).
    pub fn long_term_key(&self, username: &str, crypto: &dyn RTCCryptoProvider) -> Option<Vec<u8>> {
        let password = self.password(username);
        let (name, realm) = (username.to_owned(), REALM.to_owned());
        MessageIntegrity::long_term_integrity_key(name, realm, password, crypto.crypto()).ok()
    }
}

/// A username taken apart: (when it ends, whose it is).
pub fn read_username(username: &str) -> Option<(u64, &str)> {
    if username.len() > LONGEST_USERNAME {
        return None;
    }
    let (expiry, whom) = username.split_once(':')?;
    Some((expiry.parse().ok()?, whom))
}

/// Makes and knows nonces.
pub struct Nonces {
    key: hmac::Key,
}

impl std::fmt::Debug for Nonces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Nonces")
    }
}

impl Nonces {
    pub fn new(secret: &[u8]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret) }
    }

    pub fn make(&self, unix: u64, client: Path) -> String {
        let time = format!("{:08x}", unix as u32);
        let mac = hex::encode(self.mac(&time, client));
        format!("{time}{}", &mac[..NONCE_MAC])
    }

    pub fn judge(&self, unix: u64, client: Path, nonce: &str) -> Nonce {
        let Some((time, mac)) = nonce.split_at_checked(NONCE_TIME) else { return Nonce::Foreign };
        let expected = hex::encode(self.mac(time, client));
        let same =
            expected[..NONCE_MAC].bytes().zip(mac.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b));
        let Ok(made) = u32::from_str_radix(time, 16) else { return Nonce::Foreign };
        match (mac.len() == NONCE_MAC && same == 0, (unix as u32).wrapping_sub(made)) {
            (false, _) => Nonce::Foreign,
            (true, age) if u64::from(age) < NONCE_LIFETIME => Nonce::Fresh,
            (true, _) => Nonce::Stale,
        }
    }

    fn mac(&self, time: &str, client: Path) -> [u8; NONCE_MAC / 2] {
        let stream = match client.via {
            Via::TurnTcp(id) | Via::TurnTls(id) => id.0,
            _ => 0,
        };
        let text = format!("{time} {} {:?} {stream}", client.remote, client.local);
        let mut short = [0; NONCE_MAC / 2];
        short.copy_from_slice(&hmac::sign(&self.key, text.as_bytes()).as_ref()[..NONCE_MAC / 2]);
        short
    }
}
