//! The second factor: one-time codes of an authenticator app (RFC 6238: SHA-1, six digits, half a minute, as every app has it).
//!
//! The secret is derived from the installation's own and kept nowhere; a new device counts the operator's serial up. A new
//! server key leaves it as it is.

use crate::http::{Error, Result};
use jiff::Timestamp;
use kontaly_access::OperatorId;
use kontaly_db::KeyRing;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

/// RFC 4226 asks for 160 bits.
const SECRET_BYTES: usize = 20;
/// Letters of a recovery code that are not taken for one another: 32 of them, 5 bits each.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789w";
/// Letters of a recovery code: 80 bits.
const CODE_LETTERS: usize = 16;

/// An operator's secret of some serial.
pub struct Factor(Totp);

impl Factor {
    /// The current one of an operator at this installation.
    ///
    /// # Errors
    /// When the address cannot stand in a link to an app.
    pub fn of(keys: &KeyRing, operator: OperatorId, serial: i32, email: &str, host: &str) -> Result<Self> {
        let stamp = keys.stamp("totp", &[operator.0.as_bytes(), &serial.to_be_bytes()]);
        // Apps take a colon for the end of the issuer.
        let issuer = format!("Kontaly {}", host.replace(':', " "));
        let built = Builder::new()
            .with_secret(stamp[..SECRET_BYTES].to_vec())
            .with_account_name(email.replace(':', " "))
            .with_issuer(Some(issuer))
            .build();
        built.map(Self).map_err(|error| Error::internal(format!("totp: {error}")))
    }

    /// The half minute whose code this is, now or one before or after; `None` for no code of these.
    #[must_use]
    pub fn step(&self, code: &str, now: Timestamp) -> Option<i64> {
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let second = u64::try_from(now.as_second()).ok()?;
        self.0.check(&code, second).and_then(|step| i64::try_from(step).ok())
    }

    /// The code of this half minute: for tests, which have no app.
    #[must_use]
    pub fn code(&self, now: Timestamp) -> String {
        self.0.generate(now.as_second().unsigned_abs()).to_string()
    }

    /// What an app reads: `otpauth://totp/…`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn link(&self) -> Result<String> {
        self.0.to_url().map_err(|error| Error::internal(format!("totp: {error}")))
    }
}

/// A fresh recovery code, as four groups of four letters.
#[must_use]
pub fn recovery_code() -> String {
    let bytes: [u8; CODE_LETTERS] = rand::random();
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a recovery code. 80 random bits need no slow hash.
#[must_use]
pub fn recovery_hash(code: &str) -> Vec<u8> {
    let plain: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    Sha256::digest(plain).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use uuid::Uuid;

    #[test]
    fn a_code_is_of_its_half_minute_and_of_its_operator() {
        let (keys, id) = (KeyRing::generate(), OperatorId(Uuid::from_u128(1)));
        let factor =
            |serial| Factor::of(&keys, id, serial, "robin@example.com", "admin.localhost:8080").unwrap();
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let code = factor(1).code(now);
        assert_eq!(factor(1).step(&code, now), Some(60_000_000));
        assert_eq!(factor(1).step(&format!(" {} {}", &code[..3], &code[3..]), now), Some(60_000_000));
        assert_eq!(factor(1).step(&code, now + SignedDuration::from_secs(59)), Some(60_000_000));
        assert_eq!(factor(1).step(&code, now + SignedDuration::from_secs(60)), None);
        assert_eq!(factor(2).step(&code, now), None, "an older device");
        assert_eq!(factor(1).step("", now), None);
        assert!(
            factor(1).link().unwrap().starts_with("otpauth://totp/Kontaly%20admin.localhost%208080:robin")
        );
    }

    #[test]
    fn a_recovery_code_is_read_as_it_is_typed() {
        let code = recovery_code();
        assert_eq!(code.len(), 19);
        assert_eq!(recovery_hash(&code), recovery_hash(&code.to_uppercase().replace('-', " ")));
        assert_ne!(recovery_hash(&code), recovery_hash(&recovery_code()));
    }
}
