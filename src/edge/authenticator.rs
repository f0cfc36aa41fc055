//! The codes an authenticator shows (TOTP, RFC 6238): HMAC-SHA-1, since that is what they all have (docs/adr/0063).

use crate::domain::second_factor::{Secret, truncated};
use ring::hmac;

/// The code of the half minute `step`, counted from 1970.
#[must_use]
pub fn code_at(secret: &Secret, step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.bytes());
    truncated(hmac::sign(&key, &step.to_be_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::second_factor::STEP_MS;

    /// RFC 6238, appendix B; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = Secret::of(*b"12345678901234567890");
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code_at(&secret, seconds * 1000 / STEP_MS), code, "{seconds}");
        }
    }
}
