//! Staff passwords: argon2id (RFC 9106), as PHC strings.

use crate::world::World;
use argon2::{
    Argon2,
    password_hash::{self, PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::{
    sync::{Arc, LazyLock},
    thread,
};
use tokio::sync::Semaphore;

/// Fewest characters of a new password.
const MIN_CHARS: usize = 10;

/// Most bytes that are hashed: nobody types more, and hashing is paid by us.
const MAX_BYTES: usize = 1024;

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    #[error("A password needs at least {MIN_CHARS} characters")]
    TooShort,
    #[error("This password is too easy to guess; add a few unrelated words")]
    Guessable,
}

/// # Errors
/// The password is too weak to be set.
pub fn check_new(password: &str) -> Result<(), Weak> {
    if password.chars().count() < MIN_CHARS {
        return Err(Weak::TooShort);
    }
    if zxcvbn::zxcvbn(password, &[]).score() < zxcvbn::Score::Three {
        return Err(Weak::Guessable);
    }
    Ok(())
}

/// Takes tens of milliseconds and 19 MiB; on the runtime use [`Passwords`].
///
/// # Errors
/// The password is longer than any that is typed.
pub fn hash(password: &str, world: &dyn World) -> Result<String, password_hash::Error> {
    let mut salt = [0; 16];
    world.fill(&mut salt);
    if password.len() > MAX_BYTES {
        return Err(password_hash::Error::PasswordInvalid);
    }
    let hash: password_hash::phc::PasswordHash =
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

fn matches(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Checks passwords, as many at once as there are cores: a spray of sign-ins must not take all memory.
#[derive(Debug, Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self { permits: Arc::new(Semaphore::new(cores)) }
    }
}

/// What unknown users are checked against, so that they take as long as known ones.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let hash: Result<password_hash::phc::PasswordHash, _> =
        Argon2::default().hash_password_with_salt(b"nobody", &[0; 16]);
    hash.map(|hash| hash.to_string()).unwrap_or_default()
});

impl Passwords {
    /// Whether `password` is the one of `phc`; always false, after the same work, without one.
    pub async fn verify(&self, password: String, phc: Option<String>) -> bool {
        let Ok(_permit) = self.permits.acquire().await else { return false };
        let known = phc.is_some();
        let work = move || {
            let phc = phc.as_ref().unwrap_or(&NOBODY);
            password.len() <= MAX_BYTES && matches(&password, phc)
        };
        tokio::task::spawn_blocking(work).await.is_ok_and(|matched| matched && known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::RealWorld;

    #[test]
    fn weak_passwords_are_refused() {
        for (password, verdict) in [
            ("short", Err(Weak::TooShort)),
            ("password123", Err(Weak::Guessable)),
            ("1234567890", Err(Weak::Guessable)),
            ("lanzhou river ferry 7", Ok(())),
        ] {
            assert_eq!(check_new(password), verdict, "{password}");
        }
    }

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let phc = hash("lanzhou river ferry 7", &RealWorld).unwrap();
        let passwords = Passwords::default();
        assert!(passwords.verify("lanzhou river ferry 7".into(), Some(phc.clone())).await);
        assert!(!passwords.verify("lanzhou river ferry 8".into(), Some(phc)).await);
        assert!(!passwords.verify("nobody".into(), None).await);
    }

    #[test]
    fn the_same_password_never_hashes_alike() {
        assert_ne!(hash("one and the same", &RealWorld), hash("one and the same", &RealWorld));
    }
}
