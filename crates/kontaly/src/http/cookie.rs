//! The session cookie: signed, so that nobody can alter whose it is, and holding a secret whose hash the database has.
//!
//! It carries who is signed in, in which role and with which capability, and that is why a request needs no look-up
//! before its one flight: the middleware believes the signature, the database verifies the session in the same flight
//! as the query (`enter` in migrations/0001). A role change, a suspension or a new password ends the sessions there,
//! so a cookie that was made before is refused by every process at once. See docs/adr/0003.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use kontaly_access::{Actor, ActorKind, Role, SessionId, TenantId, UserId};
use kontaly_db::{KeyRing, Proof};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The name: the prefix makes browsers refuse it from any other host or over plain HTTP (except on localhost).
pub const NAME: &str = "__Host-kontaly";
const PURPOSE: &str = "session";
/// Tenant, user and session (16 bytes each), serial (4), role (1), secret (32).
const LENGTH: usize = 16 * 3 + 4 + 1 + 32;

/// Who a cookie says is there.
#[derive(Clone, Debug)]
pub struct Session {
    /// The person, with tenant, role and capability serial.
    pub actor: Actor,
    /// The session and its secret's hash, for the database to verify. A job has none: the capability alone is asked.
    pub proof: Option<Proof>,
    /// The server key it was signed with; the capability is derived with the same.
    pub key: u8,
}

/// Makes a cookie's value and what the database keeps of it.
#[must_use]
pub fn make(keys: &KeyRing, actor: &Actor, session: SessionId) -> (String, Vec<u8>) {
    let secret: [u8; 32] = rand::random();
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.extend_from_slice(actor.tenant_id.0.as_bytes());
    bytes.extend_from_slice(actor.id.0.as_bytes());
    bytes.extend_from_slice(session.0.as_bytes());
    bytes.extend_from_slice(&actor.serial.to_be_bytes());
    bytes.push(actor.role as u8);
    bytes.extend_from_slice(&secret);
    (BASE64.encode(keys.sign(PURPOSE, &bytes)), Sha256::digest(secret).to_vec())
}

/// Reads a cookie's value; `None` for any that we did not sign.
#[must_use]
pub fn read(keys: &KeyRing, value: &str) -> Option<Session> {
    let signed = BASE64.decode(value).ok()?;
    let (key, bytes) = keys.open(PURPOSE, &signed)?;
    if bytes.len() != LENGTH {
        return None;
    }
    let id = |at: usize| Uuid::from_slice(&bytes[at..at + 16]).ok();
    let actor = Actor {
        tenant_id: TenantId(id(0)?),
        id: UserId(id(16)?),
        kind: ActorKind::User,
        role: *Role::ALL.get(usize::from(bytes[52]))?,
        serial: i32::from_be_bytes(bytes[48..52].try_into().ok()?),
    };
    let proof = Proof { session: SessionId(id(32)?), secret_hash: Sha256::digest(&bytes[53..]).to_vec() };
    Some(Session { actor, proof: Some(proof), key })
}

/// The Set-Cookie header that gives a browser its session.
#[must_use]
pub fn set(value: &str, max_age_seconds: i64) -> String {
    format!("{NAME}={value}; Path=/; Max-Age={max_age_seconds}; Secure; HttpOnly; SameSite=Lax")
}

/// The Set-Cookie header that takes it away.
#[must_use]
pub fn clear() -> String {
    set("", 0)
}

/// The value among a request's Cookie headers; two of the name are a trick, and none is believed.
#[must_use]
pub fn find(headers: &axum::http::HeaderMap) -> Option<&str> {
    let mut found = headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='));
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_says_who_signed_in_and_nothing_else_is_believed() {
        let keys = KeyRing::generate();
        let actor = Actor {
            tenant_id: TenantId(Uuid::from_u128(1)),
            id: UserId(Uuid::from_u128(2)),
            kind: ActorKind::User,
            role: Role::SalesRepresentative,
            serial: 7,
        };
        let (value, hash) = make(&keys, &actor, SessionId(Uuid::from_u128(3)));
        let session = read(&keys, &value).expect("our own cookie");
        assert_eq!(session.actor, actor);
        let proof = session.proof.unwrap();
        assert_eq!(proof.secret_hash, hash);
        assert_eq!(proof.session, SessionId(Uuid::from_u128(3)));
        assert!(read(&KeyRing::generate(), &value).is_none(), "another installation's cookie");
        assert!(read(&keys, &value[1..]).is_none());
        assert!(read(&keys, "").is_none());
    }

    #[test]
    fn of_two_cookies_of_the_name_none_is_believed() {
        let mut headers = axum::http::HeaderMap::new();
        headers.append("cookie", "a=b; __Host-kontaly=x".parse().expect("a header"));
        assert_eq!(find(&headers), Some("x"));
        headers.append("cookie", "__Host-kontaly=y".parse().expect("a header"));
        assert_eq!(find(&headers), None);
    }
}
