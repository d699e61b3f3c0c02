//! When a key was last used, written at most once a minute and beside the request, which does not wait for it.

use crate::http::Cx;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::UserId;
use kontaly_db::{StewardTx, sql};
use moka::sync::Cache;

/// Uses within it are told once.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Keys that are remembered at most.
const KEYS_MAX: u64 = 100_000;

/// Which keys this process has told the use of, and when.
pub struct Uses(Cache<UserId, Timestamp>);

impl Default for Uses {
    fn default() -> Self {
        Self(Cache::new(KEYS_MAX))
    }
}

impl Uses {
    /// Whether this use is to be told: the first of a key, and the first after a minute.
    fn is_news(&self, id: UserId, now: Timestamp) -> bool {
        if self.0.get(&id).is_some_and(|told| now.duration_since(told) < MINUTE) {
            return false;
        }
        self.0.insert(id, now);
        true
    }
}

/// Tells that the key behind a request that was served has been used.
pub fn tell(cx: &Cx) {
    if !cx.app().key_uses.is_news(cx.user_id(), cx.now) {
        return;
    }
    let (id, now) = (cx.user_id(), cx.now);
    match cx.own_steward() {
        Ok(tx) => drop(tokio::spawn(async move {
            if let Err(error) = write(tx, id, now).await {
                tracing::warn!(%id, %error, "the use of a key was not written down");
            }
        })),
        Err(error) => tracing::warn!(%id, ?error, "the use of a key cannot be written down"),
    }
}

/// Other processes write too: the row is changed once a minute by whoever comes first.
async fn write(mut tx: StewardTx, id: UserId, now: Timestamp) -> Result<(), kontaly_db::Error> {
    let used = sql("update api_keys set last_used_at = $3
         where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)");
    let used = used.bind(tx.tenant()).bind(id).bind(now).bind(now - MINUTE);
    tx.closing().execute(used).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_news_once_a_minute_for_each_key() {
        let (uses, start) = (Uses::default(), Timestamp::UNIX_EPOCH);
        let (one, other) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        assert!(uses.is_news(one, at(0)) && uses.is_news(other, at(1)));
        assert!(!uses.is_news(one, at(59)));
        assert!(uses.is_news(one, at(60)) && !uses.is_news(other, at(60)));
    }
}
