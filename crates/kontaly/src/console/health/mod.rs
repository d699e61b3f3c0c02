//! How the installation is: its processes and their pools, its queues and what failed in them for good, its schema, and whether
//! tenants are still kept apart. Every process says that it lives ([`beat`]); every check of the isolation is kept ([`check`]).

pub mod http;
pub mod store;

use crate::app::App;
use crate::http::Result;
use crate::platform::isolation::{self, Report};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::Ordering;
use std::time::Duration;
use uuid::Uuid;

/// How often a process says that it lives.
const BEAT_EVERY: Duration = Duration::from_secs(5);
/// Silence after which a process counts as gone.
pub const SILENCE: SignedDuration = SignedDuration::from_secs(20);
/// How long it is remembered that a process was there.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// How often it is looked whether a check is due.
const LOOK_EVERY: Duration = Duration::from_secs(15 * 60);
/// How often the isolation is checked while the installation runs.
const CHECKED_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// What a process does.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Answers requests, and may do jobs besides.
    Serve,
    /// Does jobs.
    Worker,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Worker => "worker",
        }
    }
}

/// Says that this process lives, for as long as it does. Spawn it once.
pub async fn beat(app: App, kind: Kind) {
    let (id, started): (Uuid, Timestamp) = (app.clock.id(), app.clock.now());
    while !app.draining.load(Ordering::Relaxed) {
        let mut tx = app.db.console();
        let now = app.clock.now();
        store::beat(&mut tx, id, kind.as_str(), started, now, &app.db.status());
        store::forget(&mut tx, now - REMEMBERED);
        if let Err(error) = tx.commit().await {
            tracing::debug!(?error, "this process could not say that it lives");
        }
        tokio::time::sleep(BEAT_EVERY).await;
    }
}

/// Checks the isolation and keeps what came of it. What cannot be kept is said all the same.
///
/// # Errors
/// When the database cannot be asked.
pub async fn check(app: &App) -> Result<Report> {
    let report = isolation::check(app).await?;
    let mut tx = app.db.console();
    store::keep(&mut tx, app.clock.id(), app.clock.now(), &report);
    if let Err(error) = tx.commit().await {
        tracing::warn!(?error, "what the check of the isolation found was not kept");
    }
    Ok(report)
}

/// Checks the isolation once a day, in one of the processes. Spawn it once in each.
pub async fn check_daily(app: App) {
    loop {
        // Whoever serves has checked at its start.
        tokio::time::sleep(LOOK_EVERY).await;
        let due = store::last_check(&mut app.db.console()).await;
        if due.is_ok_and(|last| last.is_none_or(|last| last < app.clock.now() - CHECKED_EVERY)) {
            match check(&app).await {
                Ok(report) if report.findings.is_empty() => {}
                Ok(report) => tracing::error!(findings = report.findings.len(), "tenants are not kept apart"),
                Err(error) => tracing::warn!(?error, "the isolation of tenants could not be checked"),
            }
        }
    }
}
