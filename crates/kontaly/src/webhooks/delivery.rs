//! Telling: claim, send, settle. A claim is a lease, so that a process that dies between two of them leaves what it had to the
//! next one; something may then be told twice, and never not at all.

use super::secret::{self, Secret};
use super::store::{self, Claimed, Due, Settled, Then};
use super::target::Failure;
use crate::app::App;
use crate::http::Result;
use crate::mail::{Kind, NewMail, outbox};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{Actor, TenantId};
use kontaly_db::{Limits, TenantTx};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::JoinSet;

/// Pauses behind the attempts; the last one is behind the last.
const PAUSES: [SignedDuration; 7] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(10),
];
/// How long a claim holds: longer than any attempt takes.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How often one looks for what is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the log is cleared.
const CLEAR_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Attempts at once of this process, and of one workspace: whose targets are slow waits for them by itself.
const AT_ONCE: usize = 32;
const OF_ONE: usize = 4;
/// How long a mail about a failed webhook is wanted.
const MAIL_LIVES: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Tells for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    let mut under_way: JoinSet<TenantId> = JoinSet::new();
    let mut each: HashMap<TenantId, usize> = HashMap::new();
    let mut cleared = Timestamp::UNIX_EPOCH;
    loop {
        match store::due(&mut app.db.platform(), app.clock.now(), OF_ONE as i64).await {
            Ok(due) => {
                for due in due {
                    let count = each.entry(due.tenant).or_default();
                    if *count < OF_ONE && under_way.len() < AT_ONCE {
                        *count += 1;
                        let app = app.clone();
                        under_way.spawn(async move { told(&app, due).await });
                    }
                }
            }
            Err(error) => tracing::warn!(?error, "cannot look for what is to be told"),
        }
        if app.clock.now().duration_since(cleared) > CLEAR_EVERY {
            cleared = app.clock.now();
            clear(&app, cleared).await;
        }
        // What ends makes room at once.
        let ended = async {
            match under_way.join_next().await {
                Some(tenant) => tenant.ok(),
                None => std::future::pending().await,
            }
        };
        if let Ok(Some(tenant)) = tokio::time::timeout(LOOK_EVERY, ended).await {
            each.entry(tenant).and_modify(|count| *count = count.saturating_sub(1));
        }
        if under_way.is_empty() {
            each.clear();
        }
    }
}

async fn told(app: &App, due: Due) -> TenantId {
    if let Err(error) = tell(app, due).await {
        tracing::warn!(webhook = %due.webhook, ?error, "what was due could not be told");
    }
    due.tenant
}

/// Tells everything that is due, one after the other; says how much that was.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<usize> {
    let due = store::due(&mut app.db.platform(), app.clock.now(), 1000).await?;
    let count = due.len();
    for due in due {
        tell(app, due).await?;
    }
    Ok(count)
}

fn worker(app: &App, due: Due) -> Result<TenantTx> {
    let worker = Actor::worker(due.tenant, due.worker_serial);
    Ok(app.db.tenant(worker, app.db.keys().current(), None, Limits::Request)?)
}

/// One attempt.
async fn tell(app: &App, due: Due) -> Result<()> {
    let now = app.clock.now();
    let Some(claimed) = store::claim(&mut worker(app, due)?, due, now, now + LEASE).await? else {
        return Ok(());
    };
    let started = std::time::Instant::now();
    let sent = if claimed.active { send(app, due, &claimed, now).await } else { Err(Failure::Status(410)) };
    let millis = i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX);
    let now = app.clock.now();
    let end = match sent {
        Ok(status) => Settled { then: Then::Done, status: Some(status), problem: None, millis },
        Err(failure) => Settled {
            then: then(claimed.attempts, failure, now),
            status: if let Failure::Status(status) = failure { Some(status) } else { None },
            problem: Some(failure.as_str()),
            millis,
        },
    };
    let mut tx = worker(app, due)?;
    tx.queue(store::settle(due, &end, now));
    if end.then != Then::GiveUp || claimed.event == PING {
        return Ok(tx.commit().await?);
    }
    let failed = store::fail(&mut tx, due, now).await?;
    tx.commit().await?;
    match failed {
        Some((url, Some(recipient))) => tell_maker(app, due, url, recipient, now).await,
        _ => Ok(()),
    }
}

/// What a trial tells.
pub const PING: &str = "ping";

fn then(attempts: i32, failure: Failure, now: Timestamp) -> Then {
    // Gone: whoever says so wants no more (as the specification has it).
    let pause = PAUSES.get(usize::try_from(attempts - 1).unwrap_or_default());
    match pause {
        Some(pause) if failure != Failure::Status(410) => Then::Again(now + *pause),
        _ => Then::GiveUp,
    }
}

async fn send(app: &App, due: Due, claimed: &Claimed, now: Timestamp) -> Result<u16, Failure> {
    let body = body(claimed);
    let keys = app.db.keys();
    let mut secrets = vec![Secret::of(keys, due.tenant, due.webhook, claimed.serial)];
    if claimed.old_until.is_some_and(|until| until > now) {
        secrets.push(Secret::of(keys, due.tenant, due.webhook, claimed.serial - 1));
    }
    let headers = [
        ("webhook-id", secret::message_id(due.id)),
        ("webhook-timestamp", now.as_second().to_string()),
        ("webhook-signature", secret::signature(&secrets, due.id, now, &body)),
    ];
    app.settings.webhooks.post(&claimed.url, headers, body).await
}

fn body(claimed: &Claimed) -> String {
    let data = claimed.about.clone().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    json!({ "type": claimed.event, "timestamp": claimed.created_at, "data": data }).to_string()
}

async fn tell_maker(app: &App, due: Due, url: String, recipient: String, now: Timestamp) -> Result<()> {
    let mail = NewMail {
        kind: Kind::WebhookFailed,
        recipient,
        details: json!({ "url": url }),
        lives: MAIL_LIVES,
        asked_from: due.webhook.to_string(),
    };
    let mut tx = app.db.steward(due.tenant, due.doorman_serial, None)?;
    outbox::tell(app, &mut tx, mail, now);
    tx.commit().await?;
    app.mail_written.notify_one();
    Ok(())
}

/// Clears the logs of every workspace.
async fn clear(app: &App, now: Timestamp) {
    let Ok(tenants) = app.hosts.tenants().await else { return };
    for tenant in tenants {
        let actor = Actor::worker(tenant.id, tenant.worker_serial);
        let Ok(mut tx) = app.db.tenant(actor, app.db.keys().current(), None, Limits::Request) else {
            continue;
        };
        if let Err(error) = store::clear(&mut tx, now).await {
            tracing::warn!(?error, "the log of a webhook was not cleared");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_for_more_than_a_day_and_then_no_longer() {
        let now = Timestamp::UNIX_EPOCH;
        let pauses: Vec<_> = (1..=8)
            .map(|attempts| match then(attempts, Failure::Timeout, now) {
                Then::Again(at) => at.as_second(),
                _ => -1,
            })
            .collect();
        assert_eq!(pauses, [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, -1]);
        assert_eq!(then(1, Failure::Status(410), now), Then::GiveUp);
        assert_eq!(then(1, Failure::Status(500), now), Then::Again(now + SignedDuration::from_secs(5)));
    }
}
