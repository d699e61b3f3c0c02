//! Telling: claim, send, settle. A claim is a lease, so that a process that dies between two of them leaves what it had to the
//! next one; something may then be told twice, and never not at all.

use super::secret::{self, Secret};
use super::store::{self, Claimed, Due, Settled, Then};
use super::target::Failure;
use crate::app::App;
use crate::http::Result;
use crate::jobs::turns::Turns;
use crate::mail::{Kind, NewMail, outbox};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::Actor;
use kontaly_db::{Limits, TenantTx};
use serde_json::{Value, json};
use std::time::Duration;

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
/// Attempts at once of this process.
const AT_ONCE: usize = 32;
/// How long a mail about a failed webhook is wanted.
const MAIL_LIVES: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Tells for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    let (mut turns, mut cleared) = (Turns::new(AT_ONCE), Timestamp::UNIX_EPOCH);
    loop {
        if let Err(error) = begin_due(&app, &mut turns).await {
            tracing::warn!(?error, "cannot look for what is to be told");
        }
        if app.clock.now().duration_since(cleared) > CLEAR_EVERY {
            cleared = app.clock.now();
            clear(&app, cleared).await;
        }
        // What ends makes room at once.
        tokio::select! {
            true = turns.end_one() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Tells everything that is due; says how much that was.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<usize> {
    let (mut turns, mut begun) = (Turns::new(AT_ONCE), 0);
    loop {
        begun += begin_due(app, &mut turns).await?;
        if !turns.end_one().await {
            return Ok(begun);
        }
    }
}

/// Begins to tell what is due, as far as there is room; says how much that is.
async fn begin_due(app: &App, turns: &mut Turns) -> Result<usize> {
    if turns.room() == 0 {
        return Ok(0);
    }
    let mut begun = 0;
    for due in store::due(&mut app.db.platform(), app.clock.now(), turns).await? {
        let now = app.clock.now();
        // Nothing where another process was faster.
        if let Some(claimed) = store::claim(&mut worker(app, due)?, due, now, now + LEASE).await? {
            turns.begin(due.tenant, told(app.clone(), due, claimed));
            begun += 1;
        }
    }
    Ok(begun)
}

async fn told(app: App, due: Due, claimed: Claimed) {
    if let Err(error) = tell(&app, due, &claimed).await {
        tracing::warn!(webhook = %due.webhook, ?error, "what was due could not be told");
    }
}

fn worker(app: &App, due: Due) -> Result<TenantTx> {
    let worker = Actor::worker(due.tenant, due.worker_serial);
    Ok(app.db.tenant(worker, app.db.keys().current(), None, Limits::Request)?)
}

/// One attempt.
async fn tell(app: &App, due: Due, claimed: &Claimed) -> Result<()> {
    let started = std::time::Instant::now();
    let sent = if claimed.active {
        send(app, due, claimed, app.clock.now()).await
    } else {
        Err(Failure::Status(410))
    };
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
