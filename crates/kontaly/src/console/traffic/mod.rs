//! Who uses the box: requests, errors and durations by tenant, live and for 90 days. Counted in each process ([`meter`]), kept in
//! `console.traffic` by minute, then by hour, then by day ([`store`]), and shown to operators ([`http`]).

pub mod http;
pub mod meter;
pub mod store;

use crate::app::App;
use jiff::SignedDuration;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often what was counted is written down.
const WRITTEN_EVERY: Duration = Duration::from_secs(5);
/// How often what is old is put together, in writings.
const TIDIED_EVERY: u32 = 60;
/// How long minutes, hours and days are kept before they become hours, become days, and go.
const MINUTES_KEPT: SignedDuration = SignedDuration::from_hours(2);
const HOURS_KEPT: SignedDuration = SignedDuration::from_hours(48);
const DAYS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Writes down what this process counts, for as long as it lives. Spawn it once.
pub async fn keep(app: App) {
    for round in 1_u32.. {
        tokio::time::sleep(WRITTEN_EVERY).await;
        write(&app).await;
        if round % TIDIED_EVERY == 0
            && let Err(error) = tidy(&app).await
        {
            tracing::warn!(?error, "what is old of the traffic was not put together");
        }
        if app.draining.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Writes down what was counted since the last time. What cannot be written is gone: counting must not fill the memory.
pub async fn write(app: &App) {
    let counted = app.meter.take();
    if counted.is_empty() {
        return;
    }
    let mut tx = app.db.console();
    let written = match store::add(&mut tx, counted).await {
        Ok(()) => tx.commit().await.map_err(Into::into),
        Err(error) => Err(error),
    };
    if let Err(error) = written {
        tracing::warn!(?error, "a few seconds of traffic were not written down");
    }
}

/// Puts minutes together to hours and hours to days, and lets old days go.
///
/// # Errors
/// The database's.
pub async fn tidy(app: &App) -> crate::http::Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.console();
    store::put_together(&mut tx, "minute", "hour", now - MINUTES_KEPT).await?;
    store::put_together(&mut tx, "hour", "day", now - HOURS_KEPT).await?;
    store::forget(&mut tx, now - DAYS_KEPT);
    Ok(tx.commit().await?)
}
