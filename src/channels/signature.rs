//! HMAC-SHA256 over time, nonce or number, and body: who may not read the secret can neither make nor change it.

use crate::domain::{MINUTE_MS, Timestamp};
use ring::hmac;

/// How far a signed request's clock may be from ours, milliseconds.
pub const WINDOW_MS: i64 = 5 * MINUTE_MS;

/// What is signed: the parts with a line feed between, the body last.
fn signed(timestamp: &str, once: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"\n", once.as_bytes(), b"\n", body].concat()
}

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

/// In hexadecimal.
#[must_use]
pub fn sign(secret: &str, timestamp: &str, once: &str, body: &[u8]) -> String {
    hex::encode(hmac::sign(&key(secret), &signed(timestamp, once, body)))
}

/// Takes as long for a wrong signature as for a right one.
#[must_use]
pub fn verifies(secret: &str, timestamp: &str, once: &str, body: &[u8], signature: &str) -> bool {
    hex::decode(signature)
        .is_ok_and(|signature| hmac::verify(&key(secret), &signed(timestamp, once, body), &signature).is_ok())
}

/// Whether a request signed at `timestamp` (milliseconds, as text) may still come.
#[must_use]
pub fn is_timely(timestamp: &str, now: Timestamp) -> bool {
    timestamp.parse::<i64>().is_ok_and(|at| at.abs_diff(now.0) <= WINDOW_MS.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_changed_breaks_the_signature() {
        let signature = sign("secret", "1000", "n1", b"{}");
        for (secret, timestamp, nonce, body, holds) in [
            ("secret", "1000", "n1", &b"{}"[..], true),
            ("Secret", "1000", "n1", b"{}", false),
            ("secret", "1001", "n1", b"{}", false),
            ("secret", "1000", "n2", b"{}", false),
            ("secret", "1000", "n1", b"{ }", false),
            ("secret", "1000", "n", b"1\n{}", false),
        ] {
            assert_eq!(verifies(secret, timestamp, nonce, body, &signature), holds, "{timestamp} {nonce}");
        }
        assert!(
            !verifies("secret", "1000", "n1", b"{}", "not hex")
                && !verifies("secret", "1000", "n1", b"{}", "")
        );
    }

    #[test]
    fn five_minutes_either_way_are_timely() {
        let now = Timestamp(10_000_000);
        for (timestamp, timely) in [
            ("10000000", true),
            ("9700000", true),
            ("9699999", false),
            ("10300000", true),
            ("10300001", false),
            ("-9223372036854775808", false),
            ("now", false),
        ] {
            assert_eq!(is_timely(timestamp, now), timely, "{timestamp}");
        }
    }
}
