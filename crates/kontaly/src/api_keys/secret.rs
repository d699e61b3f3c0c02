//! What a program sends: `kontaly_` and 94 letters and digits, the last six of them a checksum.
//!
//! ```text
//! secret, 32 random bytes | the key's id, 16 | role, 1 | stamp, 16      in base 62, 88 digits
//! CRC-32 of those digits                                                in base 62, 6 digits
//! ```
//!
//! It says which key and which role, so that a request needs no look-up before its one flight. The database knows the
//! sha256 of the whole text: whoever alters the role has another secret. The stamp spares the database, and whatever a
//! handler does before its first query, texts that were never made here or are another workspace's; the checksum lets a
//! scanner of leaked secrets tell a key from noise without asking anybody.

use crate::http::cookie::Session;
use kontaly_access::{Actor, ActorKind, Role, SessionId, TenantId, UserId};
use kontaly_db::{KeyRing, Proof};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const LEAD: &str = "kontaly_";
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Secret, id, role, stamp.
const BYTES: usize = 32 + 16 + 1 + 16;
/// Digits of that many bytes, and of a CRC-32.
const TEXT: usize = 88;
const CHECKSUM: usize = 6;
/// Characters of the secret that lists show: 215 of its bits stay unknown.
const SHOWN: usize = LEAD.len() + 7;
/// The one capability of a key; a second one would be another key.
const SERIAL: i32 = 1;

/// A secret that was just made.
pub struct Secret {
    /// What the program sends. It is kept nowhere.
    pub text: String,
    /// What lists show of it.
    pub prefix: String,
    /// What the database keeps of it.
    pub hash: Vec<u8>,
}

/// Makes a key's secret.
#[must_use]
pub fn make(keys: &KeyRing, tenant: TenantId, id: UserId, role: Role) -> Secret {
    let mut bytes = rand::random::<[u8; 32]>().to_vec();
    bytes.extend_from_slice(id.0.as_bytes());
    bytes.push(role as u8);
    bytes.extend_from_slice(&stamp(keys, tenant, &bytes));
    let digits = encode(&bytes, TEXT);
    let text = format!("{LEAD}{digits}{}", checksum(&digits));
    Secret { prefix: text[..SHOWN].to_owned(), hash: hash(&text), text }
}

/// Reads what a program sent to that workspace; `None` for what was never a key of it. Whether the key still lives the
/// database says, in the same flight as the query.
#[must_use]
pub fn read(keys: &KeyRing, tenant: TenantId, text: &str) -> Option<Session> {
    let (digits, check) = text.strip_prefix(LEAD)?.split_at_checked(TEXT)?;
    if check != checksum(digits) {
        return None;
    }
    let bytes = decode(digits, BYTES)?;
    let (said, given) = bytes.split_at(BYTES - 16);
    if stamp(keys, tenant, said) != given {
        return None;
    }
    let id = Uuid::from_slice(&said[32..48]).ok()?;
    let role = *Role::ALL.get(usize::from(said[48]))?;
    let actor = Actor { tenant_id: tenant, id: UserId(id), kind: ActorKind::Key, role, serial: SERIAL };
    let proof = Proof { session: SessionId(id), secret_hash: hash(text) };
    Some(Session { actor, proof: Some(proof), key: keys.current() })
}

fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text).to_vec()
}

fn stamp(keys: &KeyRing, tenant: TenantId, bytes: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&keys.stamp("api key", &[tenant.0.as_bytes(), bytes])[..16]);
    half
}

fn checksum(digits: &str) -> String {
    encode(&crc32fast::hash(digits.as_bytes()).to_be_bytes(), CHECKSUM)
}

/// A number in base 62, with zeros in front up to that length.
fn encode(bytes: &[u8], length: usize) -> String {
    let mut number = bytes.to_vec();
    let mut digits = vec![DIGITS[0]; length];
    for digit in digits.iter_mut().rev() {
        let rest = number.iter_mut().fold(0, |rest, byte| {
            let part = rest * 256 + u32::from(*byte);
            *byte = u8::try_from(part / 62).unwrap_or_default();
            part % 62
        });
        *digit = DIGITS[usize::try_from(rest).unwrap_or_default()];
    }
    digits.into_iter().map(char::from).collect()
}

/// The number that [`encode`] wrote; `None` for other characters, and for one that needs more bytes.
fn decode(digits: &str, length: usize) -> Option<Vec<u8>> {
    let mut number = vec![0; length];
    for digit in digits.bytes() {
        let mut carry = u32::try_from(DIGITS.iter().position(|known| *known == digit)?).ok()?;
        for byte in number.iter_mut().rev() {
            carry += u32::from(*byte) * 62;
            *byte = carry.to_be_bytes()[3];
            carry /= 256;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: TenantId = TenantId(Uuid::from_u128(1));
    const BETA: TenantId = TenantId(Uuid::from_u128(2));
    const ID: UserId = UserId(Uuid::from_u128(3));

    #[test]
    fn a_secret_says_which_key_it_is_in_its_own_workspace_alone() {
        let keys = KeyRing::generate();
        let made = make(&keys, ACME, ID, Role::AccountManager);
        assert_eq!(made.text.len(), 102);
        assert!(made.text.starts_with(&made.prefix) && made.prefix.len() == 15);
        let read_back = read(&keys, ACME, &made.text).expect("our own key");
        assert_eq!((read_back.actor.id, read_back.actor.role), (ID, Role::AccountManager));
        assert_eq!(read_back.actor.kind, ActorKind::Key);
        assert_eq!(read_back.proof.unwrap().secret_hash, made.hash);
        assert!(read(&keys, BETA, &made.text).is_none(), "another workspace's");
        assert!(read(&KeyRing::generate(), ACME, &made.text).is_none(), "another installation's");
        assert!(
            read(&keys.announced().promoted().settled(), ACME, &made.text).is_some(),
            "another server key"
        );
    }

    #[test]
    fn an_altered_secret_is_none() {
        let keys = KeyRing::generate();
        let text = make(&keys, ACME, ID, Role::SalesRepresentative).text;
        for at in 0..text.len() {
            let other = if text.as_bytes()[at] == b'x' { "y" } else { "x" };
            let altered = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            assert!(read(&keys, ACME, &altered).is_none(), "{at}");
        }
        for text in ["", "kontaly_", "kontaly_é", &text[..101], &format!("{text}0"), &text.replace('k', "ж")]
        {
            assert!(read(&keys, ACME, text).is_none(), "{text}");
        }
        // A role of one's own choosing, with the right checksum.
        let mut bytes = decode(&text[8..96], BYTES).expect("digits");
        bytes[48] = Role::Administrator as u8;
        let digits = encode(&bytes, TEXT);
        assert!(read(&keys, ACME, &format!("{LEAD}{digits}{}", checksum(&digits))).is_none());
    }

    #[test]
    fn numbers_are_written_and_read_back() {
        for bytes in
            [[0_u8; BYTES], [255; BYTES], std::array::from_fn(|at| u8::try_from(at * 3).unwrap_or(7))]
        {
            let digits = encode(&bytes, TEXT);
            assert_eq!(decode(&digits, BYTES).as_deref(), Some(&bytes[..]));
        }
        assert_eq!(encode(&[1, 0], 3), "048");
        assert!(decode(&"z".repeat(TEXT), BYTES).is_none(), "larger than so many bytes can be");
    }
}
