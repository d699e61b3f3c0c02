//! How many requests a minute: of one API key, of all keys of a workspace, and of all its people, so that none of them
//! takes the others' share. Counted in this process's memory: behind several processes each counts what comes to it.
//!
//! A full bucket holds a minute's requests and is refilled evenly. A key is told how it stands with every answer, in the
//! fields of draft-ietf-httpapi-ratelimit-headers.

use super::{Cx, Error, Result};
use crate::app::Settings;
use crate::tenancy::Tenant;
use axum::http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::ActorKind;
use moka::sync::Cache;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Buckets that are remembered at most, some 100 bytes each.
const BUCKETS_MAX: u64 = 100_000;

/// Requests a minute, each of one process; 0: as many as come.
#[derive(Clone, Copy, Debug)]
pub struct Quotas {
    /// Of one key.
    pub key: u32,
    /// Of all keys of a workspace.
    pub workspace: u32,
    /// Of all people of a workspace.
    pub people: u32,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { key: 1_200, workspace: 6_000, people: 60_000 }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Policy {
    Key,
    Workspace,
    People,
}

impl Policy {
    const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Workspace => "workspace",
            Self::People => "people",
        }
    }

    /// The installation's, and where the tenant's plan has one for all of it, that one.
    fn quota(self, settings: &Settings, tenant: &Tenant) -> u32 {
        let own = tenant.requests_max.and_then(|max| u32::try_from(max).ok());
        match self {
            Self::Key => settings.quotas.key,
            Self::Workspace => own.unwrap_or(settings.quotas.workspace),
            Self::People => own.unwrap_or(settings.quotas.people),
        }
    }
}

/// How one bucket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    policy: Policy,
    quota: u32,
    left: u32,
    full_in_seconds: i64,
}

/// When a bucket is full again: all that is known of it.
type Bucket = Arc<Mutex<Timestamp>>;

/// The buckets of this process.
pub struct Limits(Cache<(Policy, Uuid), Bucket>);

impl Default for Limits {
    fn default() -> Self {
        Self(Cache::new(BUCKETS_MAX))
    }
}

impl Limits {
    /// Takes one request out of each bucket that it belongs to. A key is told how they stand, whatever comes of it.
    pub fn take(&self, cx: &Cx) -> (Told, Result<()>) {
        let tenant = cx.tenant().id.0;
        let buckets = if cx.actor().kind == ActorKind::Key {
            &[(Policy::Key, cx.user_id().0), (Policy::Workspace, tenant)][..]
        } else {
            &[(Policy::People, tenant)][..]
        };
        let mut told = Told(Vec::new());
        let mut outcome = Ok(());
        for (policy, whose) in buckets {
            let quota = policy.quota(&cx.app().settings, cx.tenant());
            if quota == 0 || outcome.is_err() {
                continue;
            }
            let (standing, wait) = self.one(*policy, *whose, quota, cx.now);
            told.0.push(standing);
            outcome = wait.map_or(Ok(()), |seconds| Err(refused(*policy, seconds)));
        }
        told.0.retain(|standing| standing.policy != Policy::People);
        (told, outcome)
    }

    /// Takes one request out of a bucket, or says how long until there is one in it.
    fn one(&self, policy: Policy, whose: Uuid, quota: u32, now: Timestamp) -> (Standing, Option<u64>) {
        let bucket = self.0.get_with((policy, whose), || Arc::new(Mutex::new(now)));
        let mut full = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let each = MINUTE / i32::try_from(quota).unwrap_or(i32::MAX);
        let filling = (*full).max(now).duration_since(now);
        let after = filling + each;
        let wait = (after > MINUTE).then(|| seconds_up(after - MINUTE).max(1).unsigned_abs());
        let filling = if wait.is_some() { filling } else { after };
        *full = now + filling;
        let left = (MINUTE - filling).as_nanos() / each.as_nanos().max(1);
        let left = u32::try_from(left.max(0)).unwrap_or(quota).min(quota);
        (Standing { policy, quota, left, full_in_seconds: seconds_up(filling) }, wait)
    }
}

fn seconds_up(span: SignedDuration) -> i64 {
    span.as_secs() + i64::from(span.subsec_nanos() > 0)
}

fn refused(policy: Policy, seconds: u64) -> Error {
    let whose = match policy {
        Policy::Key => "this key",
        Policy::Workspace => "the keys of this workspace",
        Policy::People => "the people of this workspace",
    };
    let detail = format!("More requests a minute came from {whose} than are taken. Go on in {seconds} s.");
    Error::too_many("rate_limited", detail, seconds)
}

/// How the buckets of a key stand.
pub struct Told(Vec<Standing>);

impl Told {
    /// Writes `RateLimit-Policy` and `RateLimit`.
    pub fn write(&self, headers: &mut HeaderMap) {
        let list = |item: fn(&Standing) -> String| self.0.iter().map(item).collect::<Vec<_>>().join(", ");
        let policies = list(|s| format!("\"{}\";q={};w={}", s.policy.name(), s.quota, MINUTE.as_secs()));
        let standings = list(|s| format!("\"{}\";r={};t={}", s.policy.name(), s.left, s.full_in_seconds));
        for (name, value) in [("ratelimit-policy", policies), ("ratelimit", standings)] {
            if let Ok(value) = HeaderValue::from_str(&value)
                && !self.0.is_empty()
            {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_millis(millis)
    }

    #[test]
    fn a_bucket_holds_a_minutes_requests_and_is_refilled_evenly() {
        let (limits, whose) = (Limits::default(), Uuid::from_u128(1));
        let take = |millis| limits.one(Policy::Key, whose, 60, at(millis));
        for left in (0..60).rev() {
            let (standing, wait) = take(0);
            assert_eq!((standing.left, wait), (left, None));
        }
        let (standing, wait) = take(0);
        assert_eq!((standing.left, standing.full_in_seconds, wait), (0, 60, Some(1)));
        assert_eq!(take(999).1, Some(1), "nothing is lost by asking");
        assert_eq!(take(1_000).1, None);
        assert_eq!(take(1_000).1, Some(1));
        let (standing, wait) = take(31_000);
        assert_eq!((standing.left, standing.full_in_seconds, wait), (29, 31, None));
        assert_eq!(take(1_000_000).0.left, 59, "no fuller than full");
    }

    #[test]
    fn buckets_are_apart() {
        let limits = Limits::default();
        let take = |policy, whose| limits.one(policy, Uuid::from_u128(whose), 1, at(0)).1.is_none();
        assert!(take(Policy::Key, 1) && !take(Policy::Key, 1));
        assert!(take(Policy::Key, 2) && take(Policy::Workspace, 1));
    }

    #[test]
    fn a_key_is_told_in_structured_fields() {
        let one = |policy, left| Standing { policy, quota: 60, left, full_in_seconds: 3 };
        let mut headers = HeaderMap::new();
        Told(vec![one(Policy::Key, 57), one(Policy::Workspace, 9)]).write(&mut headers);
        assert_eq!(headers["ratelimit-policy"], r#""key";q=60;w=60, "workspace";q=60;w=60"#);
        assert_eq!(headers["ratelimit"], r#""key";r=57;t=3, "workspace";r=9;t=3"#);
    }
}
