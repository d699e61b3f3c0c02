//! Signatures of <https://www.standardwebhooks.com>: HMAC-SHA256 over `id.timestamp.body`, in base64.
//!
//! A webhook's secret is derived from the installation's own, and kept nowhere; a rotation counts its serial up, and for a
//! day both sign. A new server key leaves it as it is.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use kontaly_access::{TenantId, WebhookId};
use kontaly_db::KeyRing;
use sha2::Sha256;
use uuid::Uuid;

/// What signs.
pub struct Secret([u8; 32]);

impl Secret {
    /// A webhook's secret of that serial.
    #[must_use]
    pub fn of(keys: &KeyRing, tenant: TenantId, webhook: WebhookId, serial: i32) -> Self {
        let parts: [&[u8]; 3] = [tenant.0.as_bytes(), webhook.0.as_bytes(), &serial.to_be_bytes()];
        Self(keys.stamp("webhook", &parts))
    }

    /// As libraries of Standard Webhooks take it.
    #[must_use]
    pub fn text(&self) -> String {
        format!("whsec_{}", BASE64.encode(self.0))
    }

    fn sign(&self, signed: &str) -> String {
        // HMAC pads a shorter key with zeros to the block; doing it here keeps the constructor infallible.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(signed.as_bytes());
        format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
    }
}

/// The `webhook-id` of what is told.
#[must_use]
pub fn message_id(id: Uuid) -> String {
    format!("msg_{}", id.simple())
}

/// The `webhook-signature` of a body, by every secret that lives.
#[must_use]
pub fn signature(secrets: &[Secret], id: Uuid, at: Timestamp, body: &str) -> String {
    let signed = format!("{}.{}.{body}", message_id(id), at.as_second());
    secrets.iter().map(|secret| secret.sign(&signed)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_secrets_sign_for_a_day() {
        let keys = KeyRing::generate();
        let of =
            |serial| Secret::of(&keys, TenantId(Uuid::from_u128(1)), WebhookId(Uuid::from_u128(2)), serial);
        assert_ne!(of(1).text(), of(2).text());
        assert!(of(1).text().starts_with("whsec_") && of(1).text().len() == 6 + 44);
        let both = signature(&[of(2), of(1)], Uuid::from_u128(3), Timestamp::UNIX_EPOCH, "{}");
        let one = signature(&[of(1)], Uuid::from_u128(3), Timestamp::UNIX_EPOCH, "{}");
        assert_eq!(both.split(' ').nth(1), Some(&*one));
        let other = signature(&[of(1)], Uuid::from_u128(3), Timestamp::UNIX_EPOCH, "{ }");
        assert_ne!(one, other);
    }

    /// As Python's `hmac` computes it from the specification, and npm's `standardwebhooks` signs.
    #[test]
    fn a_signature_is_the_one_that_others_make() {
        let secret = Secret(*b"0123456789abcdef0123456789abcdef");
        assert_eq!(secret.text(), "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        let at = Timestamp::from_second(1_614_265_330).expect("an instant");
        let signed = signature(&[secret], Uuid::nil(), at, r#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,jYuiueD55sCYOiNNGj3hufUh6OXEbCrr/A21nHNP72Q=");
    }
}
