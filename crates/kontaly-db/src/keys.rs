//! The server key: what capabilities, session cookies and role passwords are derived from.
//!
//! A key file has one line per secret and is readable by the server alone:
//!
//! ```text
//! roles 64 hex digits      passwords of the database roles
//! key 2 64 hex digits      the current key, which signs
//! key 1 64 hex digits      another that lives: the one before until `kontaly rekey --finish`, or the one to come
//! ```
//!
//! A process that serves reads the file again when it changes ([`KeyRing::reload`]), so that a rotation needs no restart.

use hmac::{Hmac, KeyInit, Mac};
use kontaly_access::{Actor, ActorKind, SessionId, TenantId};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    id: u8,
    secret: [u8; 32],
}

#[derive(Clone, PartialEq, Eq)]
struct Keys {
    roles: [u8; 32],
    keys: Vec<Key>,
}

/// The keys that live: the current one, and while a rotation is under way another. Shared by a whole process, and
/// replaced under it by [`KeyRing::reload`]; a clone is a ring of its own.
pub struct KeyRing(RwLock<Keys>);

impl Clone for KeyRing {
    fn clone(&self) -> Self {
        Self::of(self.read().clone())
    }
}

/// What a session cookie proves: which session, and the secret whose hash the database keeps.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The session.
    pub session: SessionId,
    /// sha256 of the secret in the cookie.
    pub secret_hash: Vec<u8>,
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a shorter key with zeros to the block; doing it here keeps the constructor infallible.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        // Length first, so that no two lists of parts run together into the same bytes.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

impl KeyRing {
    fn of(keys: Keys) -> Self {
        Self(RwLock::new(keys))
    }

    fn read(&self) -> RwLockReadGuard<'_, Keys> {
        // Whoever panicked held no half-written ring: it is replaced in one assignment.
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new ring with one fresh key.
    #[must_use]
    pub fn generate() -> Self {
        Self::of(Keys { roles: rand::random(), keys: vec![Key { id: 1, secret: rand::random() }] })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a key file.
    pub fn load(path: &Path) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        Self::parse(&text)
            .ok_or_else(|| std::io::Error::other(format!("{} is not a Kontaly key file", path.display())))
    }

    /// Reads a key file, or makes it, readable by its owner alone, where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is not a key file.
    pub fn open_or_create(path: &Path) -> std::io::Result<Self> {
        match Self::load(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let ring = Self::generate();
                ring.save(path)?;
                Ok(ring)
            }
            loaded => loaded,
        }
    }

    /// Takes over what the file says now; says whether that was anything new. The roles' secret cannot change under a
    /// process, whose connections were made with passwords derived from it.
    ///
    /// # Errors
    /// When the file cannot be read, is not a key file, or has another secret for the roles; the ring stays as it was.
    pub fn reload(&self, path: &Path) -> std::io::Result<bool> {
        let fresh = Self::load(path)?.read().clone();
        if *self.read() == fresh {
            return Ok(false);
        }
        if self.read().roles != fresh.roles {
            return Err(std::io::Error::other(
                "the key file has another secret for the database roles: restart",
            ));
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(true)
    }

    /// Writes the file in one step: whoever reads it meanwhile sees the old or the new one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let fresh = path.with_extension("new");
        let _ = std::fs::remove_file(&fresh);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&fresh)?;
        file.write_all(self.to_text().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(fresh, path)
    }

    fn to_text(&self) -> String {
        let keys = self.read();
        keys.keys.iter().fold(format!("roles {}\n", hex(&keys.roles)), |mut text, key| {
            let _ = writeln!(text, "key {} {}", key.id, hex(&key.secret));
            text
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut roles = None;
        let mut keys = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                ["roles", secret] => roles = Some(unhex(secret)?),
                ["key", id, secret] => keys.push(Key { id: id.parse().ok()?, secret: unhex(secret)? }),
                _ => return None,
            }
        }
        (!keys.is_empty()).then_some(Self::of(Keys { roles: roles?, keys }))
    }

    fn with(&self, keys: Vec<Key>) -> Self {
        Self::of(Keys { roles: self.read().roles, keys })
    }

    /// The first step of a rotation: a fresh key lives behind the current one. Hashes are made with both from now on,
    /// signatures with the current one still.
    #[must_use]
    pub fn announced(&self) -> Self {
        let current = self.read().keys[0];
        let id = self.ids().max().unwrap_or(0).wrapping_add(1);
        self.with(vec![current, Key { id, secret: rand::random() }])
    }

    /// The second step: of two keys that live the newest becomes the current one, and signs.
    #[must_use]
    pub fn promoted(&self) -> Self {
        let mut keys = self.read().keys.clone();
        // Where the count ran over, 1 is newer than 255.
        keys.sort_by_key(|key| std::cmp::Reverse(key.id.wrapping_sub(self.oldest())));
        keys.truncate(2);
        self.with(keys)
    }

    /// The last step: the current key alone lives, and what was derived from another is dead.
    #[must_use]
    pub fn settled(&self) -> Self {
        let current = self.read().keys[0];
        self.with(vec![current])
    }

    /// A ring for a database whose keys were lost: one fresh key with that id, the roles' secret kept.
    #[must_use]
    pub fn replaced(&self, id: u8) -> Self {
        self.with(vec![Key { id, secret: rand::random() }])
    }

    /// Of two ids that follow each other the first, also where the count ran over from 255 to 0.
    fn oldest(&self) -> u8 {
        let mut ids = self.ids();
        match (ids.next(), ids.next()) {
            (Some(a), Some(b)) => {
                if b == a.wrapping_add(1) {
                    a
                } else {
                    b
                }
            }
            (a, _) => a.unwrap_or(0),
        }
    }

    /// How many keys live: one, or two while a rotation is under way.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().keys.len()
    }

    /// Never; a ring holds a key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.read().keys.is_empty()
    }

    /// The ids of the keys that live, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = u8> + use<> {
        self.read().keys.iter().map(|key| key.id).collect::<Vec<_>>().into_iter()
    }

    /// The id of the current key.
    #[must_use]
    pub fn current(&self) -> u8 {
        self.read().keys[0].id
    }

    fn secret(&self, id: u8) -> Option<[u8; 32]> {
        self.read().keys.iter().find(|key| key.id == id).map(|key| key.secret)
    }

    /// The capability of an actor under a key: 64 hex digits that the database knows only as their sha256.
    #[must_use]
    pub fn capability(&self, key: u8, actor: &Actor) -> Option<String> {
        let kind: &[u8] = match actor.kind {
            ActorKind::User | ActorKind::Key => b"user",
            ActorKind::Worker => b"worker",
        };
        let parts: [&[u8]; 5] = [
            b"actor",
            kind,
            actor.tenant_id.0.as_bytes(),
            actor.id.0.as_bytes(),
            &actor.serial.to_be_bytes(),
        ];
        Some(hex(&mac(&self.secret(key)?, &parts)))
    }

    /// The capability of a tenant's doorman, who keeps its people and sees no CRM rows.
    #[must_use]
    pub fn doorman(&self, key: u8, tenant: TenantId, serial: i32) -> Option<String> {
        Some(hex(&mac(&self.secret(key)?, &[b"doorman", tenant.0.as_bytes(), &serial.to_be_bytes()])))
    }

    /// What the database stores of a capability.
    #[must_use]
    pub fn hash(capability: &str) -> Vec<u8> {
        Sha256::digest(capability.as_bytes()).to_vec()
    }

    /// The password of a database role. Derived, so that no second secret has to be kept or handed round.
    #[must_use]
    pub fn role_password(&self, role: &str) -> String {
        hex(&mac(&self.read().roles, &[b"role", role.as_bytes()]))
    }

    /// What a tenant's feed of changes is called where anybody may listen: 32 hex digits that say nothing without the key.
    #[must_use]
    pub fn feed_name(&self, tenant: TenantId) -> String {
        hex(&mac(&self.read().roles, &[b"feed", tenant.0.as_bytes()])[..16])
    }

    /// What a secret of 32 bytes is sealed and opened with (exclusive or): nobody without the key tells it from random
    /// bytes. Once for each list of parts, which therefore holds an id.
    #[must_use]
    pub fn pad(&self, key: u8, purpose: &str, parts: &[&[u8]]) -> Option<[u8; 32]> {
        let all: Vec<&[u8]> = [b"pad", purpose.as_bytes()].into_iter().chain(parts.iter().copied()).collect();
        Some(mac(&self.secret(key)?, &all))
    }

    /// A mark on something that outlives the keys: it is made with the roles' secret, which no rotation changes. Whoever
    /// knows that secret can make one, so it saves looking for what was never ours, and proves nothing by itself.
    #[must_use]
    pub fn stamp(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let all: Vec<&[u8]> =
            [b"stamp", purpose.as_bytes()].into_iter().chain(parts.iter().copied()).collect();
        mac(&self.read().roles, &all)
    }

    /// Signs bytes for a purpose with the current key; the answer starts with the key's id.
    #[must_use]
    pub fn sign(&self, purpose: &str, bytes: &[u8]) -> Vec<u8> {
        let current = self.read().keys[0];
        let mut signed = vec![current.id];
        signed.extend_from_slice(bytes);
        signed.extend_from_slice(&mac(&current.secret, &[purpose.as_bytes(), bytes]));
        signed
    }

    /// Opens what [`KeyRing::sign`] made for the same purpose; also says which key it was.
    #[must_use]
    pub fn open<'a>(&self, purpose: &str, signed: &'a [u8]) -> Option<(u8, &'a [u8])> {
        let (&id, rest) = signed.split_first()?;
        let (bytes, given) = rest.split_at_checked(rest.len().checked_sub(32)?)?;
        let wanted = mac(&self.secret(id)?, &[purpose.as_bytes(), bytes]);
        // Every byte is compared, whichever differs first.
        let differs = wanted.iter().zip(given).fold(0, |differs, (a, b)| differs | (a ^ b));
        (differs == 0).then_some((id, bytes))
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({} keys)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kontaly_access::{Role, UserId};
    use uuid::Uuid;

    fn actor(serial: i32) -> Actor {
        Actor {
            tenant_id: TenantId(Uuid::from_u128(1)),
            id: UserId(Uuid::from_u128(2)),
            kind: ActorKind::User,
            role: Role::Administrator,
            serial,
        }
    }

    #[test]
    fn a_key_file_is_read_back() {
        let ring = KeyRing::generate().announced().promoted();
        let again = KeyRing::parse(&ring.to_text()).expect("its own text");
        assert_eq!(again.to_text(), ring.to_text());
        assert_eq!(again.len(), 2);
        assert!(KeyRing::parse("key 1 abc").is_none());
    }

    #[test]
    fn a_rotation_takes_three_steps_and_the_count_may_run_over() {
        let mut ring = KeyRing::generate();
        for _ in 0..300 {
            let old = ring.current();
            let announced = ring.announced();
            assert_eq!(announced.ids().collect::<Vec<_>>(), [old, old.wrapping_add(1)], "the old one signs");
            let promoted = announced.promoted();
            assert_eq!(promoted.ids().collect::<Vec<_>>(), [old.wrapping_add(1), old], "the new one signs");
            assert_eq!(promoted.promoted().ids().next(), promoted.ids().next(), "which happens once");
            ring = promoted.settled();
            assert_eq!(ring.ids().collect::<Vec<_>>(), [old.wrapping_add(1)]);
        }
    }

    #[test]
    fn a_ring_takes_over_what_its_file_says_and_nothing_else() {
        let path = std::env::temp_dir().join(format!("kontaly-reload-{}.key", std::process::id()));
        let ring = KeyRing::open_or_create(&path).expect("a writable directory");
        assert!(!ring.reload(&path).expect("its own file"), "nothing new");
        ring.announced().save(&path).expect("a file");
        assert!(ring.reload(&path).expect("a rotation"));
        assert_eq!(ring.len(), 2);
        std::fs::write(&path, "key 1 abc").expect("a file");
        ring.reload(&path).expect_err("not a key file");
        KeyRing::generate().save(&path).expect("a file");
        ring.reload(&path).expect_err("another installation's");
        std::fs::remove_file(&path).expect("the file goes");
        ring.reload(&path).expect_err("no file");
        assert_eq!(ring.len(), 2, "whatever happened to the file, the ring stayed");
    }

    #[test]
    fn a_capability_is_of_one_actor_serial_and_key() {
        let ring = KeyRing::generate().announced().promoted();
        let capability = ring.capability(2, &actor(1));
        assert_eq!(capability, ring.capability(2, &actor(1)));
        assert_ne!(capability, ring.capability(2, &actor(2)), "a rotation makes another one");
        assert_ne!(capability, ring.capability(1, &actor(1)), "so does another key");
        let worker = Actor { kind: ActorKind::Worker, ..actor(1) };
        assert_ne!(capability, ring.capability(2, &worker));
        assert_eq!(ring.settled().capability(1, &actor(1)), None, "a retired key derives nothing");
    }

    #[test]
    fn what_was_signed_opens_for_its_purpose_alone_and_unaltered() {
        let ring = KeyRing::generate();
        let signed = ring.sign("session", b"payload");
        assert_eq!(ring.open("session", &signed), Some((1, &b"payload"[..])));
        assert_eq!(ring.announced().open("session", &signed), Some((1, &b"payload"[..])), "two keys live");
        assert_eq!(ring.open("invitation", &signed), None);
        for i in 0..signed.len() {
            let mut altered = signed.clone();
            altered[i] ^= 1;
            assert_eq!(ring.open("session", &altered), None, "byte {i} is covered");
        }
        assert_eq!(ring.open("session", &[]), None);
        assert_eq!(ring.open("session", &signed[..20]), None);
    }
}
