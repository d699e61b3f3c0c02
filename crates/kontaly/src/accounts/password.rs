//! Passwords: argon2id, always computed, for people who do not exist too.

use crate::app::App;
use crate::http::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};

/// Characters of a password at least and at most; the upper bound keeps hashing cheap to call.
pub const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=200;

/// The hash of a password that nobody has: what a guess for an unknown person is compared with, at the same cost.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$PzF5yVvcsKz3AwZn7oYvkbpGZYQHzTBPfJOX8oMSZnk";

fn argon2() -> Argon2<'static> {
    // OWASP's first choice: 19 MiB, 2 passes, 1 lane; also the crate's default, said here so that it cannot drift.
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

/// Refuses a password that is too short or too long.
///
/// # Errors
/// 422 for the field named.
pub fn check(field: &str, password: &str) -> Result<(), Error> {
    if PASSWORD_CHARS.contains(&password.chars().count()) {
        return Ok(());
    }
    Err(Error::field(
        field,
        "password_length",
        "A password has 10 to 200 characters. Several words make a good one.",
    ))
}

/// A password that nobody can guess and everybody can type: 20 letters and digits that are not taken for one another.
#[must_use]
pub fn made_up() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let bytes: [u8; 20] = rand::random();
    let letters: Vec<_> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(5).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The hash to keep.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash_now(password: &str) -> Result<String, Error> {
    argon2()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::internal(format!("argon2: {error}")))
}

/// [`hash_now`] off the request threads, no more at once than there are cores.
///
/// # Errors
/// As [`hash_now`].
pub async fn hash(app: &App, password: String) -> Result<String, Error> {
    let _turn = turn(app).await?;
    tokio::task::spawn_blocking(move || hash_now(&password))
        .await
        .map_err(|error| Error::internal(error.to_string()))?
}

/// Whether a password is the one whose hash is kept. With no hash, the same work is done and the answer is no.
///
/// # Errors
/// When the work cannot be done.
pub async fn verify(app: &App, password: String, hash: Option<String>) -> Result<bool, Error> {
    let _turn = turn(app).await?;
    tokio::task::spawn_blocking(move || {
        let kept = hash.as_deref().unwrap_or(NOBODYS);
        let matches = PasswordHash::new(kept)
            .is_ok_and(|kept| argon2().verify_password(password.as_bytes(), &kept).is_ok());
        matches && hash.is_some()
    })
    .await
    .map_err(|error| Error::internal(error.to_string()))
}

async fn turn(app: &App) -> Result<tokio::sync::SemaphorePermit<'_>, Error> {
    app.hashing.acquire().await.map_err(|error| Error::unavailable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_verifies_its_password_alone() {
        let hash = hash_now("correct horse battery").expect("randomness");
        let kept = PasswordHash::new(&hash).expect("a PHC string");
        assert!(argon2().verify_password(b"correct horse battery", &kept).is_ok());
        assert!(argon2().verify_password(b"correct horse battery ", &kept).is_err());
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }

    #[test]
    fn nobodys_hash_is_a_hash_that_costs_the_same() {
        let kept = PasswordHash::new(NOBODYS).expect("a PHC string");
        assert_eq!(kept.algorithm.as_str(), "argon2id");
        assert!(NOBODYS.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(argon2().verify_password(b"anything", &kept).is_err());
    }
}
