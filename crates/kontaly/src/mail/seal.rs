//! Tokens: 256 random bits, of which the database keeps the hash, and, while a mail waits, a copy that only the server
//! can open.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use kontaly_db::KeyRing;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a link carries behind its `#`, where no server and no referrer sees it.
#[derive(Clone, Copy)]
pub struct Token([u8; 32]);

impl Token {
    /// A fresh one.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Reads one from a link; `None` for what cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        BASE64.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// As it stands in a link.
    #[must_use]
    pub fn text(&self) -> String {
        BASE64.encode(self.0)
    }

    /// What the database keeps.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// Seals the token for one mail to one recipient: under another address it opens to nothing of worth.
    #[must_use]
    pub fn seal(&self, keys: &KeyRing, mail: Uuid, recipient: &str) -> Option<(u8, Vec<u8>)> {
        let key = keys.current();
        Some((key, self.masked(keys, key, mail, recipient)?.0.to_vec()))
    }

    /// Opens what [`Token::seal`] made; `None` once its key is gone.
    #[must_use]
    pub fn open(keys: &KeyRing, key: u8, mail: Uuid, recipient: &str, sealed: &[u8]) -> Option<Self> {
        Self(sealed.try_into().ok()?).masked(keys, key, mail, recipient)
    }

    fn masked(self, keys: &KeyRing, key: u8, mail: Uuid, recipient: &str) -> Option<Self> {
        let mut bytes = keys.pad(key, "mail", &[mail.as_bytes(), recipient.as_bytes()])?;
        bytes.iter_mut().zip(self.0).for_each(|(byte, own)| *byte ^= own);
        Some(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_token_opens_for_its_mail_and_recipient_alone() {
        let keys = KeyRing::generate();
        let (token, mail) = (Token::random(), Uuid::from_u128(1));
        let (key, sealed) = token.seal(&keys, mail, "a@b.example").expect("a key");
        let opened = |keys: &KeyRing, mail, to| Token::open(keys, key, mail, to, &sealed).map(|t| t.text());
        assert_eq!(opened(&keys, mail, "a@b.example"), Some(token.text()));
        assert_ne!(opened(&keys, mail, "c@d.example"), Some(token.text()));
        assert_ne!(opened(&keys, Uuid::from_u128(2), "a@b.example"), Some(token.text()));
        assert_ne!(opened(&KeyRing::generate(), mail, "a@b.example"), Some(token.text()));
        assert!(Token::parse(&token.text()).is_some_and(|same| same.hash() == token.hash()));
        assert!(Token::parse("short").is_none());
    }
}
