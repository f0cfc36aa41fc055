//! A WeChat official account, in plaintext or in sealed mode: what its server sends, and what is answered at once.

mod dialogue;
mod message;
mod sealed;

pub use dialogue::{Dialogue, HELP, Said, answer_status, not_registered, said, state_word};
pub use message::{BadMessage, Message, reply};
pub use sealed::{MessageKey, Unsealed, account_key, envelope, message_signature, sealed_in};

use crate::domain::Timestamp;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// The token an account is set up with: it may have 32 characters.
#[must_use]
pub fn account_token(signing_secret: &str) -> &str {
    signing_secret.get(..32).unwrap_or(signing_secret)
}

/// SHA-1 of token, time and nonce, sorted and joined: the platform's own scheme. It does not cover the message, so
/// it is worth only what TLS and the secrecy of the address add.
#[must_use]
pub fn signature(token: &str, timestamp: &str, nonce: &str) -> String {
    let mut parts = [token, timestamp, nonce];
    parts.sort_unstable();
    hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, parts.concat().as_bytes()))
}

/// Whether two signatures are one: every character is looked at, however early they differ.
#[must_use]
pub fn is_same(right: &str, shown: &str) -> bool {
    right.len() == shown.len()
        && right.bytes().zip(shown.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Whether a signature is right and its time (seconds) within five minutes of ours.
#[must_use]
pub fn holds(token: &str, timestamp: &str, nonce: &str, shown: &str, now: Timestamp) -> bool {
    let same = is_same(&signature(token, timestamp, nonce), shown);
    let at = timestamp.parse::<i64>().unwrap_or_default().saturating_mul(1000);
    same && at.abs_diff(now.0) <= super::signature::WINDOW_MS.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_the_sorted_parts_and_holds_for_five_minutes() {
        let shown = signature("weixin", "1600000000", "nonce1");
        assert_eq!(shown, signature("weixin", "nonce1", "1600000000"), "order does not matter");
        // sha1sum of "1600000000nonce1weixin", computed elsewhere.
        assert_eq!(shown, "4b9575afd705c3d78cf0f72ca76863f153b440da");
        let now = Timestamp(1_600_000_000_000);
        for (token, later_s, holding) in [
            ("weixin", 0, true),
            ("weixin", 300, true),
            ("weixin", 301, false),
            ("weixin", -301, false),
            ("Weixin", 0, false),
        ] {
            let now = now.plus_millis(later_s * 1000);
            assert_eq!(holds(token, "1600000000", "nonce1", &shown, now), holding, "{token} {later_s}");
        }
        assert!(!holds("weixin", "1600000000", "nonce1", "", now));
    }
}
