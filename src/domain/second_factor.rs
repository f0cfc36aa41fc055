//! 两步验证: after the password six digits of an authenticator (TOTP, RFC 6238), or a recovery code.

use crate::domain::{Timestamp, named, petition::QueryCode};
use std::fmt;

named!(
    /// Whether officials sign in by two steps (`[accounts] second_factor`).
    #[derive(Default)]
    pub enum FactorRule {
        /// Nobody is asked, and nobody sets one up.
        Off = "off",
        /// Who has set one up is asked.
        #[default]
        Allowed = "allowed",
        /// Who has none is let in only as far as setting it up.
        Required = "required",
    }
);

/// What follows a right password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterPassword {
    ComeIn,
    Code,
    SetUp,
}

impl FactorRule {
    /// `has`: whether the account has a factor.
    #[must_use]
    pub const fn after_password(self, has: bool) -> AfterPassword {
        match (self, has) {
            (Self::Off, _) | (Self::Allowed, false) => AfterPassword::ComeIn,
            (Self::Allowed | Self::Required, true) => AfterPassword::Code,
            (Self::Required, false) => AfterPassword::SetUp,
        }
    }
}

/// As long as the hash behind the codes, as RFC 4226 (4, R6) recommends.
pub const SECRET_LEN: usize = 20;
/// Of a code.
const DIGITS: usize = 6;
/// How long a code is shown, milliseconds (RFC 6238, 5.2).
pub const STEP_MS: i64 = 30_000;
/// Single use each; made anew with every factor.
pub const RECOVERY_CODES: usize = 10;

/// Who issues the codes, as authenticators list them: 联接, as a URI writes it.
const ISSUER: &str = "%E8%81%94%E6%8E%A5";
/// RFC 4648, 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an authenticator and the house both know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; SECRET_LEN]);

impl Secret {
    #[must_use]
    pub const fn of(bytes: [u8; SECRET_LEN]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn bytes(&self) -> &[u8; SECRET_LEN] {
        &self.0
    }

    /// As it is typed into an authenticator that sees no picture: base 32, without padding since 160 bits need none.
    #[must_use]
    pub fn text(&self) -> String {
        let five = |group: &[u8]| {
            let bits = group.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            (0..8).rev().map(move |nth| char::from(BASE32[((bits >> (5 * nth)) & 31) as usize]))
        };
        self.0.chunks(5).flat_map(five).collect()
    }

    /// What a picture of it says (the authenticators' Key URI format). A user name has nothing that a URI writes
    /// otherwise.
    #[must_use]
    pub fn uri(&self, username: &str) -> String {
        format!("otpauth://totp/{ISSUER}:{username}?secret={}&issuer={ISSUER}", self.text())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A confirmed authenticator of somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactor {
    pub secret: Secret,
    pub set_up_at: Timestamp,
    /// The latest step a code was taken of: none is taken of it or of one before again.
    pub used_step: i64,
}

/// What somebody gave for the second step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Code(u32),
    /// Hash of what may be a recovery code.
    Recovery([u8; 32]),
}

impl Given {
    /// Spaces between digits are the authenticator's own, and those of a recovery code do not matter either.
    #[must_use]
    pub fn read(typed: &str) -> Self {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let digits = plain.len() == DIGITS && plain.bytes().all(|byte| byte.is_ascii_digit());
        match plain.parse() {
            Ok(code) if digits => Self::Code(code),
            _ => Self::Recovery(QueryCode::hash_of(&plain)),
        }
    }
}

/// Why a code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongCode {
    #[error("The code is wrong; the clock of the phone may be, too")]
    Wrong,
    #[error("This code was used already: the next one comes within half a minute")]
    Used,
}

impl WrongCode {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong_factor_code",
            Self::Used => "factor_code_used",
        }
    }
}

/// The step that `code` is of. Taken is the step of now and one to each side, for a phone's clock goes wrong as well;
/// none up to `used`. `code_of` is the code of a step.
///
/// # Errors
/// [`WrongCode`].
pub fn accepted(
    code: u32,
    used: i64,
    now: Timestamp,
    code_of: impl Fn(i64) -> u32,
) -> Result<i64, WrongCode> {
    let current = now.0.div_euclid(STEP_MS);
    let found: Vec<i64> = (current - 1..=current + 1).filter(|step| code_of(*step) == code).collect();
    if found.is_empty() {
        return Err(WrongCode::Wrong);
    }
    found.into_iter().find(|step| *step > used).ok_or(WrongCode::Used)
}

/// Six digits of an HMAC (RFC 4226, 5.3).
///
/// # Panics
/// If it has fewer than twenty bytes.
#[must_use]
pub fn truncated(hmac: &[u8]) -> u32 {
    let from = usize::from(hmac[hmac.len() - 1] & 0xf);
    let number = u32::from_be_bytes([hmac[from], hmac[from + 1], hmac[from + 2], hmac[from + 3]]);
    (number & 0x7fff_ffff) % 10_u32.pow(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_what_follows_a_right_password() {
        use AfterPassword::{Code, ComeIn, SetUp};
        for (rule, without, with) in [
            (FactorRule::Off, ComeIn, ComeIn),
            (FactorRule::Allowed, ComeIn, Code),
            (FactorRule::Required, SetUp, Code),
        ] {
            assert_eq!((rule.after_password(false), rule.after_password(true)), (without, with), "{rule}");
        }
    }

    /// RFC 4226, 5.4.
    #[test]
    fn an_hmac_is_truncated_as_in_the_example() {
        let hmac = [
            0x1f, 0x86, 0x98, 0x69, 0x0e, 0x02, 0xca, 0x16, 0x61, 0x85, 0x50, 0xef, 0x7f, 0x19, 0xda, 0x8e,
            0x94, 0x5b, 0x55, 0x5a,
        ];
        assert_eq!(truncated(&hmac), 872_921);
    }

    #[test]
    fn a_secret_is_typed_in_base_32_and_never_printed() {
        let secret = Secret::of(*b"12345678901234567890");
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = "otpauth://totp/%E8%81%94%E6%8E%A5:chen?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%81%94%E6%8E%A5";
        assert_eq!(secret.uri("chen"), uri);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }

    #[test]
    fn six_digits_are_a_code_and_all_else_may_be_a_recovery_code() {
        assert_eq!(Given::read(" 005 924\n"), Given::Code(5924));
        for typed in ["00592", "0059240", "+05924", "", "ABCDE-FGHJK"] {
            assert!(matches!(Given::read(typed), Given::Recovery(_)), "{typed}");
        }
        assert_eq!(Given::read("abcde fghjk"), Given::read("ABCDE-FGHJK"));
    }

    /// The code of a step is its number.
    fn taken(step: u32, used: i64, at: i64) -> Result<i64, WrongCode> {
        accepted(step, used, Timestamp(at), |step| u32::try_from(step).unwrap_or(u32::MAX))
    }

    #[test]
    fn a_code_is_good_for_its_step_and_one_to_each_side() {
        for at in [0, 30_000, 89_999] {
            assert_eq!(taken(1, -1, at), Ok(1), "after {at} ms");
        }
        assert_eq!(taken(1, -1, 90_000), Err(WrongCode::Wrong), "too late");
        assert_eq!(taken(2, -1, 29_999), Err(WrongCode::Wrong), "too early");
    }

    #[test]
    fn a_code_is_used_once_and_none_before_it_is_used_after_it() {
        assert_eq!(taken(3, 2, 90_000), Ok(3));
        assert_eq!(taken(3, 3, 90_000), Err(WrongCode::Used));
        assert_eq!(taken(2, 3, 90_000), Err(WrongCode::Used));
        assert_eq!(taken(4, 3, 90_000), Ok(4), "a phone that is ahead, or somebody in a hurry");
        let alike = accepted(7, 2, Timestamp(90_000), |_| 7);
        assert_eq!(alike, Ok(3), "of steps with one code the first that is not used");
    }
}
