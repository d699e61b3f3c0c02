//! What a seal is, and what is wrong with one. Nothing here asks a database.

use jiff::Timestamp;
use kontaly_db::record;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use utoipa::ToSchema;
use uuid::Uuid;

/// Bytes of a hash.
pub const HASH_BYTES: usize = 32;
/// What the first seal says of the one before.
pub const BEGINNING: [u8; HASH_BYTES] = [0; HASH_BYTES];
/// What a hash of this kind begins with, so that it is never taken for one of another.
const LABEL: &[u8] = b"kontaly seal 1\n";

record! {
    /// A seal over some events and the seal before.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Seal {
        /// The first one is 1, and none is left out.
        pub number: i64 = "s.number",
        /// When it was made.
        pub sealed_at: Timestamp = "s.sealed_at",
        /// The events.
        pub events: Vec<Uuid> = "s.events",
        /// The hash of each one's content, one after the other.
        pub contents: Vec<u8> = "s.contents",
        /// The hash of the seal before.
        pub previous: Vec<u8> = "s.previous",
        /// Its own.
        pub hash: Vec<u8> = "s.hash",
    }
}

/// The last seal of a tenant's chain, as the installation's chain keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whose chain.
    pub tenant: Uuid,
    /// The seal's number.
    pub number: i64,
    /// The seal's hash.
    pub hash: Vec<u8>,
}

impl Seal {
    /// The seal that comes behind another one, or the first of a chain.
    #[must_use]
    pub fn behind(last: Option<(i64, Vec<u8>)>, sealed_at: Timestamp, events: Vec<(Uuid, Vec<u8>)>) -> Self {
        let (number, previous) = last.unwrap_or((0, BEGINNING.to_vec()));
        let (events, contents): (Vec<_>, Vec<_>) = events.into_iter().unzip();
        let contents = contents.concat();
        Self { number: number + 1, sealed_at, events, contents, previous, hash: Vec::new() }
    }

    /// Puts the hash on it. Whose it is: a tenant's, or the installation's, which has no id.
    #[must_use]
    pub fn closed(mut self, whose: Uuid, heads: &[Head]) -> Self {
        self.hash = self.computed(whose, heads);
        self
    }

    /// Its hash: every part has a length that is fixed or said before it, so that no two seals are the same bytes.
    #[must_use]
    pub fn computed(&self, whose: Uuid, heads: &[Head]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(LABEL);
        hash.update(whose.as_bytes());
        hash.update(self.number.to_be_bytes());
        hash.update(self.sealed_at.as_microsecond().to_be_bytes());
        hash.update((self.events.len() as u64).to_be_bytes());
        for event in &self.events {
            hash.update(event.as_bytes());
        }
        hash.update((self.contents.len() as u64).to_be_bytes());
        hash.update(&self.contents);
        hash.update((heads.len() as u64).to_be_bytes());
        for head in heads {
            hash.update(head.tenant.as_bytes());
            hash.update(head.number.to_be_bytes());
            hash.update((head.hash.len() as u64).to_be_bytes());
            hash.update(&head.hash);
        }
        hash.update(&self.previous);
        hash.finalize().to_vec()
    }

    /// The events with the hash of each one's content.
    pub fn covered(&self) -> impl Iterator<Item = (Uuid, &[u8])> {
        self.events.iter().copied().zip(self.contents.chunks(HASH_BYTES))
    }

    /// What is wrong with it behind the seal before, whatever its events are now.
    #[must_use]
    pub fn broken(&self, whose: Uuid, heads: &[Head], before: Option<&(i64, Vec<u8>)>) -> Option<Finding> {
        let (number, hash) = before.map_or((0, &BEGINNING[..]), |(number, hash)| (*number, hash));
        if self.number != number + 1 {
            return Some(Finding::seal(FindingKind::SealMissing, number + 1));
        }
        let right = self.previous == hash && self.hash == self.computed(whose, heads);
        (!right).then(|| Finding::seal(FindingKind::SealAltered, self.number))
    }
}

/// A hash as people write it down.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    use fmt::Write;
    hash.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// An event is not what it was when it was sealed.
    EventAltered,
    /// An event that was written is gone.
    EventMissing,
    /// An event is there that was not written as events are, or says of itself that it is older than it can be.
    EventAdded,
    /// A seal is not what it was.
    SealAltered,
    /// A seal is gone.
    SealMissing,
    /// The chain is not the one whose head the installation keeps.
    HeadDiffers,
}

/// What is wrong first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// Of which event.
    pub event: Option<Uuid>,
    /// In which seal.
    pub seal: Option<i64>,
}

impl Finding {
    /// Something about a seal.
    #[must_use]
    pub fn seal(kind: FindingKind, seal: i64) -> Self {
        Self { kind, event: None, seal: Some(seal) }
    }

    /// Something about an event.
    #[must_use]
    pub fn event(kind: FindingKind, event: Uuid, seal: Option<i64>) -> Self {
        Self { kind, event: Some(event), seal }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = self.event.unwrap_or_default();
        match (self.kind, self.seal) {
            (FindingKind::EventAltered, seal) => {
                write!(f, "event {event} was altered after seal {} was put on it", seal.unwrap_or_default())
            }
            (FindingKind::EventMissing, Some(seal)) => write!(f, "event {event}, under seal {seal}, is gone"),
            (FindingKind::EventMissing, None) => write!(f, "event {event} is gone, before it was sealed"),
            (FindingKind::EventAdded, Some(seal)) => {
                write!(
                    f,
                    "event {event} says that it is older than the seal in front of it, {}: it was added later",
                    seal - 1
                )
            }
            (FindingKind::EventAdded, None) => write!(f, "event {event} was added past the log"),
            (FindingKind::SealAltered, seal) => write!(f, "seal {} was altered", seal.unwrap_or_default()),
            (FindingKind::SealMissing, seal) => write!(f, "seal {} is gone", seal.unwrap_or_default()),
            (FindingKind::HeadDiffers, seal) => {
                write!(
                    f,
                    "seal {} is not the one that the installation's chain keeps",
                    seal.unwrap_or_default()
                )
            }
        }
    }
}

/// What came of computing a chain anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Seals that were looked at.
    pub seals: i64,
    /// Events under them.
    pub events: i64,
    /// What is wrong first.
    pub finding: Option<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(number: i64, previous: &[u8]) -> Seal {
        let last = (number > 1).then(|| (number - 1, previous.to_vec()));
        let events =
            vec![(Uuid::from_u128(7), vec![1; HASH_BYTES]), (Uuid::from_u128(8), vec![2; HASH_BYTES])];
        Seal::behind(last, Timestamp::UNIX_EPOCH, events).closed(Uuid::from_u128(1), &[])
    }

    #[test]
    fn a_chain_that_nobody_touched_is_whole() {
        let (whose, first) = (Uuid::from_u128(1), seal(1, &[]));
        let second = seal(2, &first.hash);
        assert_eq!(first.broken(whose, &[], None), None);
        assert_eq!(second.broken(whose, &[], Some(&(1, first.hash.clone()))), None);
        assert_eq!(second.covered().count(), 2);
    }

    #[test]
    fn whatever_is_changed_about_a_seal_breaks_it() {
        let (whose, whole) = (Uuid::from_u128(1), seal(1, &[]));
        let altered = Some(Finding::seal(FindingKind::SealAltered, 1));
        let changes: [fn(&mut Seal); 5] = [
            |seal| seal.sealed_at = Timestamp::MAX,
            |seal| seal.events.swap(0, 1),
            |seal| seal.contents[0] = 9,
            |seal| seal.previous[0] = 9,
            |seal| seal.hash[0] ^= 1,
        ];
        for change in changes {
            let mut seal = whole.clone();
            change(&mut seal);
            assert_eq!(seal.broken(whose, &[], None), altered);
        }
        assert_eq!(whole.broken(Uuid::nil(), &[], None), altered, "a seal is one chain's alone");
        let head = Head { tenant: whose, number: 1, hash: vec![0; HASH_BYTES] };
        assert_eq!(whole.broken(whose, &[head], None), altered);
        let second = seal(2, &whole.hash);
        assert_eq!(second.broken(whose, &[], None), Some(Finding::seal(FindingKind::SealMissing, 1)));
    }
}
